"""Messages as Genesys' documentation shows them, and what may come instead."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.errors import ProtocolError
from channels.turns import commands as do
from channels.turns.events import Held, KeyPressed, LineClosed, Played
from channels.wire.genesys import GenesysWire
from channels.wire.incoming import Start
from tests.channels.wire.json_values import json_values

SESSION = "e160e428-53e2-487c-977d-96989bf5c99d"
CONVERSATION = "090eaa2f-72fa-480a-83e0-8667ff89c0ec"
NULL = "00000000-0000-0000-0000-000000000000"
PARTICIPANT = {
    "id": "883efee8-3d6c-4537-b500-6d7ca4b92fa0",
    "ani": "+1-555-555-1234",
    "aniName": "John Doe",
    "dnis": "+1-800-555-6789",
}


def media(code: str = "PCMU", *channels: str, **other: Any) -> dict[str, Any]:
    about = {"type": "audio", "format": code, "channels": list(channels or ["external"])}
    return {**about, "rate": 8000, **other}


def opening(**parameters: Any) -> dict[str, Any]:
    return {
        "organizationId": "d7934305-0972-4844-938e-9060eef73d05",
        "conversationId": CONVERSATION,
        "participant": PARTICIPANT,
        "media": [media()],
        **parameters,
    }


class Client:
    """Numbers texts for a codec, as Genesys does."""

    def __init__(self, *given: str):
        self.wire = GenesysWire(*given)
        self.seq = 0

    def say(self, kind: object, parameters: object = None, **about: Any) -> Any:
        self.seq += 1
        message = {
            "version": "2",
            "id": SESSION,
            "type": kind,
            "seq": self.seq,
            "serverseq": 0,
            "position": "PT0S",
            "parameters": {} if parameters is None else parameters,
        }
        return self.wire.decode(json.dumps({**message, **about}))

    def hear(self, command: do.Command) -> list[Any]:
        return [json.loads(text) for text in self.wire.encode(command)]


def opened(*given: str, **parameters: Any) -> Client:
    """A session that has been opened."""
    client = Client(*given)
    client.say("open", opening(**parameters))
    client.wire.started("c1", 8000)
    return client


def code_of(client: Client, *said: Any, **about: Any) -> str:
    with pytest.raises(ProtocolError) as refused:
        client.say(*said, **about)
    return refused.value.code


def started(caller: str, called: str, **told: Any) -> Start:
    custom = told.pop("custom_parameters", {})
    about = {"session_id": SESSION, **custom}
    return Start(8000, caller, called, stream_id=CONVERSATION, custom_parameters=about, **told)


# The session opens


@pytest.mark.parametrize(
    ("parameters", "start"),
    [
        ({}, started("+1-555-555-1234", "+1-800-555-6789")),
        (
            {
                "participant": {
                    **PARTICIPANT,
                    "ani": "tel:+15550100",
                    "dnis": "sip:+15550199@bank.example;user=phone",
                }
            },
            started("+15550100", "+15550199@bank.example"),
        ),
        ({"participant": {"ani": "", "dnis": None}}, started("", "")),
        (
            {"language": "en-US"},
            started("+1-555-555-1234", "+1-800-555-6789", language="en-US"),
        ),
        (
            {"inputVariables": {"segment": "gold", "direction": "outbound"}},
            started(
                "+1-555-555-1234",
                "+1-800-555-6789",
                direction="outbound",
                custom_parameters={"segment": "gold"},
            ),
        ),
    ],
)
def test_who_calls_whom_is_told(parameters: dict[str, Any], start: Start) -> None:
    assert Client().say("open", opening(**parameters)) == start


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        ([media()], media()),
        ([media("PCMU", "external", "internal"), media(), media("PCMU", "internal")], media()),
        ([media("L16"), media("PCMU")], media()),
        ([media("L16")], media("L16")),
        ([media("opus"), 7, media(new=1)], media()),
        ([media("PCMU", "external", "internal")], media("PCMU", "external", "internal")),
        ([media("PCMU", "external", "internal"), media("L16")], media("L16")),
    ],
)
def test_one_of_the_offered_media_is_chosen(offered: list[Any], chosen: dict[str, Any]) -> None:
    client = Client()
    client.say("open", opening(media=offered))
    (text,) = client.wire.started("c1", 8000)
    assert isinstance(text, str)
    assert json.loads(text) == {
        "version": "2",
        "id": SESSION,
        "type": "opened",
        "seq": 1,
        "clientseq": 1,
        "parameters": {"startPaused": False, "media": [chosen]},
    }


@pytest.mark.parametrize(
    "offered",
    [None, [], {}, [media("PCMU", "internal")], [media(rate=16000)], [media(type="video")], [[]]],
)
def test_if_no_medium_fits_the_session_is_not_opened_and_told_why(offered: object) -> None:
    client = Client()
    assert code_of(client, "open", opening(media=offered)) == "media"
    (message,) = client.hear(do.Refuse("media", "what fits"))
    assert message["type"] == "disconnect"
    assert message["parameters"] == {"reason": "error", "info": "what fits"}
    assert client.hear(do.EndCall("error")) == []
    assert client.say("close", {"reason": "disconnect"}) is None
    assert answers(client) == ["closed"]


def answers(client: Client) -> list[str]:
    return [json.loads(text)["type"] for text in client.wire.answers]


def test_a_probe_is_answered_and_is_no_call() -> None:
    client = Client()
    nobody = {**PARTICIPANT, "id": NULL}
    assert client.say("open", opening(conversationId=NULL, participant=nobody)) is None
    assert client.say("close", {"reason": "end"}) is None
    opens, closes = map(json.loads, client.wire.answers)  # type: ignore[arg-type]
    assert (opens["type"], opens["parameters"]["media"]) == ("opened", [])
    assert (closes["type"], closes["seq"], closes["clientseq"]) == ("closed", 2, 2)


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ([], "field"),
        (opening(conversationId=7), "field"),
        (opening(participant=None), "field"),
        (opening(participant={"ani": "a\nb"}), "field"),
        (opening(participant={"dnis": "my pin is 4821"}), "field"),
        (opening(language="english"), "field"),
        (opening(inputVariables=["direction"]), "field"),
        (opening(inputVariables={"direction": 1}), "field"),
    ],
)
def test_a_broken_opening_is_refused_with_a_code(parameters: object, code: str) -> None:
    assert code_of(Client(), "open", parameters) == code


# The numbers


def test_a_pong_has_the_number_of_its_ping() -> None:
    client = opened()
    assert client.say("ping", {"rtt": "PT0.02S"}) is None
    (pong,) = map(json.loads, client.wire.answers)  # type: ignore[arg-type]
    assert (pong["type"], pong["seq"], pong["clientseq"]) == ("pong", 2, 2)


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({"id": "another"}, "session"),
        ({"id": None}, "session"),
        ({"version": "1"}, "session"),
        ({"seq": 1}, "sequence"),
        ({"seq": 3}, "sequence"),
        ({"seq": "2"}, "sequence"),
        ({"seq": None}, "sequence"),
        ({"serverseq": 2}, "sequence"),
        ({"serverseq": -1}, "sequence"),
        ({"serverseq": None}, "sequence"),
    ],
)
def test_a_message_out_of_order_ends_the_session_once(about: dict[str, Any], code: str) -> None:
    client = opened()
    assert code_of(client, "ping", **about) == code
    (message,) = client.hear(do.Refuse(code, "what is wrong"))
    assert message["parameters"] == {"reason": "error", "info": "what is wrong"}
    assert client.hear(do.Refuse(code, "what is wrong")) == []
    assert client.wire.leaving


def test_one_gap_in_the_numbers_is_one_complaint() -> None:
    client = opened()
    client.seq = 7
    assert code_of(client, "ping") == "sequence"
    assert client.say("close", {"reason": "disconnect"}) == LineClosed("caller")


@pytest.mark.parametrize(("header", "good"), [(SESSION, True), ("", True), (NULL, False)])
def test_a_session_has_the_id_of_the_upgrade(header: str, good: bool) -> None:
    if good:
        assert Client(header).say("open", opening())
    else:
        assert code_of(Client(header), "open", opening()) == "session"


def test_an_opening_without_an_id_is_none() -> None:
    assert code_of(Client(), "open", opening(), id=None) == "session"


# What Genesys says besides


@pytest.mark.parametrize(
    ("kind", "parameters", "meaning"),
    [
        ("dtmf", {"digit": "5"}, KeyPressed("5")),
        ("dtmf", {"digit": "#"}, KeyPressed("#")),
        ("paused", {}, Held(True)),
        ("resumed", {"start": "PT1.5S", "discarded": "PT10S"}, Held(False)),
        ("discarded", {"start": "PT1.5S", "discarded": "PT0.3S"}, None),
        ("update", {"language": "en-GB"}, None),
        ("playback_started", {}, None),
        ("playback_completed", {}, None),
        ("close", {"reason": "end"}, LineClosed("caller")),
        ("close", {"reason": "error"}, LineClosed("error")),
        ("close", {}, LineClosed("caller")),
    ],
)
def test_a_message_is_understood(kind: str, parameters: dict[str, Any], meaning: object) -> None:
    assert opened().say(kind, parameters) == meaning


def test_what_is_played_to_the_end_is_the_last_sentence_that_was_sent() -> None:
    client = opened()
    client.hear(do.EndSentence("s1"))
    client.hear(do.EndSentence("s2"))
    assert client.say("playback_completed") == Played("s2")
    client.hear(do.ClearPlayback())
    assert client.say("playback_completed") is None


def test_a_close_is_answered_and_nothing_is_said_after_it() -> None:
    client = opened()
    client.say("close", {"reason": "end"})
    assert answers(client) == ["closed"]
    assert client.wire.closed
    assert client.hear(do.EndCall("caller")) == []


@pytest.mark.parametrize(
    ("kind", "parameters", "code"),
    [
        ("shout", {}, "unknown_type"),
        (["open"], {}, "unknown_type"),
        (None, {}, "unknown_type"),
        ("ping", 7, "field"),
        ("dtmf", {"digit": "A"}, "digit"),
        ("dtmf", {"digit": "12"}, "digit"),
        ("dtmf", {"digit": 5}, "digit"),
        ("dtmf", {}, "digit"),
        ("error", {"code": 429, "message": "too fast"}, "reported"),
        ("error", {"code": "x"}, "reported"),
    ],
)
def test_a_broken_message_is_refused_and_the_session_goes_on(
    kind: object, parameters: object, code: str
) -> None:
    client = opened()
    assert code_of(client, kind, parameters) == code
    assert client.hear(do.Refuse(code, "what is wrong")) == []
    assert client.say("dtmf", {"digit": "5"}) == KeyPressed("5")


def test_of_an_error_only_the_number_is_shown() -> None:
    with pytest.raises(ProtocolError, match="^Genesys reports error 429$"):
        opened().say("error", {"code": 429, "message": "too fast"})


@pytest.mark.parametrize(
    ("data", "code"), [("{", "invalid_json"), ('"x"' * 30_000, "too_long"), ("[]", "invalid_json")]
)
def test_what_is_no_message_at_all_is_refused(data: str, code: str) -> None:
    with pytest.raises(ProtocolError) as refused:
        GenesysWire().decode(data)
    assert refused.value.code == code


KINDS = ["open", "close", "ping", "dtmf", "paused", "resumed", "update", "error", "discarded"]


@given(json_values, st.sampled_from(KINDS), st.booleans())
def test_nothing_that_may_come_does_harm(inside: object, kind: str, whole: bool) -> None:
    client = opened()
    with suppress(ProtocolError):
        client.say(kind, inside if whole else opening(media=[inside], participant=inside))


@given(json_values)
def test_no_numbers_do_harm(number: object) -> None:
    for name in ("id", "seq", "serverseq", "version", "parameters"):
        with suppress(ProtocolError):
            opened().say("ping", **{name: number})
