"""The command, as others use it."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from actions.privacy import __main__ as command
from actions.privacy.redactor import Redactor

Run = Callable[..., tuple[int, list[dict[str, object]], str]]


def answers(*lines: bytes) -> list[dict[str, object]]:
    return list(command.redact(lines, Redactor()))


def line(**fields: object) -> bytes:
    return json.dumps(fields).encode()


def test_what_is_found_is_told_with_its_place() -> None:
    (answer,) = answers(line(text="it's four eight two one", bot="What is your PIN?"))
    assert answer == {
        "text": "it's <PIN>",
        "entities": [{"type": "PIN", "start": 5, "end": 23}],
    }


def test_without_a_question_it_is_the_assistant_that_speaks() -> None:
    (answer,) = answers(line(text="We are at 12 Harbor Street, Maria."))
    assert answer["text"] == "We are at 12 Harbor Street, <PERSON>."


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"4821",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b"[" * 100_000,
        line(text=4821),
        line(text="my pin", bot=4821),
        line(text="4821 " * 20_000),
    ],
)
def test_a_bad_line_gets_an_error_that_does_not_quote_it_and_the_next_is_read(bad: bytes) -> None:
    wrong, right = answers(bad, line(text="hello", bot=None))
    assert list(wrong) == ["error"]
    assert "4821" not in str(wrong["error"])
    assert right == {"text": "hello", "entities": []}


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command with these arguments and this input; its status, output and complaint."""

    def run(given: bytes, *arguments: str) -> tuple[int, list[dict[str, object]], str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        monkeypatch.setattr(sys, "argv", ["privacy", "redact", *arguments])
        status, shown = command.main(), capsys.readouterr()
        return status, [json.loads(one) for one in shown.out.splitlines()], shown.err

    return run


def test_lines_come_and_go_as_json(run: Run) -> None:
    status, shown, _ = run(line(text="hello") + b"\n" + b"?\n")
    assert status == 0
    assert shown == [{"text": "hello", "entities": []}, {"error": command.EXPECTED}]


def test_it_explains_itself(run: Run) -> None:
    _, (answer,), _ = run(line(text="4821", bot="Your PIN?"), "--explain")
    assert answer["entities"] == [
        {"type": "PIN", "start": 0, "end": 4, "why": "the question asks for it"}
    ]


def test_the_officers_own_recognizers_are_used(run: Run, tmp_path: Path) -> None:
    policy = tmp_path / "privacy.yml"
    policy.write_text(
        "entities: {MEMBERSHIP: {operator: mask, with: '#'}}\n"
        "recognizers: [{name: membership, supported_entity: MEMBERSHIP,"
        " patterns: [{name: x, regex: 'zx[0-9]', score: 0.5}]}]\n"
    )
    _, (answer,), _ = run(line(text="it is zx4 now"), "--explain", "--policy", str(policy))
    assert answer["text"] == "it is ### now"
    why = "Detected by `membership` using pattern `x`"
    assert answer["entities"] == [{"type": "MEMBERSHIP", "start": 6, "end": 9, "why": why}]


@pytest.mark.parametrize("content", ["entities: {PIN: shred}", "entities: [", b"\xff"])
def test_a_broken_policy_is_refused(run: Run, tmp_path: Path, content: str | bytes) -> None:
    policy = tmp_path / "privacy.yml"
    policy.write_bytes(content if isinstance(content, bytes) else content.encode())
    status, shown, complaint = run(line(text="hello"), "--policy", str(policy))
    assert (status, shown) == (2, [])
    assert complaint.startswith("privacy.yml: ")
