"""One SIP call in PJSIP."""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

import pjsua2 as pj

from channels.errors import whereabouts
from channels.sip_agent.port import Port

logger = logging.getLogger(__name__)

Callback = TypeVar("Callback", bound=Callable[..., None])
HELD = (pj.PJSUA_CALL_MEDIA_REMOTE_HOLD, pj.PJSUA_CALL_MEDIA_LOCAL_HOLD)


def surviving(callback: Callback) -> Callback:
    """An exception that got out of a callback into PJSIP would end the process."""

    @functools.wraps(callback)
    def guarded(self: Any, prm: Any) -> None:
        try:
            callback(self, prm)
        except Exception as error:
            logger.error("SIP: %s", whereabouts(error))

    return guarded  # type: ignore[return-value]


class SipCall(pj.Call):  # type: ignore[misc]  # pjsua2 has no types
    """`tell` is given what happens, as messages of the browser protocol."""

    def __init__(self, account: Any, call_id: int):
        super().__init__(account, call_id)
        self.port: Port | None = None
        """What it is joined to, unless it is refused."""
        self.tell: Callable[..., None] = lambda kind, **fields: None
        self.gone = asyncio.Event()
        """It is over, whoever ended it."""
        self._audio: int | None = None
        """Which of its media is the caller's voice, once there is one."""
        self._held = False

    # What PJSIP tells

    @surviving
    def onCallState(self, prm: Any) -> None:  # pjsua2's names
        if self.getInfo().state == pj.PJSIP_INV_STATE_DISCONNECTED:
            self.gone.set()
            self.tell("stop")
            # PJSIP's own object goes now: its destructor hangs up whoever has this call's number.
            del self.this

    @surviving
    def onCallMediaState(self, prm: Any) -> None:
        info = self.getInfo()  # what is within it lives no longer than it does
        for index, media in enumerate(info.media):
            if media.type == pj.PJMEDIA_TYPE_AUDIO:
                self._audio = index
                self._join(index, media.status)

    def _join(self, index: int, status: int) -> None:
        if status == pj.PJSUA_CALL_MEDIA_ACTIVE and self.port:
            voice = self.getAudioMedia(index)
            voice.startTransmit(self.port)
            self.port.startTransmit(voice)
        held = status in HELD
        if held != self._held:
            self._held = held
            self.tell("hold", on=held)

    @surviving
    def onDtmfDigit(self, prm: Any) -> None:
        """By RFC 4733 in the audio stream, or by SIP INFO."""
        self.tell("dtmf", digit=prm.digit)

    @surviving
    def onCallTransferStatus(self, prm: Any) -> None:
        if prm.finalNotify:
            if prm.statusCode >= 300:
                logger.warning("SIP: a transfer has failed with status %d", prm.statusCode)
            self.hang_up()

    # What it is told

    def packets(self) -> int:
        """Of RTP, that have come so far."""
        if self._audio is None or self.gone.is_set():
            return 0
        with suppress(pj.Error):
            statistics = self.getStreamStat(self._audio)
            return int(statistics.rtcp.rxStat.pkt)
        return 0

    def respond(self, status: int, headers: dict[str, str] | None = None) -> None:
        """A SIP response to the INVITE: 180 rings, 200 answers, more refuses."""
        prm = pj.CallOpParam()
        prm.statusCode = status
        prm.txOption.headers = _headers(headers or {})
        self._do(lambda: self.answer(prm))

    def hang_up(self, status: int = 0) -> None:
        """BYE, or before it was answered this status."""
        prm = pj.CallOpParam()
        prm.statusCode = status
        self._do(lambda: self.hangup(prm))

    def refer(self, to: str) -> bool:
        """A cold transfer (RFC 3515). The call ends when the other side says how it went."""
        return self._do(lambda: self.xfer(to, pj.CallOpParam()))

    def _do(self, action: Callable[[], Any]) -> bool:
        """What a call that is over meanwhile cannot do any more is not done."""
        try:
            if not self.gone.is_set():
                action()
        except pj.Error as error:
            logger.warning("SIP: %s", error.reason)
            return False
        return not self.gone.is_set()


def _headers(headers: dict[str, str]) -> Any:
    vector = pj.SipHeaderVector()
    for name, value in headers.items():
        header = pj.SipHeader()
        header.hName, header.hValue = name, value
        vector.append(header)
    return vector
