"""The line for SIP telephones and trunks: the assistant is a SIP user agent.

docs/telephony/sip.md says what is set on the other side. PJSIP works in a process of its own
(channels/sip_agent), which brings each call by a Unix socket.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rasa.shared.exceptions import RasaException
from sanic import Blueprint, Sanic

from channels.errors import SettingError
from channels.exchange import Exchange
from channels.local_line import LocalLine
from channels.session import Engines
from channels.settings import ChannelSettings
from channels.sip_agent.process import AgentProcess, NotListening
from channels.sip_agent.settings import MOST_CALLS, Orders, UserAgent
from channels.voice_channel import OnNewMessage, VoiceChannel

logger = logging.getLogger(__name__)

EVERYWHERE = ("0.0.0.0:", "[::]:")
AGAIN_AFTER_S = 1.0
"""A user agent that has died is started again after this."""


class SipInput(VoiceChannel):
    """`channels.sip.SipInput` in credentials.yml."""

    Own = UserAgent
    rates_hz = (8000, 16000)
    defaults: Mapping[str, Any] = {"max_calls": MOST_CALLS}

    def __init__(self, settings: ChannelSettings, engines: Engines, own: UserAgent):
        if settings.limits.max_calls > MOST_CALLS and own.seen_at.startswith(EVERYWHERE):
            allowed = f"an address, as max_calls is above {MOST_CALLS} and listen names none"
            raise SettingError("public_address", own.public_address, allowed)
        super().__init__(settings, engines, own)
        self._on_new_message: OnNewMessage | None = None
        self._folder = TemporaryDirectory(prefix="voicedesk-")  # readable by its owner only
        self._socket = str(Path(self._folder.name) / "sip")
        self._server: asyncio.AbstractServer | None = None
        self._agent: AgentProcess | None = None
        self._minding: asyncio.Task[None] | None = None
        self._trouble = "the SIP user agent is starting"

    @classmethod
    def name(cls) -> str:
        return "sip"

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """Nothing on Rasa's own port."""
        self._on_new_message = on_new_message
        Exchange.of(Sanic.get_app()).connect(self)
        return Blueprint("sip", __name__)

    @property
    def trouble(self) -> str:
        return self._trouble

    async def open(self) -> None:
        """Raises RasaException, which stops Rasa, if it cannot listen."""
        self._server = await asyncio.start_unix_server(self._accept, self._socket)
        try:
            self._agent = await self._start()
        except SettingError as error:
            raise RasaException(str(error)) from error
        logger.info("SIP listens at %s", self.own.listen)
        self._minding = asyncio.create_task(self._mind())

    async def close(self) -> None:
        if self._minding:
            self._minding.cancel()
        if self._agent:
            await self._agent.stop()
        if self._server:
            self._server.close()
            await self._server.wait_closed()
        self._folder.cleanup()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert self._on_new_message
        await self.take_call(LocalLine(reader, writer), self._on_new_message)

    # The process

    async def _start(self) -> AgentProcess:
        """Until it listens. Raises SettingError if it cannot."""
        limits = self.settings.limits
        orders = Orders(self.own, self._socket, limits.sample_rate, limits.max_calls)
        try:
            agent = await AgentProcess.start(orders)
        except NotListening as error:
            raise SettingError("listen", self.own.listen, str(error)) from error
        self._trouble = "" if not self.own.registrar else "not registered yet"
        return agent

    async def _mind(self) -> None:
        """Hears its news, and starts it again when it has died."""
        while True:
            assert self._agent
            async for news in self._agent.news():
                self._hear(news)
            self._trouble = "the SIP user agent has stopped and is started again"
            logger.error("SIP: the user agent has stopped; calls on it are lost; starting it again")
            await asyncio.sleep(AGAIN_AFTER_S)
            with suppress(SettingError, OSError):
                self._agent = await self._start()

    def _hear(self, news: Mapping[str, object]) -> None:
        if news["registered"]:
            self._trouble = ""
            logger.info("SIP: registered with %s", self.own.registrar)
        else:
            self._trouble = f"{self.own.registrar} refuses to register us: {news['status']}"
            logger.error("SIP: %s", self._trouble)
