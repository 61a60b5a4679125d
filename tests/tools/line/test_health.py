from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tools.line.addresses import Address, LineError
from tools.line.health import ask, metric, wait_until_ready


class Answers(BaseHTTPRequestHandler):
    """Gives the server's answers one after the other, the last one again and again."""

    answers: list[tuple[int, bytes]]

    def do_GET(self) -> None:
        status, body = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def speech() -> Iterator[Address]:
    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Address("speech", "127.0.0.1", server.server_port, "")
    server.shutdown()
    server.server_close()


LOADING = 503, b'{"status": "starting", "reason": "loading the voice"}'


@pytest.mark.parametrize(
    ("answer", "ready", "text"),
    [
        ((200, b'{"status": "ok"}'), True, "ready"),
        (LOADING, False, "starting: loading the voice"),
        ((503, b"<html>"), False, "starting"),
        ((500, b"[]"), False, "starting"),
    ],
)
def test_only_status_200_is_ready(
    speech: Address, answer: tuple[int, bytes], ready: bool, text: str
) -> None:
    Answers.answers = [answer]
    health = ask(speech)
    assert (health.ready, health.text) == (ready, text)


def test_nobody_there_is_starting(unused_tcp_port: int) -> None:
    assert ask(Address("speech", "127.0.0.1", unused_tcp_port, "")).text == "starting"


def test_each_reason_is_told_once(speech: Address) -> None:
    Answers.answers = [LOADING, LOADING, (200, b"{}")]
    told: list[str] = []
    assert set(wait_until_ready([speech], lambda: True, told.append)) == {"speech"}
    assert [text.split(maxsplit=3)[3] for text in told] == ["starting: loading the voice", "ready"]


def test_what_never_becomes_ready_is_named_with_its_reason(speech: Address) -> None:
    Answers.answers = [LOADING]
    with pytest.raises(LineError, match=r"speech \(starting: loading the voice\)"):
        wait_until_ready([speech], lambda: True, lambda text: None, timeout_s=0.0)


def test_a_process_that_ended_is_not_waited_for(speech: Address) -> None:
    Answers.answers = [LOADING]
    with pytest.raises(LineError, match="a process has ended"):
        wait_until_ready([speech], lambda: False, lambda text: None)


def test_a_metric_is_summed_over_its_labels_and_told_from_others(speech: Address) -> None:
    text = b'calls_total{line="a"} 2.0\ncalls_total{line="b"} 3.0\ncalls_now 7.0\n'
    Answers.answers = [(200, text)]
    assert metric(speech, "calls_total") == 5
