"""For what calls may be used, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from actions.privacy.retention import parse
from actions.rights.purposes import lasts
from actions.transcripts.tables import calls
from tests.actions.rights.kept import NOW, keep

RETENTION = parse({"transcripts": {"service": 90, "quality_review": 30}})


@pytest.mark.parametrize(
    ("purpose", "offered"),
    [
        ("service", ["everything", "never asked", "service", "weeks old"]),
        ("quality_review", ["everything"]),
        ("training", []),
    ],
)
def test_a_call_is_there_for_what_was_agreed_to_while_that_lasts(
    engine: Engine, purpose: str, offered: list[str]
) -> None:
    everything = {"service": True, "quality_review": True, "training": True}
    keep(engine, "everything", 29, agreed=everything)
    keep(engine, "weeks old", 31, agreed=everything)
    keep(engine, "service", 1)
    keep(engine, "nothing", 1, agreed=dict.fromkeys(everything, False))
    keep(engine, "never asked", 1, agreed={})
    with engine.connect() as connection:
        these = select(calls.c.call_id).where(lasts(purpose, RETENTION, NOW))
        assert sorted(connection.execute(these).scalars()) == offered
