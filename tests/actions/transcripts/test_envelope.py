from __future__ import annotations

from typing import Any

import pytest

from actions.transcripts.envelope import Envelope

EVENT = {"event": "user", "sender_id": "call", "text": "hi"}


def test_an_envelope_is_read() -> None:
    body = {"id": "a", "sequence": 1, "event": EVENT, "held": {"pin": ["1", 2], "x": "no list"}}
    assert Envelope.from_json(body) == Envelope("a", 1, EVENT, {"pin": ["1"]})
    assert Envelope.from_json(body).call_id == "call"


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"id": 1, "sequence": 1, "event": EVENT, "held": {}},
        {"id": "a", "sequence": "1", "event": EVENT, "held": {}},
        {"id": "a", "sequence": 1, "event": {"event": "user"}, "held": {}},
        {"id": "a", "sequence": 1, "event": EVENT},
    ],
)
def test_anything_else_is_no_envelope(body: Any) -> None:
    with pytest.raises(ValueError, match="expected"):
        Envelope.from_json(body)
