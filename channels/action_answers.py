"""Rasa checks each answer of the action server against a schema, and the schema against its own.

The latter never changes, yet takes 20 ms of the event loop that all calls share, several times a
turn. So it is checked once, here; an answer that is not valid still gets Rasa's own words.
"""

from __future__ import annotations

from typing import Any

from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction


def check_schema_once() -> None:
    """For this process. Calling it again changes nothing."""
    if RemoteAction._validate_action_result.__module__ == __name__:
        return
    schema = RemoteAction.action_response_format_spec()
    validator, complain = validator_for(schema)(schema), RemoteAction._validate_action_result
    validator.check_schema(schema)

    def validate(self: RemoteAction, result: dict[str, Any]) -> bool:
        return validator.is_valid(result) or bool(complain(self, result))

    RemoteAction._validate_action_result = validate
