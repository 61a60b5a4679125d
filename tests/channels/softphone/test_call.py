"""A call from its start to its end."""

from __future__ import annotations

import pytest

from tests.channels.softphone.page import Page

TURN = {
    "endpoint_ms": 300, "recognition_ms": 20, "dialogue_ms": 25,
    "synthesis_ms": 75, "response_ms": 430,
}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ({}, {"caller": "+15550100"}),
        ({"#caller": " Maria ", "#language": "de"}, {"caller": "Maria", "language": "de"}),
        ({"#caller": " ", "#language": "pt-BR"}, {"language": "pt-BR"}),
    ],
)
def test_a_call_starts_with_rate_caller_and_language(
    page: Page, typed: dict[str, str], sent: dict[str, str]
) -> None:
    page.click("#settings summary")
    for field, value in typed.items():
        page.find(field).clear()
        page.find(field).send_keys(value)
    start = page.dial().messages[0]
    del start["at"]
    assert start == {"type": "start", "sample_rate": 16000} | sent


def test_a_bad_language_is_refused_before_the_call(page: Page) -> None:
    page.click("#settings summary")
    page.find("#language").send_keys("glish!")
    page.click("#call")
    page.shows("#notice", "not a language code")
    assert page.server.calls == []


@pytest.mark.parametrize(
    ("reason", "state"),
    [
        ("assistant", "The assistant hung up"),
        ("transfer", "Handed over to a person"),
        ("timeout", "The time for this call was up"),
    ],
)
def test_the_page_tells_why_the_call_ended(page: Page, reason: str, state: str) -> None:
    call = page.call()
    call.say(type="ended", reason=reason)
    page.shows("#state", state)
    assert not page.find("#notice").is_displayed()
    assert page.find("#call").is_displayed()


def test_hanging_up_sends_stop_and_closes(page: Page) -> None:
    call = page.call()
    page.click("#hang-up")
    call.wait_for(lambda one: one.of("stop"))
    page.shows("#state", "You hung up")
    call.wait_for(lambda one: one.is_closed)


def test_leaving_the_page_hangs_up(page: Page) -> None:
    call = page.call()
    page.browser.get("about:blank")
    call.wait_for(lambda one: one.of("stop"))


def test_a_second_call_starts_afresh(page: Page) -> None:
    call = page.call()
    call.say(type="say", text="Good morning.", mark="m1")
    call.say(type="turn", **TURN)
    page.shows("#response", "430 ms")
    page.click("#hang-up")
    page.shows("#state", "You hung up")
    second = page.call(count=2)
    assert (page.texts("#log li"), page.texts("#turns .turn")) == ([], [])
    second.wait_for(lambda one: one.audio)


def test_hanging_up_while_the_browser_asks_for_the_microphone_places_no_call(page: Page) -> None:
    page.run(
        "const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);"
        "const allowed = new Promise((resolve) => { window.allow = resolve; });"
        "const keep = (stream) => { [window.track] = stream.getTracks(); return stream; };"
        "navigator.mediaDevices.getUserMedia = (what) => allowed.then(() => ask(what)).then(keep);"
    )
    page.click("#call")
    page.click("#hang-up")
    page.run("window.allow()")
    page.wait_for(lambda: page.run("return window.track?.readyState") == "ended")
    assert page.server.calls == []
