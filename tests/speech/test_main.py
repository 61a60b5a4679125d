"""`python -m speech` as a process: how it starts, what it refuses, how it ends."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.servers import OPENER, START_S, await_health, free_port

ROOT = Path(__file__).parents[2]
CHANNEL = "channels.browser_audio.BrowserAudioInput"


def credentials(tmp_path: Path, **settings: Any) -> Path:
    path = tmp_path / "credentials.yml"
    path.write_text(json.dumps({CHANNEL: {"tts": {"cache_path": str(tmp_path)} | settings}}))
    return path


def command(path: Path, port: int) -> list[str]:
    return [sys.executable, "-m", "speech", "--credentials", str(path), "--port", str(port)]


def refusal(path: Path, port: int) -> str:
    ended = subprocess.run(
        command(path, port), cwd=ROOT, capture_output=True, text=True, timeout=START_S, check=False
    )
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    return ended.stderr


@contextmanager
def running(tmp_path: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """The process, ready."""
    process = subprocess.Popen(
        command(credentials(tmp_path), port), cwd=ROOT, stderr=subprocess.PIPE, text=True
    )
    try:
        await_health(port, process)
        yield process
    finally:
        process.kill()
        process.communicate()


def speech(port: int, text: str) -> Any:
    body = json.dumps({"input": text, "cache": False}).encode()
    return OPENER.open(f"http://127.0.0.1:{port}/v1/audio/speech", body)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_speaks_and_ends_cleanly_after_what_it_was_saying(
    tmp_path: Path, number: signal.Signals
) -> None:
    port = free_port()
    with running(tmp_path, port) as process:
        answer = speech(port, "Good morning, Maria Lopez. " * 5)
        first = answer.read(1000)
        process.send_signal(number)
        assert len(first + answer.read()) > 200_000
        _, log = process.communicate(timeout=START_S)
    assert process.returncode == 0
    assert "Maria" not in log
    assert "Traceback" not in log


def test_a_port_in_use_is_named_with_its_remedy(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = refusal(credentials(tmp_path), port)
    assert f"127.0.0.1:{port} is in use" in said
    assert "--port" in said


def test_an_address_that_is_not_ours_is_named(tmp_path: Path) -> None:
    path = credentials(tmp_path, url="http://192.0.2.1:5002")
    assert "cannot listen at 192.0.2.1" in refusal(path, free_port())


def test_a_broken_setting_is_refused_before_anything_is_loaded(tmp_path: Path) -> None:
    said = refusal(credentials(tmp_path, device="gpu"), free_port())
    assert "tts.device is 'gpu'; allowed: cpu or cuda" in said


def test_an_impossible_port_is_refused(tmp_path: Path) -> None:
    assert "tts.url" in refusal(credentials(tmp_path), 70_000)


def test_a_missing_voice_is_refused_with_what_to_do(tmp_path: Path) -> None:
    said = refusal(credentials(tmp_path, model="models/none.onnx"), free_port())
    assert "models/none.onnx is missing or damaged" in said


def test_a_voice_that_the_model_lacks_is_refused(tmp_path: Path) -> None:
    assert "tts.voice is 'ann'; allowed: joe" in refusal(
        credentials(tmp_path, voice="ann"), free_port()
    )
