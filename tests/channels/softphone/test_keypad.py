"""The keypad, by pointer and by keyboard."""

from __future__ import annotations

import pytest
from selenium.webdriver import Keys

from tests.channels.softphone.page import Page


@pytest.mark.parametrize("digit", "1234567890*#")
def test_a_key_is_sent_and_shown_without_its_digit(page: Page, digit: str) -> None:
    call = page.call()
    page.click(f'[data-digit="{digit}"]')
    page.press(digit)
    call.wait_for(lambda one: len(one.of("dtmf")) == 2)
    assert [one["digit"] for one in call.of("dtmf")] == [digit, digit]
    shown = digit if digit in "*#" else "•"
    assert page.texts("#log .keys p") == [2 * shown]


def test_keys_typed_into_a_field_or_outside_a_call_are_not_sent(page: Page) -> None:
    page.press("1")
    page.click("#settings summary")
    page.find("#caller").send_keys("2")
    call = page.call()
    page.press("3")
    page.press(Keys.CONTROL + "4" + Keys.NULL)
    page.press("5")
    call.wait_for(lambda one: len(one.of("dtmf")) == 2)
    assert [one["digit"] for one in call.of("dtmf")] == ["3", "5"]


def test_on_a_small_screen_the_keypad_lies_under_a_button(page: Page) -> None:
    page.browser.set_window_size(500, 850)
    try:
        call = page.call()
        assert not page.find("#keypad").is_displayed()
        page.click("#show-keypad")
        page.click('[data-digit="7"]')
        call.wait_for(lambda one: one.of("dtmf"))
        page.click("#show-keypad")
        assert not page.find("#keypad").is_displayed()
    finally:
        page.browser.set_window_size(1280, 900)
