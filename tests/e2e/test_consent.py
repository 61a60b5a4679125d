"""A line that asks its callers for consent: what they answer decides what is kept."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.e2e.callers import say
from tests.e2e.open_line import Heard, OpenLine

ASKING = {"version": "1", "purposes": {"service": "opt_out", "training": "opt_in"}}


@pytest.fixture(scope="module")
def asking(line: OpenLine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenLine]:
    """The same line, whose action server has other rules for a while."""
    policy = tmp_path_factory.mktemp("consent") / "privacy.yml"
    policy.write_text(yaml.safe_dump({"consent": ASKING}))
    settings = Path(line.processes.environment["ENDPOINTS"])
    before = settings.read_text()
    rules = {"redaction": {"policy": str(policy)}}
    with line.processes.killed("actions"):
        settings.write_text(yaml.safe_dump({**yaml.safe_load(before), **rules}))
    yield line
    with line.processes.killed("actions"):
        settings.write_text(before)


@pytest.fixture(scope="module")
def answers(asking: OpenLine) -> dict[str, Heard]:
    scripts = {
        "agrees": [say("yes, you may."), say("what are your opening hours?")],
        "asks for something": [say("what are your opening hours?")],
        "objects": [say("please do not record this call."), say("what are your opening hours?")],
    }
    return asking.place({name: asking.by_browser(script) for name, script in scripts.items()})


def offered(line: OpenLine, purpose: str) -> set[str]:
    """The ids of the calls that may be used for it."""
    environment = line.processes.environment
    command = [sys.executable, "-m", "actions.transcripts", "--endpoints", environment["ENDPOINTS"]]
    command += ["export", "--purpose", purpose]
    exported = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    return {json.loads(line)["call_id"] for line in exported}


def test_every_caller_is_asked_and_served(answers: dict[str, Heard]) -> None:
    for heard in answers.values():
        assert heard.problem == ""
        assert "May I learn from this call" in heard.said
        assert "open" in heard.said


def test_only_the_call_of_who_agrees_is_offered_for_training(
    line: OpenLine, answers: dict[str, Heard]
) -> None:
    for heard in answers.values():
        line.transcript(heard.recording.call_id)
    ids = {name: heard.recording.call_id for name, heard in answers.items()}
    mine = set(ids.values())
    assert offered(line, "training") & mine == {ids["agrees"]}
    assert offered(line, "service") & mine == {ids["agrees"], ids["asks for something"]}


def test_nothing_is_left_of_the_words_of_who_objects(
    line: OpenLine, answers: dict[str, Heard]
) -> None:
    objection = line.transcript(answers["objects"].recording.call_id)
    assert "consent to service: no (opt_out), training: no (opt_in)" in objection
    assert "open" not in objection
    assert "open" in line.transcript(answers["asks for something"].recording.call_id)
