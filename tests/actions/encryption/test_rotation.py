"""Another key for what is there already."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.engine import Engine

from actions.banking.tables import handovers
from actions.database import open_engine
from actions.encryption.keys import EnvironmentKeys, new_key
from actions.encryption.rotation import BATCH, rotate
from actions.transcripts.tables import entities, turns
from tests.actions.keys import KEY
from tests.actions.rights.kept import keep

NEW = new_key()


@pytest.fixture(autouse=True)
def own_key_again(engine: Engine) -> Iterator[None]:
    """PostgreSQL's database is the next test's too: it finds its own key there again."""
    with engine.connect() as connection:
        sealed = connection.execute(text("SELECT index_key FROM encryption")).scalar_one()
    yield
    with engine.begin() as connection:
        own = text("UPDATE encryption SET index_key = :sealed").bindparams(sealed=sealed)
        connection.execute(own)


def opened(engine: Engine, *keys: str) -> Engine:
    """The same database with other keys."""
    url = engine.url.render_as_string(hide_password=False)
    return open_engine(url, EnvironmentKeys(" ".join(keys)))


def rotated(engine: Engine) -> dict[str, int]:
    return {each.column: each.rotated for each in rotate(engine)}


def test_all_is_sealed_anew_and_the_old_key_not_needed_any_more(engine: Engine) -> None:
    keep(engine, "one", 1)
    keep(engine, "two", 1)
    both, only_new = opened(engine, NEW, KEY), opened(engine, NEW)
    assert rotated(both) == {
        "calls.caller": 0,
        "calls.called": 0,
        "consents.wording": 0,
        "encryption.index_key": 1,
        "entities.value": 2,
        "handovers.details": 2,
        "handovers.reason": 2,
        "turns.heard": 0,
        "turns.text": 2,
    }
    with only_new.connect() as connection:
        said = connection.execute(select(turns.c.text)).scalars().all()
        assert set(said) == {"hello from one", "hello from two"}
        assert connection.execute(select(handovers.c.details)).scalars().all() == [{}, {}]
    assert set(rotated(both).values()) == {0}


def test_one_that_was_broken_off_is_gone_on_with(engine: Engine) -> None:
    keep(engine, "one", 1)
    with engine.begin() as connection:
        turn_id = connection.execute(select(turns.c.id)).scalar_one()
        values = [{"turn_id": turn_id, "name": "n", "value": str(n)} for n in range(BATCH + 1)]
        connection.execute(insert(entities), values)
    both = opened(engine, NEW, KEY)
    until = rotate(both)
    while next(until).column != "entities.value":
        pass
    until.close()
    assert rotated(both)["entities.value"] == 2


def test_what_cannot_be_opened_stays_and_is_counted(engine: Engine) -> None:
    keep(engine, "one", 1)
    with engine.begin() as connection:
        connection.execute(text("UPDATE turns SET text = 'damaged'"))
    both = opened(engine, NEW, KEY)
    assert {each.column: each.unreadable for each in rotate(both)}["turns.text"] == 1
    with engine.connect() as connection:
        assert connection.execute(text("SELECT text FROM turns")).scalar_one() == "damaged"
