"""The softphone as a person sees and uses it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from tests.channels.softphone.fake_server import PATIENCE_S, RATE_HZ, Call, FakeServer


class Page:
    """What a person sees and does."""

    def __init__(self, browser: Chrome, server: FakeServer) -> None:
        self.browser, self.server = browser, server
        browser.get(server.url)

    def find(self, selector: str) -> WebElement:
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def texts(self, selector: str) -> list[str]:
        return [one.text for one in self.browser.find_elements(By.CSS_SELECTOR, selector)]

    def wait_for(self, condition: Callable[[], Any]) -> Any:
        return WebDriverWait(self.browser, PATIENCE_S, 0.05).until(lambda _browser: condition())

    def shows(self, selector: str, text: str) -> None:
        """Waits until the text is in the element."""
        self.wait_for(lambda: text in self.find(selector).text)

    def click(self, selector: str) -> None:
        self.find(selector).click()

    def press(self, keys: str) -> None:
        self.find("body").send_keys(keys)

    def dial(self, count: int = 1) -> Call:
        """Places a call; returns the server's end of it once it was started."""
        self.click("#call")
        return self.server.wait_for_call(count)

    def call(self, count: int = 1) -> Call:
        """Places a call that is answered."""
        call = self.dial(count)
        call.say(type="started", call_id="c1", sample_rate=RATE_HZ)
        self.shows("#state", "In call")
        return call

    def run(self, script: str, *arguments: Any) -> Any:
        """Runs JavaScript in the page."""
        return self.browser.execute_script(script, *arguments)  # type: ignore[no-untyped-call]

    def console(self) -> list[dict[str, Any]]:
        """What the browser logged since the last call of this."""
        return list(self.browser.get_log("browser"))  # type: ignore[no-untyped-call]
