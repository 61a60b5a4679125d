"""How calls end at Twilio: hung up, or passed on with what the colleague is to know.

Either Twilio asks what follows the stream, or it is told by its REST API:
https://www.twilio.com/docs/voice/twiml/dial, .../twiml/sip and
https://www.twilio.com/docs/voice/api/call-resource#update-a-call-resource
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from urllib.parse import quote

from aiohttp import BasicAuth, ClientError, ClientSession, ClientTimeout
from twilio.twiml.voice_response import VoiceResponse

from channels.transfers import Transfers
from channels.turns.commands import EndCall
from channels.turns.handoff import Handoff
from channels.wire.user_to_user import encode

logger = logging.getLogger(__name__)

API_URL = "https://api.twilio.com"
API_WITHIN_S = 3.0


class Ends:
    """Of the calls of one account. `account_sid`: None if the REST API is not to be asked."""

    def __init__(self, account_sid: str | None, auth_token: str, transfer_to: str | None):
        self._account_sid, self._auth_token = account_sid, auth_token
        self._transfers = Transfers(transfer_to)

    async def end(self, call_sid: str, end: EndCall, asks_after: bool) -> None:
        """Before the stream is closed. `asks_after`: Twilio will ask for `sequel` by itself.

        A failure is logged: the stream is to be closed all the same.
        """
        if end.reason == "transfer":
            self._transfers.keep(call_sid, end.handoff)
        if self._account_sid and not asks_after and end.reason != "caller":
            await self._update(call_sid)

    def sequel(self, call_sid: str) -> VoiceResponse:
        """What becomes of a call whose stream is over; it is not kept for a second question."""
        return _twiml(self._transfers.take(call_sid))

    async def _update(self, call_sid: str) -> None:
        handoff = self._transfers.of(call_sid)
        change = {"Twiml": str(_twiml(handoff))} if handoff.to else {"Status": "completed"}
        try:
            status = await self._post(call_sid, change)
        except (ClientError, OSError, asyncio.TimeoutError) as error:
            why = type(error).__name__
            logger.error("Twilio's REST API cannot be asked to change call %s: %s", call_sid, why)
            return
        if status < 300:
            self._transfers.take(call_sid)
        else:
            logger.error("Twilio's REST API does not change call %s: %s", call_sid, status)

    async def _post(self, call_sid: str, change: Mapping[str, str]) -> int:
        account = self._account_sid or ""
        path = f"/2010-04-01/Accounts/{quote(account, '')}/Calls/{quote(call_sid, '')}.json"
        auth, timeout = BasicAuth(account, self._auth_token), ClientTimeout(API_WITHIN_S)
        async with (
            ClientSession(auth=auth, timeout=timeout) as session,
            session.post(API_URL + path, data=change) as answer,
        ):
            return answer.status


def _twiml(handoff: Handoff) -> VoiceResponse:
    twiml = VoiceResponse()
    if handoff.to:
        _dial(twiml, handoff.to, handoff.record)
    else:
        twiml.hangup()
    return twiml


def _dial(twiml: VoiceResponse, to: str, record: Mapping[str, str]) -> None:
    """A number, or an address; what stands in its query becomes headers of the INVITE."""
    if not to.lower().startswith(("sip:", "sips:")):
        call_id = record.get("call_id", "")
        logger.warning("call %s: its handover record cannot go with it to a number", call_id)
        twiml.dial(to)
        return
    header = f"{'&' if '?' in to else '?'}User-to-User={quote(encode(record), '')}"
    twiml.dial().sip(to + header if record else to)
