"""The line for Asterisk's AudioSocket: a TCP server beside Rasa's.

docs/telephony/asterisk.md has the dialplan. AudioSocket knows no credential: who may call is told
by address.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

from rasa.shared.exceptions import RasaException
from sanic import Blueprint, Sanic

from channels import metrics
from channels.audiosocket_line import AudioSocketLine
from channels.errors import SettingError
from channels.exchange import Exchange
from channels.options import text
from channels.peers import PEERS, Peers, host_and_port
from channels.session import Engines
from channels.settings import ChannelSettings
from channels.voice_channel import OnNewMessage, VoiceChannel
from channels.wire.audiosocket import RATES_HZ

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Listener:
    """The line's own settings."""

    listen: str = text("127.0.0.1:9092", "HOST:PORT")
    peers: str = text("127.0.0.1 ::1", PEERS)

    def __post_init__(self) -> None:
        host_and_port("listen", self.listen)
        Peers("peers", self.peers)


class AudioSocketInput(VoiceChannel):
    """`channels.audiosocket.AudioSocketInput` in credentials.yml."""

    Own = Listener
    rates_hz = tuple(RATES_HZ.values())

    def __init__(self, settings: ChannelSettings, engines: Engines, own: Listener):
        super().__init__(settings, engines, own)
        self.server: asyncio.Server | None = None
        self._peers = Peers("peers", own.peers)
        self._on_new_message: OnNewMessage | None = None

    @classmethod
    def name(cls) -> str:
        return "audiosocket"

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """Nothing on Rasa's own port."""
        self._on_new_message = on_new_message
        Exchange.of(Sanic.get_app()).connect(self)
        return Blueprint("audiosocket", __name__)

    async def open(self) -> None:
        """Begins to listen. Raises RasaException, which stops Rasa, if it cannot."""
        host, port = host_and_port("listen", self.own.listen)
        try:
            self.server = await asyncio.start_server(self._accept, host, port)
        except OSError as error:
            allowed = f"HOST:PORT where it can listen ({error.strerror})"
            raise RasaException(str(SettingError("listen", self.own.listen, allowed))) from error
        logger.info("AudioSocket listens at %s", self.own.listen)

    async def close(self) -> None:
        if self.server:
            self.server.close()
            await self.server.wait_closed()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        peer = (writer.get_extra_info("peername") or [""])[0]  # "": gone already
        if not peer or not self._peers.admit(peer):
            metrics.refused.labels("peer").inc()
            logger.warning("AudioSocket: %s is not among the peers of credentials.yml", peer)
            writer.close()
            return
        assert self._on_new_message
        await self.take_call(AudioSocketLine(reader, writer), self._on_new_message)
