"""What all lines have in common, piece by piece."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.core.actions.action import create_bot_utterance
from rasa.shared.exceptions import RasaException

from channels.browser_audio import BrowserAudioInput
from channels.errors import ProtocolError
from channels.turns import commands as do
from channels.turns.events import LineClosed, Replied
from channels.turns.handoff import Handoff
from channels.turns.keypad import Entry
from channels.voice_output import VoiceOutput
from channels.wire.incoming import Incoming
from tests.channels.rasa_line import SCRIPTED
from tests.channels.virtual_loop import virtual

# What the assistant sends

PIN = Entry(4, "*")


def _passed_on(handoff: Handoff) -> Replied:
    return Replied("", transfer=True, handoff=handoff)


@pytest.mark.parametrize(
    ("response", "reply"),
    [
        ({"text": "Hello."}, Replied("Hello.")),
        ({"text": "Which?", "buttons": [{"title": "a", "payload": "/a"}]}, Replied("Which?")),
        ({"text": "Look.", "image": "http://127.0.0.1/x.png"}, Replied("Look.")),
        ({"text": "So.", "quick_replies": [{"title": "a"}]}, Replied("So.")),
        ({"buttons": [{"title": "a", "payload": "/a"}]}, None),
        ({"image": "http://127.0.0.1/x.png"}, None),
        ({"attachment": {"type": "video"}}, None),
        ({"custom": {"blocks": [{"text": "never read aloud"}]}}, None),
        ({"custom": ["never read aloud"]}, None),
        ({"text": ""}, None),
        ({"text": None, "custom": None}, None),
        ({"text": "No.", "custom": "what is this"}, Replied("No.")),
        (
            {"text": "Listen.", "custom": {"allow_interruptions": False}},
            Replied("Listen.", allow_interruptions=False),
        ),
        (
            {"text": "Listen.", "metadata": {"allow_interruptions": False}},
            Replied("Listen.", allow_interruptions=False),
        ),
        ({"text": "Well.", "metadata": ["what is this"]}, Replied("Well.")),
        ({"text": "Bye.", "custom": {"hang_up": True}}, Replied("Bye.", hang_up=True)),
        ({"custom": {"hang_up": True}}, Replied("", hang_up=True)),
        ({"custom": {"transfer": True}}, Replied("", transfer=True)),
        ({"custom": {"transfer": {"to": "+1555"}}}, _passed_on(Handoff("+1555"))),
        ({"custom": {"transfer": {"to": None}}}, _passed_on(Handoff())),
        ({"custom": {"handover": {"goal": 1}}}, Replied("", handoff=Handoff("", {"goal": "1"}))),
        ({"custom": {"handover": "what is this"}}, None),
        ({"text": "Pin?", "custom": {"expect": {"digits": 4}}}, Replied("Pin?", entry=Entry(4))),
        ({"text": "Pin?", "custom": {"expect": {"digits": "4"}}}, Replied("Pin?", entry=Entry(4))),
        ({"text": "Pin?", "utter_action": "utter_ask_pin"}, Replied("Pin?", entry=PIN)),
        ({"text": "Pin?", "utter_action": "utter_ask"}, Replied("Pin?")),
        (
            {
                "text": "Go on.",
                "utter_action": "utter_ask_pin",
                "custom": {"expect": {"digits": 2}},
            },
            Replied("Go on.", entry=Entry(2, "*")),
        ),
        ({"utter_action": "utter_ask_pin", "custom": {"silent": True}}, None),
        ({"text": "Pin?", "custom": {"expect": {"digits": "four"}}}, Replied("Pin?")),
        ({"text": "Pin?", "custom": {"expect": {"digits": -4}}}, Replied("Pin?")),
        ({"text": "Pin?", "custom": {"expect": ["digits"]}}, Replied("Pin?")),
        ({"text": "Pin?", "custom": {"expect": None}}, Replied("Pin?")),
    ],
)
@pytest.mark.asyncio
async def test_only_a_responses_text_is_spoken(
    response: dict[str, Any], reply: Replied | None
) -> None:
    replies: list[Replied] = []
    message = create_bot_utterance(dict(response)).message()
    await VoiceOutput("sip", replies.append, {"utter_ask_pin": PIN}).send_response("c1", message)
    assert replies == ([reply] if reply else [])


def test_responses_can_have_a_variant_for_this_line() -> None:
    assert VoiceOutput("sip", lambda _: None, {}).name() == "sip"


# Settings


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"silence_timeout": "long"}, "silence_timeout is 'long'; allowed: a number from 1 to 120"),
        ({"silence_timout": 7}, "silence_timout is 7"),
        ({"asr": {"name": "vsok"}}, "asr.name is 'vsok'; allowed: auto, moonshine"),
        ({"asr": {"name": "scripted", "texts": "yes"}}, "asr.texts is 'yes'"),
        ({"vad": {"name": "webrtc", "aggressiveness": 4}}, "vad.aggressiveness is 4"),
        ({"tts": {"name": "package.module.Nothing"}}, "tts.name is 'package.module.Nothing'"),
    ],
)
def test_a_wrong_setting_stops_rasa_with_a_line_that_says_why(
    wrong: dict[str, Any], named: str
) -> None:
    with pytest.raises(RasaException) as refused:
        BrowserAudioInput.from_credentials({**SCRIPTED, **wrong})
    assert str(refused.value).startswith("credentials.yml: ")
    assert named in str(refused.value)


# A call that does not begin


class Deaf:
    """A far end that hangs up as soon as it is spoken to; `first` is what it says."""

    flooded = False

    def __init__(self, first: Incoming | None | Exception):
        self.first, self.closed = first, 0

    async def receive(self, within_s: float | None = None) -> Incoming | None:
        if isinstance(self.first, Exception):
            raise self.first
        return self.first

    async def open(self, call_id: str, sample_rate_hz: int) -> None:
        raise ConnectionResetError

    async def send(self, command: do.Command) -> None:
        raise ConnectionResetError

    async def close(self) -> None:
        self.closed += 1


async def nobody_asks(_: object) -> None:
    pytest.fail("the dialogue was asked")


@pytest.mark.parametrize(
    "first", [ProtocolError("invalid_json", "no JSON"), ConnectionResetError(), LineClosed()]
)
@virtual
async def test_a_call_that_does_not_begin_leaves_nothing_open(first: Any) -> None:
    channel, line = BrowserAudioInput.from_credentials(SCRIPTED), Deaf(first)
    await channel.take_call(line, nobody_asks)
    assert (channel.sessions, line.closed) == ({}, 1)
