"""A call as Genesys Cloud's Audio Connector brings it, written from Genesys' documentation and from
its own client (github.com/purecloudlabs/audiohook-reference-implementation) alone.

https://developer.genesys.cloud/devapps/audiohook: both sides number their texts and say what they
have had of the other's; audio is binary, mu-law of 8 kHz, from Genesys in pieces of 200 ms. It
plays what it gets, in order, says when it begins to and when it has nothing left, and at the event
`barge_in` drops what it has. It takes 5 messages a second of each kind on average, 25 at once. Who
wants the session to end says `disconnect`; Genesys says `close`, is answered `closed`, and closes
the socket.
"""

from __future__ import annotations

import audioop
import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from tools.caller.narrowband import LINE_HZ, NarrowbandTelephone
from tools.caller.script import CallError
from tools.caller.telephone import TICK_S, Outgoing

ORGANIZATION = "d7934305-0972-4844-938e-9060eef73d05"
SESSION = "30b0e395-84d3-4570-ac13-9a62d8f514c0"
CORRELATION = "e160e428-53e2-487c-977d-96989bf5c99d"
CONVERSATION = "090eaa2f-72fa-480a-83e0-8667ff89c0ec"
PARTICIPANT = "883efee8-3d6c-4537-b500-6d7ca4b92fa0"
NULL = "00000000-0000-0000-0000-000000000000"
MEDIA = [{"type": "audio", "format": "PCMU", "channels": ["external"], "rate": LINE_HZ}]
SAID_BY_SERVERS = (
    *("opened", "closed", "disconnect", "event", "pong"),
    *("pause", "resume", "reconnect", "updated"),
)
PIECE = LINE_HZ // 5
PING_TICKS = round(5 / TICK_S)
CLOSED_WITHIN_TICKS = round(5 / TICK_S)


def sign(secret: str, key: str, components: dict[str, str], created_s: int) -> dict[str, str]:
    """The headers of a signature by HMAC-SHA256 with the client secret, which is base64.

    draft-ietf-httpbis-message-signatures-11, sections 2.3 and 3.3.3.
    """
    names = " ".join(f'"{name}"' for name in components)
    nonce = base64.b64encode(hashlib.sha256(str(created_s).encode()).digest()[:18]).decode()
    parameters = (
        f'({names});keyid="{key}";nonce="{nonce}";alg="hmac-sha256"'
        f";created={created_s};expires={created_s + 30}"
    )
    lines = [f'"{name}": {value}' for name, value in components.items()]
    base = "\n".join([*lines, f'"@signature-params": {parameters}'])
    made = hmac.new(base64.b64decode(secret), base.encode(), hashlib.sha256).digest()
    signature = base64.b64encode(made).decode()
    return {"Signature-Input": f"sig1={parameters}", "Signature": f"sig1=:{signature}:"}


def upgrade(key: str, secret: str = "", authority: str = "", target: str = "") -> dict[str, str]:
    """The headers of the request that opens the websocket."""
    about = {
        "Audiohook-Session-Id": SESSION,
        "Audiohook-Organization-Id": ORGANIZATION,
        "Audiohook-Correlation-Id": CORRELATION,
        "X-API-KEY": key,
    }
    if not secret:
        return about
    covered = {
        "@request-target": target,
        **{name.lower(): value for name, value in about.items()},
        "@authority": authority,
    }
    return {**about, "Host": authority, **sign(secret, key, covered, int(time.time()))}


class Messages:
    """What Genesys says in one session, and its checks of what it is told."""

    def __init__(self) -> None:
        self.seq = self.serverseq = 0
        self._samples = 0

    def open(self, caller: str, called: str, variables: dict[str, str]) -> str:
        participant = {
            "id": PARTICIPANT,
            "ani": f"tel:{caller}",
            "aniName": "Jane Doe",
            "dnis": f"tel:{called}",
        }
        return self.text(
            "open",
            organizationId=ORGANIZATION,
            conversationId=CONVERSATION,
            participant=participant,
            media=MEDIA,
            language="en-US",
            inputVariables=variables,
        )

    def probe(self) -> str:
        """To see whether somebody answers, when the integration is set up."""
        nobody = {"id": NULL, "ani": "", "aniName": "", "dnis": ""}
        about = {"organizationId": ORGANIZATION, "conversationId": NULL}
        return self.text("open", **about, participant=nobody, media=MEDIA)

    def audio(self, mu_law: bytes) -> bytes:
        self._samples += len(mu_law)
        return mu_law

    def text(self, kind: str, **parameters: Any) -> str:
        self.seq += 1
        about = {"version": "2", "id": SESSION, "type": kind, "seq": self.seq}
        position = f"PT{self._samples / LINE_HZ:g}S"
        numbers = {"serverseq": self.serverseq, "position": position}
        return json.dumps({**about, **numbers, "parameters": parameters})

    def read(self, text: str) -> tuple[str, dict[str, Any], int]:
        """Type, parameters and clientseq of the server's. ValueError, KeyError, TypeError."""
        message = json.loads(text)
        kind, parameters, clientseq = message["type"], message["parameters"], message["clientseq"]
        if (message["version"], message["id"]) != ("2", SESSION):
            raise ValueError("another session's")
        if message["seq"] != self.serverseq + 1:
            raise ValueError(f"seq is {message['seq']} after {self.serverseq}")
        self.serverseq += 1
        if not 0 <= clientseq <= self.seq:
            raise ValueError(f"clientseq is {clientseq}, of {self.seq}")
        if kind not in SAID_BY_SERVERS or not isinstance(parameters, dict):
            raise ValueError(f"no server says {kind!r}")
        return kind, parameters, clientseq


class Allowance:
    """How many messages Genesys takes: 25 at once, 5 a second on average."""

    def __init__(self) -> None:
        self._left, self._at_s = 25.0, 0.0

    def spend(self, now_s: float) -> None:
        """ValueError for one too many."""
        self._left = min(25.0, self._left + 5 * (now_s - self._at_s))
        self._at_s = now_s
        if self._left < 1:
            raise ValueError("429: more than 5 messages a second")
        self._left -= 1


class GenesysTelephone(NarrowbandTelephone):
    """A telephone whose call an Architect flow hands to the Audio Connector.

    `upgrade` gives the headers when it dials: a signature is good for some seconds only.
    """

    def __init__(self, *given: Any, upgrade: Callable[[], dict[str, str]], **named: Any):
        super().__init__(*given, **named)
        self._upgrade, self._messages = upgrade, Messages()
        self._texts, self._audio = Allowance(), Allowance()
        self._piece = b""  # of the caller's audio
        self._ping, self._ping_is_late = 0, False  # the seq of one that is not answered
        self._opened = self._closing = self._closed = self._asked_to_close = False
        self._starting = self._playing = False
        self._waited_ticks = 0

    @property
    def headers(self) -> dict[str, str]:
        return self._upgrade()

    def dial(self) -> list[Outgoing]:
        return [self._messages.open(self.caller, self.called, {})]

    # What arrives

    def receive(self, data: Outgoing) -> None:
        """Takes a message of the bot. Raises CallError for one at which Genesys would end it."""
        try:
            if isinstance(data, bytes):
                self._hear(data)
            else:
                self._texts.spend(self._now_s)
                self._take_text(*self._messages.read(data))
        except (ValueError, KeyError, TypeError) as error:
            raise CallError(f"the bot's message breaks the protocol: {error!r}") from error

    def _hear(self, mu_law: bytes) -> None:
        self._audio.spend(self._now_s)
        if not self._opened or not mu_law or len(mu_law) > 64_000:
            raise ValueError(f"{len(mu_law)} bytes of audio, opened: {self._opened}")
        self.playback.add(np.frombuffer(audioop.ulaw2lin(mu_law, 2), "<i2").astype(np.int16))
        self._starting, self._playing = self._starting or not self._playing, True

    def _take_text(self, kind: str, parameters: dict[str, Any], clientseq: int) -> None:
        if kind == "opened":
            if self._opened or parameters["media"] != MEDIA:
                raise ValueError("opened must have one of the media, once")
            self._opened = True
        elif kind == "pong":
            if clientseq != self._ping:
                raise ValueError(f"pong {clientseq} for ping {self._ping}")
            self._ping = 0
        elif kind == "event":
            self._take_events(parameters["entities"])
        elif kind == "disconnect":
            self._take_disconnect(parameters)
        elif kind == "closed" and self._closing:
            self._closed = self.over = True
        else:
            raise ValueError(f"{kind!r} is not expected")

    def _take_events(self, entities: list[dict[str, Any]]) -> None:
        if [entity["type"] for entity in entities] != ["barge_in"]:
            raise ValueError(f"unknown entities {entities}")
        self._take({"type": "clear"})
        self._note({"type": "clear"})

    def _take_disconnect(self, parameters: dict[str, Any]) -> None:
        variables = parameters.get("outputVariables", {})
        if not all(isinstance(value, str) for value in variables.values()):
            raise ValueError("outputVariables must be texts")
        self.recording.ended = variables.get("outcome", parameters["reason"])
        self._note({"type": "ended", "reason": self.recording.ended, **variables})
        self._asked_to_close = True
        if parameters["reason"] != "completed":
            self.fail(f"the bot ended the call: {parameters.get('info', 'no reason given')}")

    def closed(self) -> None:
        """The session must have been closed before its socket."""
        if not self._closed:
            self.fail("the bot closed the socket before the session")
        super().closed()

    # What to send

    def tick(self) -> list[Outgoing]:
        """As every telephone, in Genesys' words; the end waits for `closed`."""
        if self._closing:
            self._waited_ticks += 1
            if self._waited_ticks > CLOSED_WITHIN_TICKS:
                self.fail("the bot has not answered `close`")
            return []
        words = [word for data in super().tick() for word in self._in_genesys_words(data)]
        words += self._playback_words()
        if self._opened and self._tick % PING_TICKS == 0:
            words += self._pings()
        if self.over or self._asked_to_close:
            self._closing, self.over = True, False
            reason = "disconnect" if self._asked_to_close else "end"
            words.append(self._messages.text("close", reason=reason))
        return words

    def _in_genesys_words(self, data: Outgoing) -> list[Outgoing]:
        if isinstance(data, bytes):
            return self._pieces(audioop.lin2ulaw(self.narrow(data), 2))
        message = json.loads(data)
        if message["type"] == "dtmf":
            return [self._messages.text("dtmf", digit=message["digit"])]
        return []

    def _pieces(self, mu_law: bytes) -> list[Outgoing]:
        if self._opened:
            self._piece += mu_law
        if len(self._piece) < PIECE:
            return []
        piece, self._piece = self._piece[:PIECE], self._piece[PIECE:]
        return [self._messages.audio(piece)]

    def _playback_words(self) -> list[Outgoing]:
        kinds = ["playback_started"] if self._starting else []
        if self._playing and not self.playback.buffered:
            kinds.append("playback_completed")
            self._playing = False
        self._starting = False
        return [self._messages.text(kind) for kind in kinds]

    def _pings(self) -> list[Outgoing]:
        """One that waits is waited for twice: a busy machine may let our own clock jump."""
        if self._ping:
            if self._ping_is_late:
                self.fail("the bot has not answered a ping")
            self._ping_is_late = True
            return []
        text = self._messages.text("ping", rtt="PT0.02S")
        self._ping, self._ping_is_late = self._messages.seq, False
        return [text]
