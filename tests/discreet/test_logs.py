"""What is left of records, whoever makes them."""

from __future__ import annotations

import importlib.util
import logging
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from discreet import logs

SECRET = "my pin is 4821"


@pytest.fixture(autouse=True)
def _installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(warnings, "showwarning", warnings.showwarning)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    before = logging.getLogRecordFactory()
    logs.install()
    yield
    logging.setLogRecordFactory(before)


Library = Callable[[str, str], ModuleType]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A module of that name with that source."""

    def load(name: str, source: str) -> ModuleType:
        path = tmp_path / "module.py"
        path.write_text(
            f"import logging, structlog\nlogger = logging.getLogger({name!r})\n{source}"
        )
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec and spec.loader
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load


def says(call: str) -> str:
    return f"def say(text):\n    {call}\n"


@pytest.mark.parametrize(
    ("name", "call", "expected"),
    [
        ("rasa.core.processor", "logger.info(f'Received {text}')", "Received …"),
        ("rasa.core.processor", "logger.error('Received %s', text)", "Received %s"),
        ("presidio", "logging.getLogger('channels').error(text)", "…"),
        ("channels.voice", "logging.getLogger('asyncio').error(text)", "…"),
        ("sanic.app", "logger.error('Failed: %s', text)", "Failed: %s"),
        ("channels.voice", "logger.info('a call of %s s', 12)", "a call of 12 s"),
        (
            "rasa.core.run",
            "logger.info('Starting at %s', 'http://here')",
            "Starting at http://here",
        ),
        ("rasa.core.run", "logger.debug('Starting at %s', text)", "Starting at %s"),
    ],
)
def test_of_a_librarys_record_stays_what_its_authors_wrote(
    caplog: pytest.LogCaptureFixture, library: Library, name: str, call: str, expected: str
) -> None:
    caplog.set_level(logging.DEBUG)
    library(name, says(call)).say(SECRET)
    assert caplog.messages == [expected]


def test_structlogs_values_are_left_out(caplog: pytest.LogCaptureFixture, library: Library) -> None:
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.DEBUG)
    caplog.set_level(logging.DEBUG)
    call = "structlog.get_logger(__name__).error('message.received', text=text)"
    library("rasa.core.channels.rest", says(call)).say(SECRET)
    assert caplog.messages == ["message.received"]


def test_of_an_exception_stay_its_type_and_place(caplog: pytest.LogCaptureFixture) -> None:
    try:
        raise ValueError(SECRET)
    except ValueError:
        logging.getLogger("channels").exception("a turn failed")
    assert "builtins.ValueError" in caplog.text
    assert "test_logs.py" in caplog.text
    assert SECRET not in caplog.text.replace("raise ValueError(SECRET)", "")


def test_a_thread_that_fails_quotes_nothing(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise ValueError(SECRET)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert caplog.messages == ["A thread has failed"]
    assert SECRET not in capsys.readouterr().err


def test_a_thread_that_exits_is_no_failure(caplog: pytest.LogCaptureFixture) -> None:
    thread = threading.Thread(target=sys.exit)
    thread.start()
    thread.join()
    assert caplog.messages == []


def error_with_cause() -> BaseException:
    try:
        try:
            raise ValueError(SECRET)
        except ValueError as cause:
            raise KeyError(SECRET) from cause
    except KeyError as error:
        return error


def test_what_nobody_catches_is_told_with_its_causes_and_without_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    error = error_with_cause()
    sys.excepthook(type(error), error, error.__traceback__)
    told = capsys.readouterr().err
    assert told.index("builtins.ValueError") < told.index("builtins.KeyError")
    assert SECRET not in told


def test_who_interrupts_it_knows_why_it_ends(capsys: pytest.CaptureFixture[str]) -> None:
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert capsys.readouterr().err == ""


def test_what_fails_in_a_finalizer_is_told_without_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    class Fails:
        def __del__(self) -> None:
            raise ValueError(SECRET)

    sys.unraisablehook = logs._failed_unseen
    Fails()
    assert capsys.readouterr().err.endswith("builtins.ValueError\n")


@pytest.mark.parametrize(
    ("name", "call", "expected"),
    [
        ("library", "warnings.warn(f'No {text}', UserWarning)", "UserWarning: No …"),
        ("rasa.shared.utils.io", "warnings.warn(text, UserWarning)", "UserWarning: …"),
    ],
)
def test_a_warning_quotes_nothing(
    capsys: pytest.CaptureFixture[str], library: Library, name: str, call: str, expected: str
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = logs._warn
        library(name, f"import warnings\n{says(call)}").say(SECRET)
    assert expected in capsys.readouterr().err


def test_without_a_caller_in_python_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "_LOGGING", ("",))  # every frame is between
    given = ("channels", logging.ERROR, "library.py", 1, SECRET, (), None)
    assert logs.record(*given).getMessage() == "…"
