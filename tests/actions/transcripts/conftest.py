from __future__ import annotations

import pytest
from sqlalchemy.engine import Engine

from actions.privacy.redactor import Redactor
from actions.transcripts.analyzer import load
from actions.transcripts.recorder import Recorder
from actions.transcripts.store import Store


@pytest.fixture(scope="session")
def redactor() -> Redactor:
    """The real one: Presidio with the shipped model."""
    return Redactor(load())


@pytest.fixture
def store(engine: Engine) -> Store:
    return Store(engine, "eu-central")


@pytest.fixture
def recorder(store: Store, redactor: Redactor) -> Recorder:
    return Recorder(store, redactor)
