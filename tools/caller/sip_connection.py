"""A SIP call over UDP, and the RTP that it brings."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from tools.caller.sip_dialog import Dialog, SipError

PATIENCE_S = 10.0  # for an answer
HOST = "127.0.0.1"


class _Inbox(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.queue: asyncio.Queue[bytes] = asyncio.Queue()

    def datagram_received(self, data: bytes, address: Any) -> None:
        self.queue.put_nowait(data)


async def _endpoint(**remote: Any) -> tuple[asyncio.DatagramTransport, _Inbox]:
    opening = asyncio.get_running_loop().create_datagram_endpoint
    return await opening(_Inbox, local_addr=(HOST, 0), **remote)


class SipConnection:
    """`send` and iteration are of RTP packets; `close` hangs up."""

    def __init__(
        self,
        dialog: Dialog,
        signals: tuple[asyncio.DatagramTransport, _Inbox],
        media: tuple[asyncio.DatagramTransport, _Inbox],
    ):
        self._dialog = dialog
        self._signals, self._signalled = signals
        self._media, self._heard = media
        self._answered, self._over = asyncio.Event(), asyncio.Event()
        self.problem: SipError | None = None

    @property
    def closed(self) -> bool:
        return self._dialog.over

    async def signal(self) -> None:
        """Until the call is over."""
        while not self._dialog.over:
            text = (await self._signalled.queue.get()).decode()
            try:
                self._say(self._dialog.receive(text))
            except SipError as error:
                self.problem = error
            if self._dialog.media or self._dialog.over:
                self._answered.set()
        self._over.set()
        self._heard.queue.put_nowait(b"")

    async def invite(self) -> None:
        """Until it is answered. Raises OSError if it is refused, TimeoutError."""
        self._say(self._dialog.invite())
        await asyncio.wait_for(self._answered.wait(), PATIENCE_S)
        if self.problem:
            raise OSError(str(self.problem))

    async def send(self, message: str | bytes) -> None:
        assert isinstance(message, bytes)
        if not self.closed:
            self._media.sendto(message, self._dialog.media)

    async def close(self) -> None:
        if not self.closed:
            self._say(self._dialog.bye())
            await asyncio.wait_for(self._over.wait(), PATIENCE_S)

    async def __aiter__(self) -> AsyncIterator[str | bytes]:
        while packet := await self._heard.queue.get():
            yield packet

    def _say(self, text: str) -> None:
        if text:
            self._signals.sendto(text.encode())


@asynccontextmanager
async def calling(url: str, headers: Mapping[str, str]) -> AsyncIterator[SipConnection]:
    """A call to sip:user@host:port, that has been answered."""
    parts = urlsplit(url.replace("sip:", "sip://", 1))
    signals = await _endpoint(remote_addr=(parts.hostname, parts.port))
    media = await _endpoint()
    own, heard_at = (side[0].get_extra_info("sockname") for side in (signals, media))
    connection = SipConnection(Dialog(url, own, heard_at, headers), signals, media)
    signalling = asyncio.create_task(connection.signal())
    try:
        await connection.invite()
        yield connection
        await connection.close()
    finally:
        signalling.cancel()
        for transport, _ in (signals, media):
            transport.close()
