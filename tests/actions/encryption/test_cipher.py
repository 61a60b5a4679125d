"""Texts sealed and opened, while keys change."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.encryption.cipher import Cipher
from actions.encryption.key_file import FileKeys, add, drop_old
from actions.encryption.keys import EnvironmentKeys, new_key
from actions.errors import SettingError, UnreadableColumn

OLD, NEW = new_key(), new_key()


def cipher(*keys: str) -> Cipher:
    return Cipher(EnvironmentKeys(" ".join(keys)))


@given(st.text())
def test_a_text_comes_back_and_is_never_sealed_the_same(text: str) -> None:
    one = cipher(NEW)
    sealed = one.seal(text)
    assert one.open(sealed) == text
    assert one.seal(text) != sealed


def test_the_newest_key_seals_and_all_open() -> None:
    sealed = cipher(OLD).seal("Maria")
    both = cipher(NEW, OLD)
    assert both.open(sealed) == "Maria"
    assert not both.is_newest(sealed)
    assert both.is_newest(both.seal("Maria"))


@pytest.mark.parametrize("damaged", ["", "Maria", "gAAAAAB", cipher(OLD).seal("x")[:-8], "ü"])
def test_what_no_key_opens_is_told_without_its_text(damaged: str) -> None:
    with pytest.raises(UnreadableColumn, match="VOICEDESK_DATA_KEYS") as refused:
        cipher(NEW).open(damaged)
    assert refused.value.__cause__ is None
    assert "Maria" not in str(refused.value)


@pytest.mark.parametrize("keys", ["", "abc", f"{NEW} abc", "ü" * 44])
def test_a_key_that_is_none_is_refused_and_not_shown(keys: str) -> None:
    with pytest.raises(SettingError, match="32 bytes") as refused:
        cipher(keys).seal("Maria")
    assert NEW not in str(refused.value)


def test_keys_that_change_in_their_file_are_read_again(tmp_path: Path) -> None:
    keys = FileKeys(tmp_path / "data.key")
    one = Cipher(keys)
    old = one.seal("Maria")
    add(keys)
    new = one.seal("Maria")
    assert (one.is_newest(old), one.is_newest(new)) == (False, True)
    assert one.open(old) == "Maria"
    drop_old(keys)
    with pytest.raises(UnreadableColumn):
        one.open(old)


def test_reading_makes_no_key(tmp_path: Path) -> None:
    keys = FileKeys(tmp_path / "data.key")
    with pytest.raises(SettingError, match=r"encryption.key_file is .*data.key"):
        Cipher(keys).open("x")
    assert not keys.path.exists()


def test_keys_that_are_damaged_meanwhile_do_not_stop_the_line(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    keys = FileKeys(tmp_path / "data.key")
    one = Cipher(keys)
    sealed = one.seal("Maria")
    keys.write(["damaged"])
    assert one.open(one.seal("Maria")) == one.open(sealed) == "Maria"
    assert "going on with the keys of before" in caplog.text
