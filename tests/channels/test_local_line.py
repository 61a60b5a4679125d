"""A call that another process of ours brings, over a real Unix socket."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from channels.local_line import LocalLine, pack, unpack
from channels.turns import commands as do
from channels.turns.events import Held
from channels.wire.incoming import Start

Ends = tuple[LocalLine, asyncio.StreamReader, asyncio.StreamWriter]


@pytest_asyncio.fixture
async def ends(tmp_path: Path) -> AsyncIterator[Ends]:
    """Ours, and the other process's."""
    ours: asyncio.Future[LocalLine] = asyncio.get_running_loop().create_future()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ours.set_result(LocalLine(reader, writer))

    async with await asyncio.start_unix_server(accept, tmp_path / "socket"):
        reader, writer = await asyncio.open_unix_connection(tmp_path / "socket")
        yield await ours, reader, writer
        writer.close()


@pytest.mark.asyncio
async def test_what_is_said_on_it_is_the_browser_protocol(ends: Ends) -> None:
    line, reader, writer = ends
    for message in ({"type": "start", "sample_rate": 8000}, {"type": "hold", "on": True}):
        writer.write(pack(json.dumps(message)))
    assert [await line.receive(), await line.receive()] == [Start(8000), Held(True)]
    await line.open("c1", 8000)
    await line.send(do.ClearPlayback())
    told = [json.loads(await unpack(reader))["type"] for _ in range(2)]
    assert told == ["started", "clear"]


@pytest.mark.asyncio
async def test_bytes_stay_bytes(ends: Ends) -> None:
    _, reader, writer = ends
    line = ends[0]
    await line.write(b"\x01\x02")
    assert await unpack(reader) == b"\x01\x02"


@pytest.mark.asyncio
async def test_when_the_other_process_is_gone_the_line_is_closed(ends: Ends) -> None:
    line, _, writer = ends
    writer.close()
    with pytest.raises(ConnectionResetError):
        await line.receive()
    await line.close()
    with pytest.raises(ConnectionResetError):
        await line.write("too late")
    assert not line.flooded


@pytest.mark.asyncio
async def test_nobody_is_waited_for_longer_than_told(ends: Ends) -> None:
    with pytest.raises(asyncio.TimeoutError):
        await ends[0].receive(0.01)
