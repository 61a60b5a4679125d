"""Resampling and playback without a call: run inside Chromium."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

Evaluate = Callable[..., Any]

RESAMPLE = """
    const resampler = new m.Resampler(a[0], a[1]);
    const out = [];
    let from = 0;
    for (const length of a[3]) {
        out.push(...resampler.process(Float32Array.from(a[2].slice(from, from + length))));
        from += length;
    }
    return [...out, ...resampler.flush()];
"""
RATES = [
    (48000, 16000),
    (44100, 16000),
    (96000, 16000),
    (22050, 48000),
    (8000, 44100),
    (16000, 16000),
]


def tone(frequency_hz: float, rate_hz: int, count: int) -> list[float]:
    return list(np.sin(2 * np.pi * frequency_hz * np.arange(count) / rate_hz))


@pytest.mark.parametrize(("from_hz", "to_hz"), RATES)
def test_resampling_keeps_a_voice_and_its_timing(
    evaluate: Evaluate, from_hz: int, to_hz: int
) -> None:
    count = from_hz // 10
    out = np.array(
        evaluate("resampler.js", RESAMPLE, from_hz, to_hz, tone(1000, from_hz, count), [count])
    )
    middle = slice(len(out) // 4, 3 * len(out) // 4)
    assert len(out) == -(-count * to_hz // from_hz)
    np.testing.assert_allclose(out[middle], tone(1000, to_hz, len(out))[middle], atol=1e-3)


@pytest.mark.parametrize(("from_hz", "to_hz"), RATES[:3])
@pytest.mark.parametrize("frequency_hz", [9000, 12000, 20000])
def test_resampling_lets_nothing_alias(
    evaluate: Evaluate, from_hz: int, to_hz: int, frequency_hz: int
) -> None:
    count = from_hz // 10
    signal = tone(frequency_hz, from_hz, count)
    out = np.array(evaluate("resampler.js", RESAMPLE, from_hz, to_hz, signal, [count]))
    assert np.abs(out[len(out) // 4 : 3 * len(out) // 4]).max() < 10 ** (-60 / 20)


@pytest.mark.parametrize(("from_hz", "to_hz"), RATES)
def test_resampling_does_not_depend_on_the_chunks(
    evaluate: Evaluate, from_hz: int, to_hz: int
) -> None:
    random = np.random.default_rng(5)
    signal = random.uniform(-1, 1, 3000).tolist()
    chunks = [0, 1, 1, 2, *random.integers(0, 200, 40).tolist(), 3000]
    whole = evaluate("resampler.js", RESAMPLE, from_hz, to_hz, signal, [3000])
    assert evaluate("resampler.js", RESAMPLE, from_hz, to_hz, signal, chunks) == whole


PLAYBACK = """
    const queue = new m.PlaybackQueue(48000, 48000);
    const heard = [];
    const render = (blocks) => {
        for (let index = 0; index < blocks; index += 1) {
            const block = new Float32Array(100);
            const finished = queue.render(block);
            heard.push([Math.max(...block.map(Math.abs)), finished]);
        }
    };
    const loud = (count) => new Int16Array(count).fill(16384);
    const marks = () => heard.flatMap(([, finished]) => finished);
    const sounding = () => heard.map(([peak]) => peak > 0.001);
"""


@pytest.mark.parametrize(
    ("steps", "blocks_with_sound", "marks"),
    [
        pytest.param(
            "queue.say('a'); queue.push(loud(300)); queue.said('a'); render(5);",
            [1, 1, 1, 0, 0], ["a"], id="an utterance is played to its end",
        ),
        pytest.param(
            "queue.say('a'); queue.push(loud(2000)); render(22);",
            [*[1] * 20, 0, 0], [], id="without said nothing is finished",
        ),
        pytest.param(
            "queue.say('a'); queue.push(loud(2000)); render(22); queue.said('a'); render(1);",
            [*[1] * 20, 0, 0, 1], ["a"], id="a late said releases what the filter holds",
        ),
        pytest.param(
            "queue.say('a'); queue.said('a'); render(1);",
            [0], ["a"], id="an utterance without audio is finished at once",
        ),
        pytest.param(
            "queue.say('a'); queue.push(loud(150)); queue.said('a');"
            "queue.say('b'); queue.push(loud(150)); queue.said('b'); render(4);",
            [1, 1, 1, 0], ["a", "b"], id="utterances follow without a gap",
        ),
        pytest.param(
            "queue.say('a'); queue.push(loud(200)); queue.say('b'); queue.push(loud(200));"
            "queue.said('b'); queue.said('a'); render(5);",
            [1, 1, 1, 1, 0], ["a", "b"], id="said may come after the next say",
        ),
        pytest.param(
            "queue.say('a'); queue.push(loud(200)); queue.say('b'); queue.said('b'); render(3);",
            [1, 1, 0], ["b"], id="an utterance that never got its said is never finished",
        ),
        pytest.param(
            "queue.push(loud(2000)); render(21);",
            [*[1] * 20, 0], [], id="audio that nothing announced is played without a mark",
        ),
        pytest.param(
            "queue.said('ghost'); render(1);", [0], [], id="an unknown mark is ignored",
        ),
        pytest.param(
            "queue.say('a'); queue.push(loud(100)); render(25);",
            [*[0] * 19, 1, *[0] * 5], [], id="little audio waits 40 ms for more",
        ),
        pytest.param(
            "queue.say('a'); queue.push(loud(3000)); queue.said('a'); render(2);"
            "queue.clear(); queue.said('a'); render(5);",
            [1, 1, 1, 1, 1, 0, 0], [], id="clear fades out in 5 ms and finishes nothing",
        ),
        pytest.param(
            "queue.say('a'); queue.push(loud(3000)); render(2); queue.clear();"
            "queue.say('b'); queue.push(loud(100)); queue.said('b'); render(5);",
            [1, 1, 1, 1, 1, 1, 0], ["b"], id="the next utterance follows a cleared one",
        ),
    ],
)  # fmt: skip
def test_playback(
    evaluate: Evaluate, steps: str, blocks_with_sound: list[int], marks: list[str]
) -> None:
    played = evaluate("playback-queue.js", f"{PLAYBACK} {steps} return [sounding(), marks()]")
    assert played == [[bool(one) for one in blocks_with_sound], marks]


def test_a_cleared_utterance_tells_how_much_of_it_was_heard(evaluate: Evaluate) -> None:
    body = """
        queue.say("a"); queue.push(loud(4800)); queue.said("a");
        queue.say("b"); queue.push(loud(480));
        render(24); return queue.clear()"""
    assert evaluate("playback-queue.js", PLAYBACK + body) == [
        {"mark": "a", "heard_ms": 50, "total_ms": 100},
        {"mark": "b", "heard_ms": 0, "total_ms": None},
    ]


def test_a_clear_does_not_click(evaluate: Evaluate) -> None:
    body = """
        queue.say("a"); queue.push(loud(4800)); render(2); queue.clear();
        const block = new Float32Array(400);
        queue.render(block); return [...block]"""
    block = np.array(evaluate("playback-queue.js", PLAYBACK + body))
    assert np.abs(np.diff(block[:241])).max() < 0.01
    assert not block[240:].any()
