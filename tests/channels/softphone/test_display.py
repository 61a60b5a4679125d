"""What the page shows of a call."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.by import By

from tests.channels.softphone.page import Page
from tests.channels.softphone.sound import tone

TURN = {
    "endpoint_ms": 300, "recognition_ms": 20, "dialogue_ms": 25,
    "synthesis_ms": 75, "response_ms": 430,
}  # fmt: skip


def test_partials_settle_into_a_final_line(page: Page) -> None:
    call = page.call()
    call.say(type="partial", text="what is my")
    page.wait_for(lambda: page.find("#draft").text == "what is my")
    call.say(type="partial", text="what is my balance")
    page.wait_for(lambda: page.find("#draft").text == "what is my balance")
    call.say(type="final", text="What is my balance?", confidence=0.93)
    page.shows("#log .caller p", "What is my balance?")
    assert page.texts("#log .confidence") == ["93 %"]
    assert not page.find("#draft").is_displayed()


def test_an_empty_final_withdraws_the_partial(page: Page) -> None:
    call = page.call()
    call.say(type="partial", text="uh")
    page.shows("#draft", "uh")
    call.say(type="final", text="", confidence=0)
    page.wait_for(lambda: not page.find("#draft").is_displayed())
    assert page.texts("#log li") == []


def test_text_is_never_taken_for_markup(page: Page) -> None:
    call = page.call()
    call.say(type="say", text="<img src=x onerror=alert(1)><b>bold</b>", mark="m1")
    page.shows("#log .assistant p", "<img src=x onerror=alert(1)><b>bold</b>")


def test_turns_are_shown_as_bars_with_their_median(page: Page) -> None:
    call = page.call()
    for response_ms in [430, 700, 550]:
        call.say(type="turn", **TURN | {"response_ms": response_ms})
    page.wait_for(lambda: page.texts("#turns .total") == ["550 ms", "700 ms", "430 ms"])
    assert page.find("#response").text == "550 ms"
    assert page.find("#median").text == "550 ms"
    assert page.find("#turns .bar").get_attribute("aria-label") == (
        "Endpoint 300 ms, Recognition 20 ms, Dialogue 25 ms, Synthesis 75 ms, Other 130 ms"
    )
    widths = [bar.size["width"] for bar in page.browser.find_elements(By.CLASS_NAME, "bar")]
    assert widths[0] / widths[1] == pytest.approx(550 / 700, abs=0.02)


def test_only_the_newest_turns_are_shown(page: Page) -> None:
    call = page.call()
    for number in range(10):
        call.say(type="turn", **TURN | {"response_ms": 500 + number})
    page.wait_for(lambda: page.texts("#turns .number") == ["10", "9", "8", "7", "6", "5"])
    assert page.find("#median").text in ("504 ms", "505 ms")


@pytest.mark.parametrize("frame", ["{", "[]", '{"type": "turn"}', '{"type": "toString"}', b"\1"])
def test_a_malformed_message_does_not_break_the_page(page: Page, frame: str | bytes) -> None:
    call = page.call()
    call.send(frame)
    call.say(type="say", text="Still here.", mark="m1")
    call.send(tone(0.1) + b"\0")
    call.say(type="said", mark="m1")
    call.wait_for(lambda one: one.of("played"))
    page.shows("#log .assistant", "Still here.")
    assert page.find("#notice").is_displayed() == isinstance(frame, str)


def test_nothing_is_stored(page: Page) -> None:
    call = page.call()
    call.say(type="say", text="Good morning.", mark="m1")
    page.shows("#log", "Good morning.")
    stored = "return [localStorage.length, sessionStorage.length, document.cookie]"
    assert page.run(stored) == [0, 0, ""]
    assert page.console() == []


def test_every_control_has_a_name(page: Page) -> None:
    page.click("#settings summary")
    controls = page.browser.find_elements(By.CSS_SELECTOR, "button, input, summary, [role=region]")
    assert len(controls) > 15
    assert all(one.accessible_name for one in controls if one.is_displayed())
