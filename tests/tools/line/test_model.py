from __future__ import annotations

import json
import tarfile
from pathlib import Path

import pytest

from tools.line.health import Health
from tools.line.model import describe_open_line, newest_model_id


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "models").mkdir()
    return tmp_path / "models"


def model(models: Path, name: str, model_id: str) -> None:
    metadata = models / "metadata.json"
    metadata.write_text(json.dumps({"model_id": model_id}))
    with tarfile.open(models / name, "w:gz") as archive:
        archive.add(metadata, "metadata.json")


def test_the_newest_model_is_the_last_by_name(models: Path) -> None:
    model(models, "20260102-000000-b.tar.gz", "second")
    model(models, "20260101-000000-a.tar.gz", "first")
    assert newest_model_id(models) == "second"


@pytest.mark.parametrize("content", [None, b"", b"no archive"])
def test_without_a_model_or_with_a_broken_one_there_is_no_newest(
    models: Path, content: bytes | None
) -> None:
    if content is not None:
        (models / "20260101-000000-a.tar.gz").write_bytes(content)
    assert newest_model_id(models) is None


def test_a_model_that_was_cut_short_is_none(models: Path) -> None:
    model(models, "20260101-000000-a.tar.gz", "first")
    path = models / "20260101-000000-a.tar.gz"
    path.write_bytes(path.read_bytes()[:-30])
    assert newest_model_id(models) is None


@pytest.mark.parametrize(
    ("trained", "open_one", "other"),
    [("a", "a", False), ("a", "b", True), ("a", None, True), (None, "b", False)],
)
def test_an_open_line_with_another_assistant_is_told(
    models: Path, trained: str | None, open_one: str | None, other: bool
) -> None:
    if trained:
        model(models, "20260101-000000-a.tar.gz", trained)
    said = describe_open_line(Health(True, {"model": open_one}))
    assert ("another assistant" in said) == other
