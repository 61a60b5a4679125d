"""What is fuzzed: each line's codec, and messages as its far end sends them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

from channels.wire import browser
from channels.wire.asterisk_websocket import AsteriskWire
from channels.wire.audiosocket import AudioSocketWire
from channels.wire.genesys import GenesysWire
from channels.wire.jambonz import JambonzWire
from channels.wire.sip import Invite
from channels.wire.sip_switch import Switch
from channels.wire.twilio import TwilioWire

Decode = Callable[[Any], object]


@dataclass(frozen=True)
class Codec:
    """`begin`: the decoder of a new call. `seeds`: what it understands; the first begins a call."""

    begin: Callable[[], Decode]
    seeds: tuple[str | bytes, ...]
    header_bytes: int = 0
    """Of a frame on TCP, which is whole when it comes to the codec; 0 on websockets."""

    def message(self, data: bytes, text: bool) -> str | bytes:
        """As this may come from a far end: a text is what there is of it in UTF-8."""
        if self.header_bytes:
            return data.ljust(self.header_bytes, b"\0")
        return data.decode(errors="replace") if text else data


def texts(*messages: dict[str, Any]) -> tuple[str, ...]:
    """As JSON."""
    return tuple(map(json.dumps, messages))


BROWSER = texts(
    {
        "type": "start",
        "sample_rate": 16000,
        "caller": "+15550100",
        "called": "sip:desk@bank.example;transport=tls",
        "language": "en-US",
        "custom_parameters": {"campaign": "spring"},
    },
    {"type": "dtmf", "digit": "5"},
    {"type": "played", "mark": "s3.1"},
    {"type": "stop"},
)

TWILIO = texts(
    {
        "event": "start",
        "sequenceNumber": "1",
        "start": {
            "accountSid": "AC1",
            "streamSid": "MZ1",
            "callSid": "CA1",
            "tracks": ["inbound"],
            "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
            "customParameters": {"caller": "+15550100", "called": "client:al", "language": "en"},
        },
        "streamSid": "MZ1",
    },
    {
        "event": "media",
        "sequenceNumber": "3",
        "media": {"track": "inbound", "chunk": "1", "timestamp": "5", "payload": "//8A"},
        "streamSid": "MZ1",
    },
    {"event": "connected", "protocol": "Call", "version": "1.0.0"},
    {"event": "dtmf", "streamSid": "MZ1", "dtmf": {"track": "inbound_track", "digit": "5"}},
    {"event": "mark", "streamSid": "MZ1", "mark": {"name": "s3.1"}},
    {"event": "stop", "stop": {"accountSid": "AC1", "callSid": "CA1"}, "streamSid": "MZ1"},
)

AUDIOSOCKET = (
    b"\x01\x00\x10" + bytes(range(16)),
    b"\x10\x00\x04\x01\x02\x03\x04",
    b"\x03\x00\x015",
    b"\xff\x00\x01\x02",
    b"\x00\x00\x00",
)

JAMBONZ = texts(
    {
        "callSid": "9d1c1b1a",
        "sampleRate": 8000,
        "mixType": "mono",
        "direction": "inbound",
        "from": "+15550100",
        "to": "sip:desk@bank.example",
        "callId": "1-2@10.0.0.1",
        "language": "en",
        "customerData": {"campaign": "spring", "tries": 3},
        "custom_parameters": {"campaign": "summer"},
    },
    {"event": "dtmf", "dtmf": "5", "duration": "1600"},
    {"type": "mark", "data": {"name": "s3.1", "event": "playout"}},
    {"type": "mark", "data": {"name": "s3.2", "event": "cleared"}},
)

ASTERISK = (
    *texts(
        {
            "event": "MEDIA_START",
            "connection_id": "media1",
            "channel": "WebSocket/media1/0x1",
            "channel_id": "1700000000.1",
            "format": "slin",
            "optimal_frame_size": 320,
            "ptime": 20,
            "channel_variables": {"_caller": "+15550100", "called": "2000"},
        },
        {"event": "DTMF_END", "digit": "5"},
        {"event": "MEDIA_MARK_PROCESSED", "correlation_id": "s3.1"},
    ),
    "MEDIA_START connection_id:m channel:c format:ulaw optimal_frame_size:160",
    "MEDIA_XOFF",
    "MEDIA_XON",
    "MEDIA_BUFFERING_COMPLETED s3.1",
    b"\x01\x02\x03\x04",
)


def genesys(kind: str, seq: int, **parameters: Any) -> dict[str, Any]:
    about = {"version": "2", "id": "e160e428", "type": kind, "seq": seq, "serverseq": 0}
    return {**about, "position": "PT1.5S", "parameters": parameters}


GENESYS = (
    *texts(
        genesys(
            "open",
            1,
            conversationId="90b2",
            participant={"ani": "tel:+15550100", "dnis": "sip:desk@bank.example"},
            media=[{"type": "audio", "format": "PCMU", "channels": ["external"], "rate": 8000}],
            language="en-US",
            inputVariables={"segment": "gold"},
        ),
        genesys("ping", 2, rtt="PT0.1S"),
        genesys("dtmf", 3, digit="5"),
        genesys("paused", 4),
        genesys("playback_completed", 5),
        genesys("error", 6, code=429, message="Rate"),
        genesys("close", 7, reason="end"),
    ),
    b"\x01\x02\x03\x04",
)

INVITE = (
    "INVITE sip:cards@127.0.0.1:5060 SIP/2.0\r\n"
    "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK77\r\n"
    'From: "Alice" <sip:+15550100@pbx.example>;tag=19\r\n'
    "P-Asserted-Identity: <tel:+15550111>\r\n"
    "Call-ID: a84b@pbx.example\r\nX-Campaign: spring\r\n\r\nv=0\r\n"
)


def read_invite(data: str | bytes) -> object:
    """PJSIP hands over the text of what it takes for an INVITE."""
    return Invite.parse(data if isinstance(data, str) else data.decode("latin-1")).start(8000)


RESPONSE = INVITE.replace(
    "INVITE sip:cards@127.0.0.1:5060 SIP/2.0", "SIP/2.0 486 Busy Here"
).replace("z9hG4bK77", "z9hG4bK-1-77")


def switch() -> Decode:
    """Both sides of it get what comes."""
    calls, seconds = Switch("192.0.2.7:5060", "127.0.0.1:40000", 6), count()

    def decode(data: str | bytes) -> None:
        datagram = data if isinstance(data, bytes) else data.encode("latin-1", "replace")
        now_s = next(seconds)
        agent, onward = calls.from_outside(datagram, ("192.0.2.1", 5060), now_s)
        calls.from_agent(agent, onward, now_s)

    return decode


CODECS = {
    "browser": Codec(lambda: browser.decode, (*BROWSER, b"\x01\x02\x03\x04")),
    "twilio": Codec(lambda: TwilioWire().decode, TWILIO),
    "jambonz": Codec(lambda: JambonzWire().decode, (*JAMBONZ, b"\x01\x02\x03\x04")),
    "asterisk_websocket": Codec(lambda: AsteriskWire().decode, ASTERISK),
    "genesys": Codec(lambda: GenesysWire().decode, GENESYS),
    "sip": Codec(lambda: read_invite, (INVITE,)),
    "sip_switch": Codec(switch, (INVITE, RESPONSE)),
    "audiosocket": Codec(lambda: AudioSocketWire().decode, AUDIOSOCKET, header_bytes=3),
}
"""By name; a new line is one more of them."""
