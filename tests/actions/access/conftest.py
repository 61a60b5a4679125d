"""The transcripts' API as a process, on SQLite, with some calls and a key of each role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from actions.access.roles import ROLES
from actions.database import migrate, open_engine
from tests.actions.access.reader import key
from tests.actions.keys import KEYS
from tests.actions.process import server
from tests.actions.rights.kept import SECRET, keep

ENDPOINTS = "transcripts_api: {requests_a_minute: 1000000, refusals_a_minute: 1000000}"


@dataclass(frozen=True)
class Api:
    """Where it listens, a key for each role, its database, and the folder with its log."""

    port: int
    keys: dict[str, str]
    url: str
    folder: Path


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    folder = tmp_path_factory.mktemp("api")
    url = f"sqlite:///{folder}/voicedesk.db"
    engine = open_engine(url, KEYS)
    migrate(engine)
    for number in range(5):
        keep(engine, f"call-{number}", number)
    keys = {role: key(engine, role) for role in ROLES}
    engine.dispose()
    (folder / "endpoints.yml").write_text(ENDPOINTS)
    options = ("--endpoints", str(folder / "endpoints.yml"), "--log-level", "debug")
    module, environment = "actions.access", {"VOICEDESK_HASH_KEY": SECRET}
    with server(folder, url, *options, module=module, **environment) as (port, _):
        yield Api(port, keys, url, folder)
