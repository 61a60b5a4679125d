"""Joins one SIP call to Rasa: the caller's audio and keys go there, the assistant's come back."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from channels.audio.pcm import from_bytes
from channels.local_line import pack, unpack
from channels.sip_agent.call import SipCall
from channels.sip_agent.port import Port
from channels.sip_agent.settings import Orders
from channels.wire.incoming import Message
from channels.wire.sip import Invite, refer_to
from channels.wire.user_to_user import encode

logger = logging.getLogger(__name__)

RINGING, OK, BUSY_HERE, UNAVAILABLE = 180, 200, 486, 503
STATUS = {"busy": BUSY_HERE, "too_often": BUSY_HERE}
"""Of a refusal, by its code in the browser protocol."""
SILENT_S = 1.0
"""A caller from whom no packet has come for so long is not heard any more."""
TRANSFER_WITHIN_S = 10.0
MOST_UNREAD_BYTES = 1 << 20


class Leg:
    """`run` it in a task, and call `flush` every few milliseconds."""

    def __init__(self, call: SipCall, port: Port, invite: Invite, orders: Orders, domain: str):
        """`domain`: of an address that the call is transferred to as a mere number."""
        self._call, self._invite, self._orders, self._domain = call, invite, orders, domain
        self._port = call.port = port
        self._writer: asyncio.StreamWriter | None = None
        self._unsent: list[Message] = []
        self._refused = UNAVAILABLE
        self._answered = self._transferring = False
        self._packets, self._counted_s, self._is_heard = 0, 0.0, True
        self._take: dict[str, Callable[[Mapping[str, Any]], None]] = {
            "started": self._started,
            "said": lambda message: port.mark(message["mark"]),
            "clear": lambda _: port.clear(),
            "error": self._error,
            "ended": self._ended,
        }
        call.tell = self._tell

    async def run(self) -> None:
        """From the INVITE until the call is over."""
        self._call.respond(RINGING)
        try:
            reader, self._writer = await asyncio.open_unix_connection(self._orders.socket)
            start = self._invite.start(self._orders.sample_rate_hz)
            self._writer.write(pack(json.dumps(start)))
            while True:
                self._receive(await unpack(reader))
        except OSError:  # Rasa has closed the call, or is gone
            pass
        finally:
            await self._leave()

    async def _leave(self) -> None:
        if self._writer:
            self._writer.close()
        if self._transferring:
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._call.gone.wait(), TRANSFER_WITHIN_S)
        self.hang_up()
        await self._call.gone.wait()

    def hang_up(self) -> None:
        """BYE, or before it was answered why not."""
        self._call.hang_up(0 if self._answered else self._refused)

    # To Rasa

    def _tell(self, kind: str, **fields: Any) -> None:
        self._unsent.append(json.dumps({"type": kind, **fields}))

    def flush(self, now_s: float) -> None:
        """Hands on what has come since the last time, in order."""
        heard, played = self._port.heard, self._port.played
        while played:
            self._tell("played", mark=played.popleft())
        frames = [heard.popleft() for _ in range(len(heard))]
        if self._answered and self._hears(now_s):
            self._unsent += frames
        if self._writer and not self._writer.is_closing():
            unread = self._writer.transport.get_write_buffer_size()
            if unread < MOST_UNREAD_BYTES:
                self._writer.write(b"".join(map(pack, self._unsent)))
            self._unsent.clear()
            if self._call.gone.is_set():
                self._writer.close()

    def _hears(self, now_s: float) -> bool:
        """The bridge gives silence for a caller whose packets do not come: it is none of theirs."""
        if now_s - self._counted_s >= SILENT_S:
            packets, self._counted_s = self._call.packets(), now_s
            self._is_heard, self._packets = packets != self._packets, packets
        return self._is_heard

    # From Rasa

    def _receive(self, message: Message) -> None:
        if isinstance(message, bytes):
            self._port.say(from_bytes(message))
            return
        fields = json.loads(message)
        if take := self._take.get(fields["type"]):
            take(fields)

    def _started(self, _: Mapping[str, Any]) -> None:
        self._answered = True
        self._call.respond(OK)

    def _error(self, message: Mapping[str, Any]) -> None:
        self._refused = STATUS.get(message["code"], UNAVAILABLE)

    def _ended(self, message: Mapping[str, Any]) -> None:
        if message["reason"] != "transfer":
            return
        to = message["to"] or self._orders.user_agent.transfer_to
        if not to:
            logger.error("a call cannot be transferred: transfer_to is not set in credentials.yml")
            return
        target = refer_to(to, self._domain, encode(message["handover"]))
        self._transferring = self._call.refer(target)
