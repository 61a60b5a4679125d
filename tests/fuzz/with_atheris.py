"""Fuzzes one codec, guided by what its code does:  python -m tests.fuzz.with_atheris NAME [CORPUS]

What follows is libFuzzer's; the process ends with the last run. The first byte of an input says
whether it is a text: less than 0x80, as the first letter of one.
"""

from __future__ import annotations

import sys
from contextlib import suppress

import atheris

with atheris.instrument_imports(include=["channels.wire"]):
    from channels.errors import ProtocolError
    from tests.fuzz.codecs import CODECS


def main(name: str, arguments: list[str]) -> None:
    codec = CODECS[name]

    def one_input(data: bytes) -> None:
        decode = codec.begin()
        decode(codec.seeds[0])
        with suppress(ProtocolError):
            decode(codec.message(data[1:], text=data[:1] < b"\x80"))

    atheris.Setup([sys.argv[0], *arguments], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
