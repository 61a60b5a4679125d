"""The folders of processes that are no more."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from channels.outbox.adoption import adopt
from channels.outbox.outbox import Outbox

KEYS = Fernet(Fernet.generate_key())


def left_behind(folder: Path, number: int, *items: int, cipher: Fernet = KEYS) -> None:
    outbox = Outbox(folder, cipher, [number])
    for n in items:
        outbox.put({"n": n})
    outbox.close()


def waiting_in(outbox: Outbox) -> list[Any]:
    return [waiting.item and waiting.item["n"] for waiting in outbox.take(10_000)]


def waiting_after_adoption(folder: Path) -> list[Any]:
    outbox = Outbox(folder, KEYS)
    adopt(outbox, folder, KEYS)
    waiting = waiting_in(outbox)
    outbox.close()
    return waiting


def test_what_others_left_comes_after_our_own_in_order_and_leaves_their_folders(
    tmp_path: Path,
) -> None:
    left_behind(tmp_path, 1, 0)
    left_behind(tmp_path, 2, *range(1, 1201))
    left_behind(tmp_path, 10, 1201)
    assert waiting_after_adoption(tmp_path) == list(range(1202))
    for number in (2, 10):
        emptied = Outbox(tmp_path, KEYS, [number])
        assert waiting_in(emptied) == []
        emptied.close()


def test_the_folder_of_a_process_that_runs_is_left_alone(tmp_path: Path) -> None:
    running = Outbox(tmp_path, KEYS, [2])
    running.put({"n": 1})
    assert waiting_after_adoption(tmp_path) == []
    assert waiting_in(running) == [1]
    running.close()


def test_what_cannot_be_decrypted_stays_in_its_folder(tmp_path: Path) -> None:
    left_behind(tmp_path, 2, 0, cipher=Fernet(Fernet.generate_key()))
    left_behind(tmp_path, 2, 1)
    assert waiting_after_adoption(tmp_path) == [1]
    with sqlite3.connect(tmp_path / "2" / "data.db") as file:
        assert file.execute("SELECT count(*) FROM ack_queue_default").fetchone() == (1,)


def test_what_the_disk_does_not_take_comes_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    left_behind(tmp_path, 2, 1, 2)

    def full(item: dict[str, Any]) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    outbox = Outbox(tmp_path, KEYS)
    monkeypatch.setattr(outbox, "put", full)
    adopt(outbox, tmp_path, KEYS)
    outbox.close()
    assert "disk is full" in caplog.text
    assert waiting_after_adoption(tmp_path) == [1, 2]


def test_a_damaged_folder_does_not_stop_the_start(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "2").mkdir()
    (tmp_path / "2" / "data.db").write_bytes(b"not a database at all" * 100)
    left_behind(tmp_path, 3, 1)
    assert waiting_after_adoption(tmp_path) == [1]
    assert "2 was damaged" in caplog.text
