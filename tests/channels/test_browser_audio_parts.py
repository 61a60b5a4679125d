"""What ties the socket, Rasa and a session together, piece by piece."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa.core.actions.action import create_bot_utterance
from rasa.shared.exceptions import RasaException
from sanic.exceptions import ServerError, WebsocketClosed
from websockets.exceptions import ConnectionClosedError

from channels.browser_audio import BrowserAudioInput, VoiceOutput, WebsocketLine
from channels.turns import commands as do
from channels.turns.events import Replied
from tests.channels.virtual_loop import virtual

CREDENTIALS: dict[str, Any] = {
    "asr": {"name": "scripted", "texts": ["what is my balance", "thanks"]},
    "vad": {"name": "loudness"},
    "tts": {"name": "tone"},
    "max_calls": 2,
}


# What the assistant sends


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
        ({"text": "Pin?", "custom": {"expect": {"digits": 4}}}, Replied("Pin?", expect_digits=4)),
        ({"text": "Pin?", "custom": {"expect": {"digits": "4"}}}, Replied("Pin?", expect_digits=4)),
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
    await VoiceOutput(replies.append).send_response("c1", message)
    assert replies == ([reply] if reply else [])


def test_responses_can_have_a_variant_for_this_line() -> None:
    assert VoiceOutput.name() == BrowserAudioInput.name() == "browser_audio"


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
        BrowserAudioInput.from_credentials({**CREDENTIALS, **wrong})
    assert str(refused.value).startswith("credentials.yml: ")
    assert named in str(refused.value)


# The websocket itself


class Socket:
    """Sanic's websocket, as far as a line uses it. `error` is raised by all it does."""

    def __init__(self, error: BaseException | None = None, is_lost: bool = True):
        self.error, self.is_lost = error, is_lost
        self.hangs = False
        self.cut = 0

    async def _do(self, *_: Any) -> Any:
        if self.error:
            raise self.error
        if self.hangs:
            await asyncio.Event().wait()

    send = recv = close = _do

    async def wait_for_connection_lost(self, timeout_s: float) -> bool:
        if not self.is_lost:
            await asyncio.sleep(timeout_s)
        return self.is_lost

    def fail_connection(self) -> None:
        self.cut += 1


CLOSED = [
    ConnectionClosedError(None, None),
    WebsocketClosed("closed"),
    ServerError("finished"),
    asyncio.CancelledError(),
]


@pytest.mark.parametrize("error", CLOSED, ids=lambda error: type(error).__name__)
@virtual
async def test_a_closed_websocket_is_a_lost_connection(error: BaseException) -> None:
    line = WebsocketLine(Socket(error))
    for work in (line.open("c1", 16000), line.send(do.ClearPlayback()), line.receive()):
        with pytest.raises(ConnectionResetError):
            await work
    await line.close()


@virtual
async def test_what_is_nothing_to_the_far_end_is_not_sent() -> None:
    await WebsocketLine(Socket(WebsocketClosed("closed"))).send(do.Guess(1))


@virtual
async def test_a_message_that_does_not_come_in_time_is_a_timeout() -> None:
    with pytest.raises(asyncio.TimeoutError):
        await WebsocketLine(Socket()).receive(within_s=1)


@pytest.mark.parametrize(("hangs", "is_lost"), [(True, False), (False, False), (True, True)])
@virtual
async def test_a_far_end_that_does_not_take_leave_is_cut_off(hangs: bool, is_lost: bool) -> None:
    socket = Socket(is_lost=is_lost)
    socket.hangs = hangs
    await WebsocketLine(socket).close()
    assert socket.cut == (0 if is_lost else 1)


@virtual
async def test_a_refusal_that_nobody_takes_is_no_error() -> None:
    async def nobody_asks(_: object) -> None:
        pytest.fail("the dialogue was asked")

    socket = Socket(WebsocketClosed("closed"))
    socket.recv = lambda _: asyncio.sleep(0, "{")  # type: ignore[method-assign]
    channel = BrowserAudioInput.from_credentials(CREDENTIALS)
    await channel.take_call(WebsocketLine(socket), nobody_asks)
    assert channel.sessions == {}
