"""Headless Chromium with a recording as its microphone, and the fake server it calls."""

from __future__ import annotations

import shutil
import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import moonshine_voice
import numpy as np
import pytest
from numpy.typing import NDArray
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from tests.channels.softphone.fake_server import PREFIX, FakeServer
from tests.channels.softphone.page import Page
from tests.channels.softphone.sound import rms
from tests.missing import missing

CHROMIUM, CHROMEDRIVER = shutil.which("chromium"), shutil.which("chromedriver")
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--host-resolver-rules=MAP softphone.test 127.0.0.1",
    "--window-size=1280,900",
]


@pytest.fixture(scope="session")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five seconds of a person reading, with its pauses, s16 mono."""
    source = Path(moonshine_voice.__file__).parent / "assets" / "two_cities.wav"
    path = tmp_path_factory.mktemp("microphone") / "speech.wav"
    with wave.open(str(source)) as speech, wave.open(str(path), "wb") as part:
        part.setparams(speech.getparams())
        part.writeframes(speech.readframes(5 * speech.getframerate()))
    return path


@pytest.fixture(scope="module")
def browser(recording: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    if not (CHROMIUM and CHROMEDRIVER):
        missing("Chromium", "apt-get install chromium chromium-driver")
    options = ChromeOptions()
    options.binary_location = CHROMIUM
    profile = tmp_path_factory.mktemp("profile")
    microphone = f"--use-file-for-fake-audio-capture={recording}"
    for flag in [*FLAGS, microphone, f"--user-data-dir={profile}"]:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = Chrome(options, Service(CHROMEDRIVER))
    driver.set_script_timeout(60)
    yield driver
    driver.quit()


@pytest.fixture
def server() -> Iterator[FakeServer]:
    server = FakeServer()
    yield server
    server.close()


@pytest.fixture
def page(browser: Chrome, server: FakeServer) -> Iterator[Page]:
    """The page, idle; the test fails if the browser finds fault with it."""
    page = Page(browser, server)
    page.console()
    yield page
    severe = [one for one in page.console() if one["level"] == "SEVERE"]
    browser.get("about:blank")
    assert severe == []


@pytest.fixture(scope="module")
def evaluate(browser: Chrome) -> Iterator[Callable[..., Any]]:
    """Runs JavaScript in the page with one of its modules as `m` and the arguments as `a`."""
    server = FakeServer()
    browser.get(server.url)

    def run(module: str, body: str, *arguments: Any) -> Any:
        script = f"""
            const [a, done] = [[...arguments].slice(0, -1), [...arguments].at(-1)];
            import("{PREFIX}softphone/{module}").then((m) => {{ {body} }})
                .then((value) => done({{ value }}), (error) => done({{ error: `${{error}}` }}));"""
        result = browser.execute_async_script(script, *arguments)
        assert "error" not in result, result["error"]
        return result.get("value")

    yield run
    browser.get("about:blank")
    server.close()


@pytest.fixture(scope="session")
def loudness(recording: Path) -> NDArray[np.float64]:
    """RMS of the recording in steps of 20 ms."""
    with wave.open(str(recording)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
        step = file.getframerate() // 50
    return rms(samples, step)
