"""A call as Twilio Media Streams brings it, written from Twilio's documentation alone.

https://www.twilio.com/docs/voice/media-streams/websocket-messages: audio is mu-law of 8 kHz; it
plays what it is sent, in order, returns a mark when it has played up to there, and at a `clear`
drops its buffer and returns the marks that were in it. A message that it does not know ends it all.
"""

from __future__ import annotations

import audioop
import base64
import hashlib
import hmac
import json
from typing import Any

import numpy as np

from tools.caller.narrowband import LINE_HZ, NarrowbandTelephone
from tools.caller.script import CallError
from tools.caller.telephone import Outgoing

ACCOUNT, CALL, STREAM = "AC0001", "CA0001", "MZ0001"
FORMAT = {"encoding": "audio/x-mulaw", "sampleRate": LINE_HZ, "channels": 1}


def sign(token: str, url: str, form: dict[str, str]) -> str:
    """X-Twilio-Signature: HMAC-SHA1 over the URL and the form's fields in the order of their names.

    https://www.twilio.com/docs/usage/webhooks/webhooks-security
    """
    signed = url + "".join(f"{name}{form[name]}" for name in sorted(form))
    return base64.b64encode(
        hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()
    ).decode()


class Messages:
    """What Twilio sends on one stream, numbered as it does."""

    def __init__(self) -> None:
        self._sequence = self._chunk = self._at_ms = 0

    def connected(self) -> str:
        return json.dumps({"event": "connected", "protocol": "Call", "version": "1.0.0"})

    def start(self, parameters: dict[str, str]) -> str:
        about = {"accountSid": ACCOUNT, "callSid": CALL, "streamSid": STREAM, "tracks": ["inbound"]}
        return self._text("start", **about, mediaFormat=FORMAT, customParameters=parameters)

    def media(self, mu_law: bytes) -> str:
        self._chunk += 1
        chunk, at_ms = str(self._chunk), str(self._at_ms)
        self._at_ms += 1000 * len(mu_law) // LINE_HZ
        payload = base64.b64encode(mu_law).decode()
        return self._text("media", track="inbound", chunk=chunk, timestamp=at_ms, payload=payload)

    def dtmf(self, digit: str) -> str:
        return self._text("dtmf", track="inbound_track", digit=digit)

    def mark(self, name: str) -> str:
        return self._text("mark", name=name)

    def stop(self) -> str:
        return self._text("stop", accountSid=ACCOUNT, callSid=CALL)

    def _text(self, event: str, **inside: Any) -> str:
        self._sequence += 1
        message = {"event": event, "sequenceNumber": str(self._sequence), event: inside}
        return json.dumps({**message, "streamSid": STREAM})


class TwilioTelephone(NarrowbandTelephone):
    """A telephone on the other side of Twilio; `signature` is that of its websocket."""

    def __init__(self, *given: Any, signature: str, **named: Any):
        super().__init__(*given, **named)
        self._signature, self._messages = signature, Messages()
        self._returned: list[str] = []  # marks of what was cleared

    @property
    def headers(self) -> dict[str, str]:
        return {"X-Twilio-Signature": self._signature}

    def dial(self) -> list[Outgoing]:
        parameters = {"caller": self.caller, "called": self.called}
        return [self._messages.connected(), self._messages.start(parameters)]

    def receive(self, data: Outgoing) -> None:
        """Takes a message of the bot. Raises CallError for one that Twilio would refuse."""
        try:
            message = json.loads(data)
            if message["streamSid"] != STREAM:
                raise ValueError("another stream's")
            self._take_event(message)
        except (ValueError, KeyError, TypeError) as error:
            raise CallError(f"the bot's message breaks the protocol: {error!r}") from error

    def _take_event(self, message: dict[str, Any]) -> None:
        event = message["event"]
        if event == "media":
            mu_law = base64.b64decode(message["media"]["payload"], validate=True)
            self.playback.add(np.frombuffer(audioop.ulaw2lin(mu_law, 2), "<i2").astype(np.int16))
        elif event == "mark":
            self.playback.end(message["mark"]["name"])
        elif event == "clear":
            self._returned += [name for _, name in self.playback.marks]
            self._take({"type": "clear"})
            self._note({"type": "clear"})
        else:
            raise ValueError(f"unknown event {event!r}")

    def tick(self) -> list[Outgoing]:
        """As every telephone, in Twilio's words."""
        returned, self._returned = self._returned, []
        words = [self._in_twilios_words(data) for data in super().tick()]
        return [*map(self._messages.mark, returned), *words]

    def _in_twilios_words(self, data: Outgoing) -> Outgoing:
        if isinstance(data, bytes):
            return self._messages.media(audioop.lin2ulaw(self.narrow(data), 2))
        message = json.loads(data)
        if message["type"] == "dtmf":
            return self._messages.dtmf(message["digit"])
        return self._messages.mark(message["mark"]) if "mark" in message else self._messages.stop()
