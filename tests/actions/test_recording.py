"""The recorder's clock: what is too old goes by itself."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy.engine import Engine

from actions.database import open_engine
from actions.privacy.policy import Policy
from actions.privacy.retention import parse
from actions.recording import Recording
from actions.rights.clock import Clock
from actions.settings import Settings
from tests.actions.keys import KEYS
from tests.actions.rights.kept import keep, kept

POLICY = Policy(retention=parse({"transcripts": 90}))
SETTINGS = Settings("127.0.0.1", 5055, "", False, "", POLICY, "", KEYS)


@pytest.mark.asyncio
async def test_what_is_too_old_is_deleted_while_it_runs(engine: Engine) -> None:
    keep(engine, "old", 1000)
    keep(engine, "young", 0)
    task = asyncio.create_task(Recording(engine, SETTINGS).purge_for_ever())
    while kept(engine) != ["young"]:
        await asyncio.sleep(0.01)
    task.cancel()


@pytest.mark.asyncio
async def test_a_database_that_fails_is_told_and_tried_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    recording = Recording(open_engine("sqlite://", KEYS), SETTINGS)  # without tables
    task = asyncio.create_task(recording.purge_for_ever())
    while "not deleted yet" not in caplog.text:
        await asyncio.sleep(0.01)
    assert not task.done()
    task.cancel()


@pytest.mark.asyncio
async def test_a_clock_that_jumps_ahead_deletes_nothing(
    engine: Engine, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(engine, "old", 1000)
    recording = Recording(engine, SETTINGS)
    monkeypatch.setattr(Clock, "now", lambda clock: None)
    task = asyncio.create_task(recording.purge_for_ever())
    while "jumped ahead" not in caplog.text:
        await asyncio.sleep(0.01)
    task.cancel()
    assert kept(engine) == ["old"]
