"""The softphone's modules without a call: run inside Chromium, which every test machine has."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Evaluate = Callable[..., Any]

GOOD_MESSAGES: list[dict[str, Any]] = [
    {"type": "started", "call_id": "c1", "sample_rate": 22050},
    {"type": "partial", "text": "what is"},
    {"type": "final", "text": "what is my balance", "confidence": 0.93},
    {"type": "final", "text": "", "confidence": None},
    {"type": "say", "text": "One moment.", "mark": "m1"},
    {"type": "said", "mark": "m1"},
    {"type": "clear"},
    {"type": "error", "code": "bad_json", "message": "not JSON"},
    {"type": "ended", "reason": "assistant"},
    {
        "type": "turn",
        "endpoint_ms": 300,
        "recognition_ms": 20.5,
        "dialogue_ms": None,
        "synthesis_ms": 90,
        "response_ms": 425,
    },
]
BAD_FRAMES = [
    "",
    "{",
    "null",
    "[]",
    "7",
    '"say"',
    "{}",
    '{"type": 5}',
    '{"type": "constructor"}',
    '{"type": "__proto__"}',
    '{"type": "started", "call_id": "c1"}',
    '{"type": "started", "call_id": "c1", "sample_rate": 0}',
    '{"type": "started", "call_id": "c1", "sample_rate": 22050.5}',
    '{"type": "partial", "text": {"html": "x"}}',
    '{"type": "final", "text": "yes", "confidence": 7}',
    '{"type": "say", "text": "hello"}',
    '{"type": "turn", "response_ms": -1}',
    '{"type": "turn", "endpoint_ms": "300", "response_ms": 400}',
    '{"type": "ended", "reason": "constructor"}',
]


@pytest.mark.parametrize("message", GOOD_MESSAGES, ids=lambda message: message["type"])
def test_a_message_of_the_protocol_is_understood(
    evaluate: Evaluate, message: dict[str, Any]
) -> None:
    assert evaluate("protocol.js", "return m.parse(a[0])", json.dumps(message)) == message


@pytest.mark.parametrize("frame", BAD_FRAMES)
def test_a_broken_message_is_refused(evaluate: Evaluate, frame: str) -> None:
    assert evaluate("protocol.js", "return m.parse(a[0])", frame) is None


def test_unknown_fields_of_a_message_are_left_out(evaluate: Evaluate) -> None:
    frame = json.dumps({"type": "said", "mark": "m1", "volume": 11})
    assert evaluate("protocol.js", "return m.parse(a[0])", frame) == {"type": "said", "mark": "m1"}


@pytest.mark.parametrize(
    ("page", "websocket"),
    [
        (
            "http://localhost:5005/webhooks/browser_audio/",
            "ws://localhost:5005/webhooks/browser_audio/",
        ),
        ("https://bank.example/voice/?x=1#top", "wss://bank.example/voice/"),
    ],
)
def test_the_websocket_lies_beside_the_page(evaluate: Evaluate, page: str, websocket: str) -> None:
    assert evaluate("protocol.js", "return m.websocketUrl(a[0])", page) == websocket + "websocket"


def test_a_stray_byte_of_audio_is_dropped(evaluate: Evaluate) -> None:
    body = "return [...m.samples(new Uint8Array([1, 0, 255, 255, 9]).buffer)]"
    assert evaluate("protocol.js", body) == [1, -1]


TURN = {
    "endpoint_ms": 300, "recognition_ms": 20, "dialogue_ms": None,
    "synthesis_ms": 80, "response_ms": 430,
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "stages"),
    [
        ({}, {"Endpoint": 300, "Recognition": 20, "Synthesis": 80, "Other": 30}),
        ({"response_ms": 350}, {"Endpoint": 300, "Recognition": 20, "Synthesis": 80}),
        (
            {"dialogue_ms": 30},
            {"Endpoint": 300, "Recognition": 20, "Dialogue": 30, "Synthesis": 80},
        ),
        ({"endpoint_ms": 0.2, "response_ms": 100}, {"Recognition": 20, "Synthesis": 80}),
    ],
)
def test_a_turn_is_shown_as_its_stages(
    evaluate: Evaluate, change: dict[str, float], stages: dict[str, float]
) -> None:
    shown = evaluate("latency.js", "return m.segments(a[0])", TURN | change)
    assert {one["name"]: one["ms"] for one in shown} == stages


@pytest.mark.parametrize(
    ("values", "p50", "p95"),
    [
        ([], None, None),
        ([400], 400, 400),
        ([300, 500], 400, 490),
        ([900, 100, 500, 700, 300], 500, 860),
    ],
)
def test_percentiles(
    evaluate: Evaluate, values: list[int], p50: float | None, p95: float | None
) -> None:
    body = "return [m.percentile(a[0], 0.5), m.percentile(a[0], 0.95)]"
    assert evaluate("latency.js", body, values) == pytest.approx([p50, p95])


def test_the_history_numbers_turns_and_shows_the_newest_first(evaluate: Evaluate) -> None:
    body = """
        const history = new m.TurnHistory();
        for (const ms of a[0]) history.add({ response_ms: ms });
        return [history.p50, history.latest(2).map((turn) => turn.number)]"""
    assert evaluate("latency.js", body, [400, 500, 600]) == [500, [3, 2]]


@pytest.mark.parametrize(
    ("heard_ms", "total_ms", "heard", "unheard"),
    [
        (0, 2000, "", "Your balance is twelve dollars."),
        (1000, 2000, "Your balance is ", "twelve dollars."),
        (2000, 2000, "Your balance is twelve dollars.", ""),
        (900, None, "Your balance ", "is twelve dollars."),
        (9000, None, "Your balance is twelve dollars.", ""),
        (0, 0, "Your balance is twelve dollars.", ""),
    ],
)
def test_what_was_heard_is_cut_between_words(
    evaluate: Evaluate, heard_ms: float, total_ms: float | None, heard: str, unheard: str
) -> None:
    body = "return m.splitHeard('Your balance is twelve dollars.', a[0], a[1])"
    assert evaluate("transcript.js", body, heard_ms, total_ms) == [heard, unheard]


@pytest.mark.parametrize(
    ("digit", "tones"),
    [("1", [697, 1209]), ("6", [770, 1477]), ("0", [941, 1336]), ("#", [941, 1477])],
)
def test_keys_sound_as_on_a_telephone(evaluate: Evaluate, digit: str, tones: list[int]) -> None:
    assert evaluate("tones.js", "return m.frequencies(a[0])", digit) == tones


@pytest.mark.parametrize(("peak", "share"), [(0, 0), (0.001, 0), (0.0447, 0.5), (1, 1), (3, 1)])
def test_the_meter_is_logarithmic(evaluate: Evaluate, peak: float, share: float) -> None:
    assert evaluate("ui.js", "return m.meterShare(a[0])", peak) == pytest.approx(share, abs=0.01)


@pytest.mark.parametrize(("seconds", "shown"), [(0, "0:00"), (75.9, "1:15"), (3600, "60:00")])
def test_the_clock_counts_minutes_and_seconds(
    evaluate: Evaluate, seconds: float, shown: str
) -> None:
    assert evaluate("ui.js", "return m.clock(a[0])", seconds) == shown
