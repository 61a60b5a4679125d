"""The far end of a call that Genesys Cloud's Audio Connector brings.

Genesys counts the messages that it is sent: audio is gathered (channels/audio/gathering.py). It
knows no marks, but tells when it has played all that it had: that settles when a reply was heard;
when a sentence within it was, the turn core's clock says.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import Any

from channels.audio.gathering import Gathering
from channels.errors import ProtocolError
from channels.turns import commands as do
from channels.turns.events import Played
from channels.websocket_line import WebsocketLine
from channels.wire.genesys import BURST, MESSAGES_A_S, SAMPLE_RATE_HZ, GenesysWire
from channels.wire.incoming import Incoming

logger = logging.getLogger(__name__)

MOST_UNREAD_S = 2.0
"""A far end for which more audio waits does not read."""
EARLY_S = 0.1
"""Genesys may take for played what is on its way to the ear."""
FAREWELL_WITHIN_S = 5.0
"""Genesys has this long to close a session; if the socket were closed before, its flow failed."""


class GenesysLine(WebsocketLine):
    """A session."""

    def __init__(self, ws: Any, wire: GenesysWire):
        super().__init__(ws, wire)
        self._genesys = wire
        self._gathering = Gathering(SAMPLE_RATE_HZ, MESSAGES_A_S, BURST)
        self._gathered, self._over = asyncio.Event(), asyncio.Event()
        self._speaking: asyncio.Task[None] | None = None
        self._now_s = asyncio.get_running_loop().time
        self._logged: set[str] = set()

    # What comes in

    async def receive(self, within_s: float | None = None) -> Incoming | None:
        try:
            message = await super().receive(within_s)
            await self._answer()
        except OSError:
            self._over.set()
            raise
        except ProtocolError as error:
            self._log(error)
            raise
        return None if self._is_early(message) else message

    def _log(self, error: ProtocolError) -> None:
        """Each kind once a call: Genesys is not told of all."""
        if error.code not in self._logged:
            self._logged.add(error.code)
            logger.warning("genesys: %s", error)

    async def _answer(self) -> None:
        """What a message asked for, before anything else is numbered."""
        while self._genesys.answers:
            await self.write(self._genesys.answers.pop(0))
        if self._genesys.closed:
            self._over.set()

    def _is_early(self, message: Incoming | None) -> bool:
        """Nothing is played in less time than it lasts: this was about what came before."""
        early = self._now_s() < self._gathering.over_s - EARLY_S
        return isinstance(message, Played) and early

    # What goes out

    async def open(self, call_id: str, sample_rate_hz: int) -> None:
        await super().open(call_id, sample_rate_hz)
        self._speaking = asyncio.create_task(self._speak())

    async def send(self, command: do.Command) -> None:
        if isinstance(command, do.SendAudio):
            self._gather(command)
            return
        if isinstance(command, do.ClearPlayback):
            self._be_silent()
        await super().send(command)

    def _gather(self, command: do.SendAudio) -> None:
        self._gathering.add(command.samples)
        self._gathered.set()
        if self._gathering.waiting_s > MOST_UNREAD_S:
            raise ConnectionResetError("Genesys does not read")

    def _be_silent(self) -> None:
        """What comes next is not to wait for what is dropped."""
        self._gathering.clear(self._now_s())
        self._gathered.clear()
        assert self._speaking
        self._speaking.cancel()
        self._speaking = asyncio.create_task(self._speak())

    async def _speak(self) -> None:
        with suppress(OSError):  # who listens knows
            while True:
                await self._gathered.wait()
                await asyncio.sleep(self._gathering.due_s - self._now_s())  # more comes meanwhile
                self._gathered.clear()
                samples = self._gathering.take(self._now_s())
                await super().send(do.SendAudio(samples))

    async def close(self) -> None:
        """Closes the socket, once Genesys has closed the session that we want to end."""
        if self._genesys.leaving:
            with suppress(OSError, asyncio.TimeoutError):
                await asyncio.wait_for(self._farewell(), FAREWELL_WITHIN_S)
        if self._speaking:
            self._speaking.cancel()
        await super().close()

    async def _farewell(self) -> None:
        if self._speaking:  # somebody listens
            await self._over.wait()
        while not self._over.is_set():
            with suppress(ProtocolError):
                await self.receive()
