from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from speech.errors import SettingError
from speech.settings import Settings, check, read

CHANNEL = "channels.browser_audio.BrowserAudioInput"


def file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "credentials.yml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    "text",
    ["", "rest:", f"{CHANNEL}:", f"{CHANNEL}:\n  asr: {{}}", f"{CHANNEL}:\n  tts:\n    model:"],
)
def test_every_setting_has_a_default(tmp_path: Path, text: str) -> None:
    assert read(file(tmp_path, text)) == Settings()


def test_no_file_is_no_setting(tmp_path: Path) -> None:
    assert read(tmp_path / "none.yml") == Settings()


def test_settings_are_read_from_the_channels_section(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPEECH_PORT", "7001")
    text = (
        f"{CHANNEL}:\n  tts:\n    name: coqui\n    url: http://127.0.0.1:${{SPEECH_PORT}}\n"
        "    threads: 1\n    speed: 1.1\n    timeout_s: 2\n"
    )
    settings = read(file(tmp_path, text))
    assert (settings.host, settings.port, settings.threads) == ("127.0.0.1", 7001, 1)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", "espeak"),
        ("url", "https://127.0.0.1:5002"),
        ("url", "127.0.0.1"),
        ("url", "http://127.0.0.1:99999"),
        ("url", "http://[::1"),
        ("url", 5002),
        ("model", ""),
        ("model", 1),
        ("voice", " "),
        ("language", []),
        ("device", "gpu"),
        ("device", ["cpu"]),
        ("threads", 0),
        ("threads", 65),
        ("threads", True),
        ("threads", 1.5),
        ("seed", -1),
        ("max_chars", "many"),
        ("max_waiting", 0),
        ("cache_mb", -1),
        ("cache_path", False),
        ("cache_path", "${NOWHERE_SET}"),
        ("treads", 2),
    ],
)
def test_what_is_not_allowed_is_named(key: str, value: Any) -> None:
    with pytest.raises(SettingError) as refused:
        check({key: value})
    assert refused.value.key == f"{CHANNEL}.tts.{key}"
    assert f"{key} is {value!r}; allowed: " in str(refused.value)


@pytest.mark.parametrize(
    "text", ["- a", f"{CHANNEL}: 5", f"{CHANNEL}:\n  tts: coqui", "a: [", "\0"]
)
def test_a_file_of_another_form_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingError):
        read(file(tmp_path, text))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://127.0.0.1:5002", "http://127.0.0.1:6000"),
        ("http://[::1]:5002", "http://[::1]:6000"),
    ],
)
def test_a_port_on_the_command_line_wins(url: str, expected: str) -> None:
    settings = check({"url": url})
    assert settings.at_port(6000).url == expected
    assert settings.at_port(None) is settings


def test_a_url_without_a_port_means_80() -> None:
    assert check({"url": "http://localhost"}).port == 80
