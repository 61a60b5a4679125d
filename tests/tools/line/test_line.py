"""The line with three small processes in place of the real ones: real honcho, real signals."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tools.line.addresses import SPEECH, LineError, read_addresses
from tools.line.line import Line
from tools.line.private import free_ports

ROOT = Path(__file__).parents[3]
SERVER = """
import http.server, json, signal, sys
name, port, status = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])

class Health(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps({"status": "failing", "reason": "no voice"}).encode())

def stop(number, frame):
    print("stopping", name, flush=True)
    open("stopped", "a").write(name + "\\n")
    sys.exit(0)

signal.signal(signal.SIGTERM, stop)
print("starting", name, flush=True)
http.server.HTTPServer(("127.0.0.1", port), Health).serve_forever()
"""

SIGNALLED_EARLY = """
import os, signal, sys
from tools.line import supervisor

class Signalled(supervisor.Switchboard):
    def _start(self):
        super()._start()
        os.kill(os.getpid(), signal.SIGTERM)

supervisor.Switchboard = Signalled
sys.exit(supervisor.main())
"""


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A folder with a Procfile of three small servers, and where they listen."""
    monkeypatch.chdir(tmp_path)
    speech, actions, rasa = free_ports(3)
    Path("server.py").write_text(SERVER)
    Path("endpoints.yml").write_text(f"action_endpoint: {{url: 'http://127.0.0.1:{actions}'}}")
    Path("credentials.yml").write_text(
        f"{SPEECH[0]}: {{tts: {{url: 'http://127.0.0.1:{speech}'}}}}"
    )
    procfile(speech=(speech, 200), actions=(actions, 200), rasa=(rasa, 200))
    return {**os.environ, "PYTHONPATH": str(ROOT), "RASA_PORT": str(rasa)}


def procfile(**servers: tuple[int, int]) -> None:
    lines = [
        f"{name}: exec {sys.executable} server.py {name} {port} {status}"
        for name, (port, status) in servers.items()
    ]
    Path("Procfile").write_text("\n".join(lines))


def nobody_listens(line: Line) -> bool:
    return not any(address.obstacle() for address in line.addresses.all)


def test_it_is_open_inside_and_closed_outside(environment: dict[str, str]) -> None:
    told: list[str] = []
    with Line(environment, tell=told.append) as line:
        assert set(line.ready_s) == {"speech", "actions", "rasa"}
        assert line.alive()
    assert nobody_listens(line)
    assert [name for name in line.ready_s if not any(name in text for text in told)] == []
    assert "starting rasa" in Path("var/log/rasa.log").read_text()


def test_a_full_disk_costs_log_lines_and_not_the_line(
    environment: dict[str, str], capfd: pytest.CaptureFixture[str]
) -> None:
    Path("var/log").mkdir(parents=True)
    Path("var/log/rasa.log").symlink_to("/dev/full")
    with Line(environment, tell=lambda text: None) as line:
        assert line.alive()
    assert nobody_listens(line)
    assert capfd.readouterr().err == "rasa's log loses lines: No space left on device\n"
    assert "starting speech" in Path("var/log/speech.log").read_text()


def test_rasa_is_stopped_before_what_it_needs(environment: dict[str, str]) -> None:
    with Line(environment, tell=lambda text: None):
        pass
    stopped = Path("stopped").read_text().split()
    assert stopped[0] == "rasa"
    assert set(stopped[1:]) == {"speech", "actions"}


def test_an_open_line_is_used_and_left_open(environment: dict[str, str]) -> None:
    told: list[str] = []
    with Line(environment, tell=told.append) as line:
        with Line(environment, use_open=True, tell=told.append):
            pass
        assert line.alive()
    assert "The line is open already." in told


def test_a_process_that_ends_ends_the_others_and_is_named(
    environment: dict[str, str], capfd: pytest.CaptureFixture[str]
) -> None:
    broken = "speech: echo no model here; exit 3"
    Path("Procfile").write_text(Path("Procfile").read_text() + "\n" + broken)
    Path("Procfile").write_text("\n".join(Path("Procfile").read_text().splitlines()[1:]))
    line = Line(environment, tell=lambda text: None)
    with pytest.raises(LineError, match="a process has ended"), line:
        pass
    assert "speech has ended" in (errors := capfd.readouterr().err)
    assert "no model here" in errors
    assert nobody_listens(line)


def test_a_port_in_use_starts_nothing(environment: dict[str, str]) -> None:
    taken = socket.create_server(("127.0.0.1", int(environment["RASA_PORT"])))
    with taken, pytest.raises(LineError, match="RASA_PORT"), Line(environment):
        pass
    assert not Path("var/log").exists()


def test_nothing_outlives_a_killed_supervisor(environment: dict[str, str]) -> None:
    with Line(environment, tell=lambda text: None) as line:
        assert line.supervisor is not None
        line.supervisor.kill()
    assert nobody_listens(line)


def test_nothing_outlives_a_supervisor_that_obeys_no_more(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tools.line.line.CLOSE_S", 0.1)
    with Line(environment, tell=lambda text: None) as line:
        assert line.supervisor is not None
        line.supervisor.send_signal(signal.SIGSTOP)
    assert nobody_listens(line)


def test_a_signal_that_comes_before_all_have_started_ends_them(
    environment: dict[str, str],
) -> None:
    command = [sys.executable, "-c", SIGNALLED_EARLY]
    assert subprocess.run(command, env=environment, timeout=60).returncode == 0
    assert not any(address.obstacle() for address in read_addresses(environment).all)


@contextmanager
def running(environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """`make run`, once the line is open."""
    command = [sys.executable, "-u", "-m", "tools.run"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        for text in run.stdout:
            if "Call it in a browser" in text:
                break
        try:
            yield run
        finally:
            run.kill()


def test_a_killed_run_leaves_nothing_behind(environment: dict[str, str]) -> None:
    with running(environment) as run:
        run.kill()
        assert run.stdout is not None
        run.stdout.read()  # ends when the last process has closed it
    assert len(Path("stopped").read_text().split()) == 3


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_leaves_nothing_behind(
    environment: dict[str, str], number: signal.Signals
) -> None:
    with running(environment) as run:
        assert run.stdout is not None
        run.send_signal(number)
        assert "The line is closed." in run.stdout.read()
    assert run.returncode == 0
    assert len(Path("stopped").read_text().split()) == 3
