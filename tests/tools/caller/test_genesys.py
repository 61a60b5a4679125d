from __future__ import annotations

import json
from typing import Any

import pytest

from tests.tools.caller.lines import say
from tools.caller.genesys import MEDIA, NULL, SESSION, GenesysTelephone, Messages, upgrade
from tools.caller.script import CallError, Keys, Recorded, Step

VOICE = b"\x10" * 160


class Bot:
    """Numbers what it says, as the other side of a telephone."""

    def __init__(self, *steps: Step):
        script = Recorded(steps, settle_s=0.1, timeout_s=60)
        self.phone = GenesysTelephone(script, upgrade=lambda: upgrade("key"))
        self.seq, self.clientseq = 0, 0
        self.heard: list[dict[str, Any]] = []
        self.note(self.phone.dial())

    def say(self, kind: str, clientseq: int | None = None, **parameters: Any) -> None:
        self.seq += 1
        numbers = {"seq": self.seq, "clientseq": self.clientseq if clientseq is None else clientseq}
        about = {"version": "2", "id": SESSION, "type": kind, "parameters": parameters}
        self.phone.receive(json.dumps({**about, **numbers}))

    def note(self, sent: list[Any]) -> list[bytes]:
        """Texts are kept; audio is handed back."""
        texts = [json.loads(one) for one in sent if isinstance(one, str)]
        for text in texts:
            assert text["seq"] == self.clientseq + 1
            self.clientseq = text["seq"]
        self.heard += texts
        return [one for one in sent if isinstance(one, bytes)]

    def ticks(self, count: int) -> list[bytes]:
        return [piece for _ in range(count) for piece in self.note(self.phone.tick())]

    @property
    def kinds(self) -> list[str]:
        return [text["type"] for text in self.heard]


def opened(*steps: Step) -> Bot:
    bot = Bot(*steps)
    bot.say("opened", startPaused=False, media=MEDIA)
    return bot


def test_the_caller_is_heard_in_pieces_of_200_ms_once_the_session_is_open() -> None:
    bot = Bot(say())
    assert bot.ticks(20) == []
    bot.say("opened", media=MEDIA)
    assert [len(piece) for piece in bot.ticks(20)] == [1600, 1600]


def test_what_is_played_is_told() -> None:
    bot = opened(say())
    bot.phone.receive(VOICE)
    bot.ticks(3)
    assert bot.kinds == ["open", "playback_started", "playback_completed"]


def test_a_ping_wants_a_pong_with_its_number() -> None:
    bot = opened(say())
    bot.ticks(250)
    ping = next(text for text in bot.heard if text["type"] == "ping")
    with pytest.raises(CallError, match="pong"):
        bot.say("pong", clientseq=ping["seq"] - 1)
    bot.say("pong", clientseq=ping["seq"])
    bot.ticks(500)
    assert not bot.phone.recording.problem
    bot.ticks(250)
    assert "ping" in bot.phone.recording.problem


def test_keys_are_texts_and_the_hang_up_waits_for_closed() -> None:
    bot = opened(Keys("5"))
    for kind in ("dtmf", "close"):
        bot.phone.receive(VOICE)
        while kind not in bot.kinds:
            bot.ticks(1)
    pressed = next(text for text in bot.heard if text["type"] == "dtmf")
    assert pressed["parameters"] == {"digit": "5"}
    assert not bot.phone.over
    bot.say("closed")
    bot.phone.closed()
    assert (bot.phone.over, bot.phone.recording.problem) == (True, "")


def test_a_barge_in_drops_what_is_not_played() -> None:
    bot = opened(say())
    bot.phone.receive(VOICE * 10)
    bot.say("event", entities=[{"type": "barge_in", "data": {}}])
    assert bot.phone.playback.buffered == 0
    assert len(bot.phone.recording.clears) == 1


def test_the_bot_may_end_the_session() -> None:
    bot = opened(say())
    bot.say("disconnect", reason="completed", outputVariables={"outcome": "transfer"})
    bot.ticks(1)
    assert bot.heard[-1]["parameters"] == {"reason": "disconnect"}
    bot.say("closed")
    bot.phone.closed()
    assert (bot.phone.recording.ended, bot.phone.recording.problem) == ("transfer", "")


def test_a_session_that_ends_with_an_error_has_failed() -> None:
    bot = Bot(say())
    bot.say("disconnect", reason="error", info="all lines are busy")
    assert "all lines are busy" in bot.phone.recording.problem


def test_a_bot_that_does_not_answer_a_close_is_not_waited_for() -> None:
    bot = opened(say())
    bot.say("disconnect", reason="completed")
    bot.ticks(300)
    assert bot.phone.over and "has not answered `close`" in bot.phone.recording.problem


def test_a_socket_that_is_closed_before_the_session_is_a_failure() -> None:
    bot = opened(say())
    bot.phone.closed()
    assert "closed the socket before the session" in bot.phone.recording.problem


@pytest.mark.parametrize(
    ("kind", "about"),
    [
        ("opened", {"media": []}),
        ("opened", {"media": MEDIA, "clientseq": 2}),
        ("closed", {}),
        ("shout", {}),
        ("error", {"code": 400}),
        ("event", {"entities": [{"type": "shout"}]}),
        ("disconnect", {"reason": "completed", "outputVariables": {"turns": 3}}),
    ],
)
def test_at_what_genesys_would_end_the_session_the_call_has_failed(
    kind: str, about: dict[str, Any]
) -> None:
    with pytest.raises(CallError):
        Bot(say()).say(kind, **about)


@pytest.mark.parametrize("about", [{"seq": 2}, {"id": "another"}, {"version": "1"}])
def test_numbers_and_names_must_be_right(about: dict[str, Any]) -> None:
    text = {"version": "2", "id": SESSION, "type": "pong", "seq": 1, "clientseq": 0}
    with pytest.raises(ValueError, match="seq is 2|another"):
        Messages().read(json.dumps({**text, "parameters": {}, **about}))


@pytest.mark.parametrize("data", [b"", bytes(64_001)])
def test_audio_must_have_a_size(data: bytes) -> None:
    with pytest.raises(CallError):
        opened(say()).phone.receive(data)


def test_audio_before_the_session_is_open_is_refused() -> None:
    with pytest.raises(CallError):
        Bot(say()).phone.receive(VOICE)


def test_no_more_messages_are_taken_than_genesys_takes() -> None:
    bot = opened(say())
    for _ in range(25):
        bot.phone.receive(VOICE)
    with pytest.raises(CallError, match="429"):
        bot.phone.receive(VOICE)
    bot.ticks(10)
    bot.phone.receive(VOICE)


@pytest.mark.parametrize(("secret", "signed"), [("", False), ("c2VjcmV0", True)])
def test_a_call_has_the_key_and_is_signed_if_there_is_a_secret(secret: str, signed: bool) -> None:
    phone = GenesysTelephone(
        Recorded([]), upgrade=lambda: upgrade("key", secret, "bank.example", "/here")
    )
    assert phone.headers["X-API-KEY"] == "key"
    assert ("Signature" in phone.headers) == signed


def test_a_probe_is_nobodys_call() -> None:
    parameters = json.loads(Messages().probe())["parameters"]
    assert parameters["conversationId"] == parameters["participant"]["id"] == NULL
