from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from channels.outbox.outbox import Outbox

KEY = Fernet.generate_key()

Open = Callable[..., Outbox]


@pytest.fixture
def open_outbox(tmp_path: Path) -> Iterator[Open]:
    opened: list[Outbox] = []

    def open_one(key: bytes = KEY) -> Outbox:
        opened.append(Outbox(tmp_path / "events", Fernet(key)))
        return opened[-1]

    yield open_one
    for outbox in opened:
        outbox.close()


def numbers(outbox: Outbox, limit: int = 100) -> list[Any]:
    return [waiting.item and waiting.item["n"] for waiting in outbox.take(limit)]


def test_items_come_in_the_order_in_which_they_went(open_outbox: Open) -> None:
    outbox = open_outbox()
    for n in range(5):
        outbox.put({"n": n})
    assert numbers(outbox, 3) == [0, 1, 2]
    assert numbers(outbox, 3) == [3, 4]
    assert numbers(outbox) == []


def test_what_did_not_arrive_comes_again_before_what_is_newer(open_outbox: Open) -> None:
    outbox = open_outbox()
    for n in range(3):
        outbox.put({"n": n})
    outbox.back(outbox.take(2))
    outbox.put({"n": 3})
    assert numbers(outbox) == [0, 1, 2, 3]


def test_what_was_taken_before_the_disk_failed_is_not_passed_over(
    open_outbox: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    outbox = open_outbox()
    for n in range(4):
        outbox.put({"n": n})
    read = outbox._queue.get
    answers = iter([read, read, disk_full, disk_full])
    monkeypatch.setattr(outbox._queue, "get", lambda **how: next(answers)(**how))
    assert numbers(outbox) == [0, 1]
    with pytest.raises(sqlite3.OperationalError):
        outbox.take(1)
    monkeypatch.undo()
    outbox.take_back()
    assert numbers(outbox) == [0, 1, 2, 3]


def disk_full(**how: bool) -> None:
    raise sqlite3.OperationalError("database or disk is full")


def test_what_arrived_is_gone(open_outbox: Open) -> None:
    outbox = open_outbox()
    outbox.put({"n": 0})
    outbox.done(outbox.take(1))
    outbox.close()
    assert numbers(open_outbox()) == []


def test_numbers_grow_even_after_all_have_arrived(open_outbox: Open) -> None:
    outbox = open_outbox()
    seen = []
    for n in range(3):
        outbox.put({"n": n})
        taken = outbox.take(10)
        seen += [waiting.number for waiting in taken]
        outbox.done(taken)
    assert seen == sorted(set(seen))


def test_what_was_taken_but_not_settled_survives_a_crash(tmp_path: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; from cryptography.fernet import Fernet\n"
        "from channels.outbox.outbox import Outbox\n"
        "outbox = Outbox(Path(sys.argv[1]), Fernet(sys.argv[2]))\n"
        "for n in range(4): outbox.put({'n': n})\n"
        "outbox.take(2); os._exit(9)"
    )
    folder = str(tmp_path / "events")
    crashed = subprocess.run([sys.executable, "-c", script, folder, KEY.decode()], check=False)
    assert crashed.returncode == 9
    outbox = Outbox(tmp_path / "events", Fernet(KEY))
    assert numbers(outbox) == [0, 1, 2, 3]
    outbox.close()


def test_nothing_is_readable_on_the_disk(open_outbox: Open, tmp_path: Path) -> None:
    outbox = open_outbox()
    outbox.put({"n": "my PIN is 4821"})
    folder = tmp_path / "events" / "1"
    assert b"ack_queue" in b"".join(file.read_bytes() for file in folder.iterdir())
    assert b"4821" not in b"".join(file.read_bytes() for file in folder.iterdir())
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_an_item_of_another_key_is_told_and_can_be_set_aside(open_outbox: Open) -> None:
    outbox = open_outbox()
    outbox.put({"n": 0})
    outbox.close()
    outbox = open_outbox(Fernet.generate_key())
    outbox.put({"n": 1})
    unreadable, readable = outbox.take(2)
    assert (unreadable.item, readable.item) == (None, {"n": 1})
    outbox.set_aside(unreadable)
    outbox.done([readable])
    outbox.close()
    assert numbers(open_outbox()) == []  # but it is still in the file


@pytest.mark.parametrize(
    "damage", [b"not a database at all" * 100, b"SQLite format 3\0" + b"x" * 5000]
)
def test_a_damaged_file_is_kept_beside_a_new_one(
    open_outbox: Open, tmp_path: Path, damage: bytes
) -> None:
    folder = tmp_path / "events" / "1"
    folder.mkdir(parents=True)
    (folder / "data.db").write_bytes(damage)
    outbox = open_outbox()
    outbox.put({"n": 1})
    assert numbers(outbox) == [1]
    (kept,) = folder.glob("damaged-*")
    assert kept.read_bytes() == damage


def test_two_processes_have_a_queue_each(open_outbox: Open) -> None:
    first, second = open_outbox(), open_outbox()
    first.put({"n": 1})
    second.put({"n": 2})
    assert (numbers(first), numbers(second)) == ([1], [2])


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "events").write_text("a file")
    with pytest.raises(OSError, match="events"):
        Outbox(tmp_path / "events", Fernet(KEY))


def test_an_item_may_hold_what_json_does_not_know(open_outbox: Open) -> None:
    outbox = open_outbox()
    outbox.put({"n": os})
    assert "module 'os'" in numbers(outbox)[0]
