from __future__ import annotations

import stat
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from channels.errors import SettingError
from channels.outbox.keys import VARIABLE, cipher


def test_a_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "new" / "queue.key"
    sealed = cipher({}, file).encrypt(b"text")
    assert cipher({}, file).decrypt(sealed) == b"text"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_environments_key_wins(tmp_path: Path) -> None:
    key = Fernet.generate_key()
    sealed = cipher({VARIABLE: key.decode()}, tmp_path / "queue.key").encrypt(b"text")
    assert Fernet(key).decrypt(sealed) == b"text"
    assert not (tmp_path / "queue.key").exists()


def test_a_broken_key_is_refused_without_being_shown(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="endpoints.yml: VOICEDESK_QUEUE_KEY") as raised:
        cipher({VARIABLE: "hunter2"}, tmp_path / "queue.key")
    assert "hunter2" not in str(raised.value)


def test_a_broken_key_file_is_refused_by_its_name(tmp_path: Path) -> None:
    file = tmp_path / "queue.key"
    file.write_text("hunter2")
    with pytest.raises(SettingError, match=r"event_broker\.key_file is .*queue\.key"):
        cipher({}, file)
