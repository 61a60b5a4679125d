"""RTP packets of telephone audio (RFC 3550, 3551) and of keys (RFC 4733). Pure."""

from __future__ import annotations

import struct
from dataclasses import dataclass

PCMU, TELEPHONE_EVENT = 0, 101
FRAME = 160  # samples of 20 ms, and bytes of PCMU
KEYS = "0123456789*#ABCD"
_HEADER = struct.Struct(">BBHII")
_VERSION_2 = 0x80
_MARKER = 0x80
_END, _VOLUME = 0x80, 10


class RtpError(Exception):
    """What came is no RTP packet of a telephone."""


@dataclass(frozen=True)
class Packet:
    """Without padding, extension or contributing sources, which telephones do not use."""

    kind: int
    """The payload type."""
    number: int
    at: int
    """The timestamp, in samples."""
    payload: bytes
    marker: bool = False

    def data(self, source: int) -> bytes:
        second = self.kind | (_MARKER if self.marker else 0)
        header = _HEADER.pack(_VERSION_2, second, self.number & 0xFFFF, self.at, source)
        return header + self.payload

    @classmethod
    def parse(cls, data: bytes) -> Packet:
        """Raises RtpError."""
        if len(data) < _HEADER.size or data[0] != _VERSION_2:
            raise RtpError(f"{len(data)} bytes that begin with {data[:1].hex()} are no plain RTP")
        _, second, number, at, _ = _HEADER.unpack_from(data)
        kind, marker = second & ~_MARKER, bool(second & _MARKER)
        return cls(kind, number, at, data[_HEADER.size :], marker)


def key(digit: str, samples: int, end: bool = False) -> bytes:
    """The payload that says that a key is held down for so long by now (RFC 4733, 2.3)."""
    flags = _VOLUME | (_END if end else 0)
    return struct.pack(">BBH", KEYS.index(digit), flags, samples)
