"""The API's description, and schemathesis, which asks what it allows and what it does not."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from actions.access.openapi import document
from actions.access.roles import ROLES
from actions.access.routes import ROUTES, Route
from actions.database import open_engine
from tests.actions.access.conftest import Api
from tests.actions.access.http import ask
from tests.actions.access.reader import logged
from tests.actions.keys import KEYS
from tests.missing import missing

SCHEMATHESIS = Path(".venv-api-tests/bin/schemathesis").absolute()
OPTIONS = ("--checks", "all", "--max-examples", "20", "--generation-deterministic")


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: str(route.action))
def test_every_route_is_described_with_its_roles_and_refusals(route: Route) -> None:
    operation = document()["paths"][route.path][route.method.lower()]
    assert {"200", "400", "401", "403", "413", "429", "503"} <= set(operation["responses"])
    assert [name for name in ROLES if name in operation["description"]] == list(route.roles)
    assert [one["name"] for one in operation["parameters"]] == [
        parameter.name for parameter in route.parameters
    ]


def test_what_is_hidden_is_not_described() -> None:
    assert "caller_key" not in str(document()) and "token" not in str(document())


def test_the_description_needs_no_key(api: Api) -> None:
    assert ask(api.port, "/v1/openapi.json").json == document()


def test_schemathesis_finds_nothing(api: Api, tmp_path: Path) -> None:
    if not SCHEMATHESIS.exists():
        missing("schemathesis", "tools/setup.sh tests")
    url = f"http://127.0.0.1:{api.port}/v1/openapi.json"
    key = ("--header", f"Authorization: Bearer {api.keys['officer']}")
    result = subprocess.run(
        [SCHEMATHESIS, "--no-color", "run", url, *key, *OPTIONS],
        cwd=tmp_path,  # it leaves files there
        env={**os.environ, "NO_PROXY": "127.0.0.1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout[-5000:] + result.stderr
    engine = open_engine(api.url, KEYS)
    answered = {
        action for action, outcome in logged(engine, "action", "outcome") if outcome == "ok"
    }
    engine.dispose()
    assert answered == {route.action for route in ROUTES}  # each was asked in earnest
