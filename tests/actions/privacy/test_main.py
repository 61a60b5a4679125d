"""The command, as others use it."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from actions.privacy import __main__ as command
from actions.privacy.lines import EXPECTED

Run = Callable[..., tuple[int, list[dict[str, object]], str]]


def line(**fields: object) -> bytes:
    return json.dumps(fields).encode()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command with these arguments and this input; its status, output and complaint."""

    def run(given: bytes, *arguments: str) -> tuple[int, list[dict[str, object]], str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        monkeypatch.setattr(sys, "argv", ["privacy", "redact", *arguments])
        status, shown = command.main(), capsys.readouterr()
        return status, [json.loads(one) for one in shown.out.splitlines()], shown.err

    return run


@pytest.fixture
def run_commands(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., tuple[int, str]]:
    """The others, which need a database, where there is none."""

    def run(*arguments: str) -> tuple[int, str]:
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
        monkeypatch.setattr(sys, "argv", ["privacy", *arguments])
        return command.main(), capsys.readouterr().err

    return run


@pytest.mark.parametrize(
    "arguments",
    [
        ("purge",),
        ("export", "--caller", "+15550142"),
        ("erase", "--caller", "+15550142"),
        ("hold", "call-1"),
        ("release", "call-1"),
        ("add-key", "--name", "jane", "--role", "agent"),
        ("list-keys",),
        ("revoke-key", "--name", "jane"),
        ("verify-audit",),
    ],
)
def test_the_commands_for_what_is_kept_need_a_database(
    run_commands: Callable[..., tuple[int, str]], arguments: tuple[str, ...]
) -> None:
    status, complaint = run_commands(*arguments)
    assert status == 1
    assert complaint.startswith("There is no database yet")


def test_lines_come_and_go_as_json(run: Run) -> None:
    status, shown, _ = run(line(text="hello") + b"\n" + b"?\n")
    assert status == 0
    assert shown == [{"text": "hello", "entities": []}, {"error": EXPECTED}]


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


@pytest.mark.parametrize(
    "content", ["entities: {PIN: shred}", "entities: [", "entities: 2024-13-45", b"\xff"]
)
def test_a_broken_policy_is_refused(run: Run, tmp_path: Path, content: str | bytes) -> None:
    policy = tmp_path / "privacy.yml"
    policy.write_bytes(content if isinstance(content, bytes) else content.encode())
    status, shown, complaint = run(line(text="hello"), "--policy", str(policy))
    assert (status, shown) == (2, [])
    assert complaint.startswith("privacy.yml: ")


def test_a_policy_that_is_not_there_is_refused(run: Run, tmp_path: Path) -> None:
    status, _, complaint = run(line(text="hello"), "--policy", str(tmp_path / "none.yml"))
    assert (status, complaint.startswith("none.yml: the file is")) == (2, True)
