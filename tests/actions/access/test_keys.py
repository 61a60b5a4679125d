from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from actions.access.keys import TOKEN, Keys
from actions.access.tables import api_keys
from tests.actions.access.reader import NOW


def test_a_key_opens_until_it_expires(engine: Engine) -> None:
    keys = Keys(engine)
    token = keys.add("jane", "agent", 90, NOW)
    found = keys.find(token, NOW + timedelta(days=89))
    assert found is not None and (found.name, found.role, found.valid) == ("jane", "agent", True)
    late = keys.find(token, NOW + timedelta(days=90))
    assert late is not None and not late.valid


def test_only_its_hash_is_kept(engine: Engine) -> None:
    token = Keys(engine).add("jane", "agent", 90, NOW)
    with engine.connect() as connection:
        row = connection.execute(select(api_keys)).one()._mapping
    assert row["token_hash"] == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(dict(row))
    assert "token_hash" not in Keys(engine).all()[0]


def test_keys_are_long_and_never_the_same(engine: Engine) -> None:
    keys = Keys(engine)
    made = {keys.add("jane", "agent", 90, NOW) for _ in range(5)}
    assert len(made) == 5
    assert all(TOKEN.fullmatch(token) for token in made)


def test_while_keys_are_exchanged_two_of_a_name_open(engine: Engine) -> None:
    keys = Keys(engine)
    old, new = keys.add("crm", "agent", 90, NOW), keys.add("crm", "agent", 90, NOW)
    first, second = keys.all()
    assert keys.revoke("crm", first["id"], NOW) == 1
    found = [keys.find(token, NOW) for token in (old, new)]
    assert [key and (key.id, key.valid) for key in found] == [
        (first["id"], False),
        (second["id"], True),
    ]


def test_without_an_id_all_of_a_name_are_revoked_once(engine: Engine) -> None:
    keys = Keys(engine)
    for name in ("crm", "crm", "jane"):
        keys.add(name, "agent", 90, NOW)
    assert [keys.revoke("crm", None, NOW) for _ in range(2)] == [2, 0]
    assert [row["revoked_at"] for row in keys.all()] == [NOW, NOW, None]


def test_an_id_of_another_name_revokes_nothing(engine: Engine) -> None:
    keys = Keys(engine)
    keys.add("jane", "agent", 90, NOW)
    assert keys.revoke("crm", keys.all()[0]["id"], NOW) == 0


def test_a_name_has_one_role_at_a_time(engine: Engine) -> None:
    keys = Keys(engine)
    keys.add("jane", "agent", 90, NOW)
    with pytest.raises(ValueError, match="agent"):
        keys.add("jane", "officer", 90, NOW)
    keys.revoke("jane", None, NOW)
    assert keys.add("jane", "officer", 90, NOW)


@pytest.mark.parametrize("token", ["", "vd_", "vd_" + "a" * 43, "x" * 46, "vd_\x00" + "a" * 42])
def test_what_is_no_key_is_not_found(engine: Engine, token: str) -> None:
    assert Keys(engine).find(token, NOW) is None
