from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from rasa.core.actions.action import RemoteAction

from channels.action_answers import check_schema_once

VALID = {"events": [{"event": "slot", "name": "card", "value": "debit"}], "responses": []}


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What jsonschema's own `validate`, which checks the schema too, was asked to look at."""
    seen: list[Any] = []
    slow = jsonschema.validate

    def validate(result: Any, schema: Any) -> None:
        seen.append(result)
        slow(result, schema)

    before = RemoteAction._validate_action_result
    monkeypatch.setattr(jsonschema, "validate", validate)
    monkeypatch.setattr(RemoteAction, "_validate_action_result", before)
    check_schema_once()
    check_schema_once()
    return seen


def test_a_valid_answer_passes_without_another_look_at_the_schema(checks: list[Any]) -> None:
    assert RemoteAction("action_balance", None)._validate_action_result(VALID)
    assert checks == []


@pytest.mark.parametrize("result", [{"events": 1}, {"responses": [1]}, {"events": [{}]}, []])
def test_an_invalid_answer_is_refused_as_rasa_does(checks: list[Any], result: Any) -> None:
    with pytest.raises(jsonschema.ValidationError, match="Failed to validate Action server"):
        RemoteAction("action_balance", None)._validate_action_result(result)
    assert checks == [result]
