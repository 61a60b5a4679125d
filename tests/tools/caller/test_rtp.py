from __future__ import annotations

import pytest

from tools.caller.rtp import PCMU, TELEPHONE_EVENT, Packet, RtpError, key


def test_a_packet_is_laid_out_as_rfc_3550_has_it() -> None:
    data = Packet(PCMU, 0x10002, 160, b"\xff" * 2, marker=True).data(source=0xCAFE)
    assert data.hex() == "80800002000000a00000cafeffff"
    assert Packet.parse(data) == Packet(PCMU, 2, 160, b"\xff" * 2, marker=True)


@pytest.mark.parametrize(
    ("digit", "samples", "end", "payload"),
    [("0", 160, False, "000a00a0"), ("#", 800, True, "0b8a0320"), ("D", 0, False, "0f0a0000")],
)
def test_a_key_is_laid_out_as_rfc_4733_has_it(
    digit: str, samples: int, end: bool, payload: str
) -> None:
    data = Packet(TELEPHONE_EVENT, 1, 0, key(digit, samples, end)).data(1)
    assert data[12:].hex() == payload


@pytest.mark.parametrize("data", [b"", bytes(12), b"\x80" + bytes(10), b"\x90" + bytes(20)])
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(RtpError, match=f"{len(data)} bytes"):
        Packet.parse(data)
