"""What the caller says and hears: headless Chromium with a recording as its microphone."""

from __future__ import annotations

import time

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.channels.softphone.page import Page
from tests.channels.softphone.sound import rms, tone


def test_the_microphone_arrives_in_real_time_and_sounds_as_recorded(
    page: Page, loudness: NDArray[np.float64]
) -> None:
    call = page.call()
    call.wait_for(lambda one: len(one.audio) >= 300)
    times, chunks = zip(*call.audio, strict=True)
    assert {len(chunk) for chunk in chunks} == {640}
    assert 0.02 * (len(chunks) - 1) / (times[-1] - times[0]) == pytest.approx(1, abs=0.1)
    heard = rms(np.frombuffer(b"".join(chunks[50:300]), "<i2"), 320)
    # The recording is played over and over: at some shift the two are alike.
    shifts = [np.corrcoef(np.roll(loudness, -shift), heard)[0, 1] for shift in range(len(loudness))]
    assert max(shifts) > 0.8


def test_a_muted_microphone_sends_silence_and_no_gap(page: Page) -> None:
    call = page.call()
    page.click("#mute")
    muted_from = len(call.audio) + 25
    call.wait_for(lambda one: len(one.audio) >= muted_from + 50)
    muted = np.frombuffer(b"".join(chunk for _time, chunk in call.audio[muted_from:]), "<i2")
    assert not muted.any()


def test_played_comes_when_the_last_sample_was_heard_and_not_before(page: Page) -> None:
    call = page.call()
    began = time.monotonic()
    call.say(type="say", text="Good morning.", mark="m1")
    call.send(tone(0.5))
    call.send(tone(0.5))
    call.say(type="said", mark="m1")
    call.say(type="say", text="How can I help?", mark="m2")
    call.send(tone(0.5))
    call.say(type="said", mark="m2")
    first, second = call.wait_for(lambda one: len(one.of("played")) == 2 and one.of("played"))
    assert (first["mark"], second["mark"]) == ("m1", "m2")
    # The sound card's clock counts in blocks and may run a little fast.
    assert first["at"] - began > 0.99
    assert second["at"] - began > 1.49
    assert second["at"] - first["at"] > 0.4
    page.shows("#log .assistant p", "Good morning. How can I help?")
    page.wait_for(lambda: not page.texts(".speaking"))


def test_what_clear_dropped_is_never_played(page: Page) -> None:
    call = page.call()
    call.say(type="say", text="You have three thousand dollars in your account.", mark="m1")
    call.send(tone(3))
    call.say(type="said", mark="m1")
    call.say(type="say", text="Anything else?", mark="m2")
    call.send(tone(1))
    page.wait_for(
        lambda: "scaleX(0)" not in str(page.find("#assistant-level").get_attribute("style"))
    )
    call.say(type="clear")
    call.say(type="said", mark="m2")
    call.say(type="say", text="Yes?", mark="m3")
    call.send(tone(0.2))
    call.say(type="said", mark="m3")
    assert call.wait_for(lambda one: one.of("played"))[0]["mark"] == "m3"
    assert page.texts("del")[-1] == "Anything else?"
    assert "account." in page.texts("del")[0]
    page.click("#hang-up")
    call.wait_for(lambda one: one.is_closed)
    assert [one["mark"] for one in call.of("played")] == ["m3"]


def test_the_last_word_before_the_end_is_still_heard(page: Page) -> None:
    call = page.call()
    call.say(type="say", text="Goodbye.", mark="m1")
    call.send(tone(0.3))
    call.say(type="said", mark="m1")
    call.say(type="ended", reason="assistant")
    page.shows("#state", "The assistant hung up")
    assert call.wait_for(lambda one: one.of("played"))[0]["mark"] == "m1"
