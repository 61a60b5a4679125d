from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from socketserver import BaseServer, StreamRequestHandler, TCPServer

import pytest

from tools.line.addresses import Address, Addresses, LineError
from tools.line.health import ask, metric, wait_until_free, wait_until_ready


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


class Foreign(StreamRequestHandler):
    """What else may listen on a port."""

    answer: bytes

    def handle(self) -> None:
        self.rfile.readline()
        self.wfile.write(self.answer)


@contextmanager
def serving(server: BaseServer) -> Iterator[Address]:
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield Address("speech", "127.0.0.1", server.server_address[1], "")
    server.shutdown()
    server.server_close()


@pytest.fixture
def speech() -> Iterator[Address]:
    with serving(HTTPServer(("127.0.0.1", 0), Answers)) as address:
        yield address


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


@pytest.mark.parametrize(
    "answer", [b"", b"SSH-2.0-x\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"]
)
def test_a_foreign_service_is_not_ready_and_has_no_metrics(answer: bytes) -> None:
    Foreign.answer = answer
    with serving(TCPServer(("127.0.0.1", 0), Foreign)) as address:
        assert ask(address).text == "starting"
        with pytest.raises(LineError, match="/metrics cannot be read"):
            metric(address, "calls_total")


def test_no_proxy_is_asked(speech: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    Answers.answers = [(200, b"")]
    assert ask(speech).ready
    assert metric(speech, "calls_total") == 0


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


def test_what_still_listens_after_closing_is_named(speech: Address) -> None:
    with pytest.raises(LineError, match=f"not everything has ended: (?s:.*){speech.port}"):
        wait_until_free(Addresses(speech, speech, speech), timeout_s=0.0)


def test_a_metric_is_summed_over_its_labels_and_told_from_others(speech: Address) -> None:
    text = b'calls_total{line="a"} 2.0\ncalls_total{line="b"} 3.0\ncalls_now 7.0\n'
    Answers.answers = [(200, text)]
    assert metric(speech, "calls_total") == 5


def test_metrics_that_are_refused_are_no_zero(speech: Address) -> None:
    Answers.answers = [LOADING]
    with pytest.raises(LineError, match="/metrics cannot be read: .*503"):
        metric(speech, "calls_total")
