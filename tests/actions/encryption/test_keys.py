"""Where keys come from."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from actions.encryption.key_file import FileKeys, add, drop_old
from actions.encryption.keys import CommandKeys, EnvironmentKeys, Keys
from actions.errors import SettingError


@pytest.mark.parametrize("value", ["new old", "new,old", " new\n\nold,\n", "new, old"])
def test_several_stand_in_one_text_the_newest_first(value: str) -> None:
    assert EnvironmentKeys(value).read() == ["new", "old"]


def test_a_command_is_asked_for_them() -> None:
    keys = CommandKeys(f"{sys.executable} -c 'print(\"new old\")'")
    assert keys.read() == ["new", "old"]


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ("false", "status 1"),
        ("no-such-command", "FileNotFoundError"),
        ("'", "ValueError"),
        ("sh -c 'echo secret; exit 3'", "status 3"),
    ],
)
def test_a_command_that_fails_is_named_without_what_it_said(command: str, why: str) -> None:
    with pytest.raises(SettingError, match=why) as refused:
        CommandKeys(command).read()
    assert "encryption.key_command" in str(refused.value)
    assert "secret" not in str(refused.value)


def test_a_file_is_made_when_something_is_to_be_sealed_and_its_owners_alone(
    tmp_path: Path,
) -> None:
    keys = FileKeys(tmp_path / "new" / "data.key")
    with pytest.raises(SettingError, match="encryption.key_file"):
        keys.read()
    keys.first()
    made = keys.read()
    keys.first()
    assert keys.read() == made
    assert keys.path.stat().st_mode & 0o777 == 0o600


def test_a_key_is_added_before_the_others_which_are_then_dropped(tmp_path: Path) -> None:
    keys = FileKeys(tmp_path / "data.key")
    keys.first()
    (old,) = keys.read()
    before = keys.version()
    add(keys)
    new, *others = keys.read()
    assert others == [old]
    assert keys.version() != before
    drop_old(keys)
    assert keys.read() == [new]
    assert keys.path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["data.key"]


@pytest.mark.parametrize("keys", [EnvironmentKeys("a b"), CommandKeys("echo a b")])
@pytest.mark.parametrize("change", [add, drop_old])
def test_keys_that_others_keep_are_theirs_to_change(keys: Keys, change: object) -> None:
    with pytest.raises(SettingError, match="allowed: .* the"):
        change(keys)  # type: ignore[operator]
