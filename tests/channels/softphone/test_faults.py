"""What goes wrong is told in words that help."""

from __future__ import annotations

import pytest

from tests.channels.softphone.fake_server import PREFIX
from tests.channels.softphone.page import Page


def test_an_error_of_the_server_is_shown_and_the_call_goes_on(page: Page) -> None:
    call = page.call()
    call.say(type="error", code="speech_failed", message="The speech server does not answer.")
    page.shows("#notice", "The speech server does not answer.")
    call.say(type="say", text="Sorry, once more please.", mark="m1")
    page.shows("#log .assistant", "Sorry, once more please.")


def test_a_fault_of_the_server_that_ends_the_call_is_explained(page: Page) -> None:
    call = page.call()
    call.say(type="ended", reason="error")
    page.shows("#notice", "a fault on the server")
    page.shows("#state", "Call ended")


def test_a_refused_call_is_explained_by_the_server(page: Page) -> None:
    call = page.dial()
    call.say(type="error", code="busy", message="All lines are busy; call again later.")
    call.say(type="ended", reason="error")
    page.shows("#state", "Call ended")
    page.shows("#notice", "All lines are busy")


def test_a_lost_connection_is_told(page: Page) -> None:
    page.call()
    page.server.drop_calls()
    page.shows("#notice", "connection was lost")
    page.shows("#state", "Call ended")


def test_a_server_that_is_down_is_told(page: Page) -> None:
    page.server.stop()
    page.click("#call")
    page.shows("#notice", "server cannot be reached")
    page.console()  # the refused requests are logged by the browser itself


@pytest.mark.parametrize(
    ("error", "told"),
    [
        ("NotAllowedError", "The microphone is blocked"),
        ("NotFoundError", "No microphone found"),
        ("NotReadableError", "The microphone does not answer"),
        ("TypeError", "This browser cannot place the call"),
    ],
)
def test_a_missing_microphone_is_told(page: Page, error: str, told: str) -> None:
    page.run(
        "const name = arguments[0];"
        "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', name));",
        error,
    )
    page.click("#call")
    page.shows("#notice", told)
    assert page.server.calls == []


def test_an_insecure_address_is_told_before_the_call(page: Page) -> None:
    page.browser.get(f"http://softphone.test:{page.server.port}{PREFIX}")
    page.shows("#notice", "may not use the microphone")
