from __future__ import annotations

import asyncio
from uuid import UUID

import pytest

from tests.tools.caller.lines import say
from tools.caller.audiosocket import DTMF, HANG_UP, SLIN_8K, AudioSocketTelephone, frame
from tools.caller.phone import place_calls
from tools.caller.script import CallError, Keys, Recorded, Step

CALL = UUID("40325ec25efd4bd3805f53576e581d13")
VOICE, QUIET = b"\x00\x20" * 160, bytes(320)


def phone(*steps: Step) -> AudioSocketTelephone:
    telephone = AudioSocketTelephone(Recorded(steps, settle_s=0.1, timeout_s=3.0), uuid=CALL)
    telephone.dial()
    return telephone


def test_the_call_begins_with_its_uuid() -> None:
    telephone = AudioSocketTelephone(Recorded([]), uuid=CALL)
    assert telephone.dial() == [b"\x01\x00\x10" + CALL.bytes]


def test_the_caller_is_heard_in_frames_of_20_ms() -> None:
    sent = phone(say()).tick()
    assert [(data[0], len(data)) for data in sent] == [(SLIN_8K, 323)]


def test_keys_are_frames_and_the_hang_up_is_the_end_of_the_connection() -> None:
    telephone = phone(Keys("5"))
    telephone.receive(frame(SLIN_8K, VOICE))
    sent = []
    for _ in range(400):
        if telephone.over:
            break
        telephone.receive(frame(SLIN_8K, QUIET))
        sent += telephone.tick()
    assert [data for data in sent if data[0] != SLIN_8K] == [frame(DTMF, b"5")]


def test_the_bot_may_hang_up() -> None:
    telephone = phone(say())
    telephone.receive(frame(HANG_UP))
    telephone.closed()
    assert (telephone.recording.ended, telephone.recording.problem) == ("assistant", "")


@pytest.mark.parametrize(
    "data", [frame(SLIN_8K), frame(SLIN_8K, b"1"), frame(0x03, b"5"), frame(0xFF, b"\x01")]
)
def test_at_what_asterisk_would_hang_up_the_call_has_failed(data: bytes) -> None:
    with pytest.raises(CallError):
        phone(say()).receive(data)


@pytest.mark.asyncio
async def test_a_call_goes_over_tcp() -> None:
    async def bot(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = await reader.readexactly(19)
        assert first[3:] == CALL.bytes
        writer.write(frame(SLIN_8K, VOICE) + frame(HANG_UP))
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(bot, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()
        telephone = phone(say())
        await place_calls(f"tcp://{host}:{port}", [telephone])
    assert telephone.recording.ended == "assistant"
