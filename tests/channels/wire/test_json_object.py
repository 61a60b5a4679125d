"""Fields of JSON texts, whatever the protocol."""

from __future__ import annotations

import pytest

from channels.errors import ProtocolError
from channels.wire.json_object import MAX_FIELD, MAX_FIELDS, read_called, read_custom, read_part


@pytest.mark.parametrize(
    ("address", "called"),
    [
        ("+15550199", "+15550199"),
        ("sip:cards@bank.example;transport=tls?x=y", "cards@bank.example"),
        ("sips:100@bank.example", "100@bank.example"),
        ("tel:+15550199;phone-context=example", "+15550199"),
        ("client:alice", "alice"),
        (None, ""),
    ],
)
def test_who_is_called_is_known_without_the_scheme(address: str | None, called: str) -> None:
    assert read_called({"to": address}, "to") == called


@pytest.mark.parametrize("custom", [None, {}, {"campaign": "spring", "empty": ""}])
def test_a_far_end_may_say_what_it_likes_of_a_call(custom: dict[str, str] | None) -> None:
    assert read_custom({"custom": custom}, "custom") == (custom or {})


@pytest.mark.parametrize(
    "custom",
    [
        [],
        "campaign",
        {"campaign": 1},
        {"campaign": ["spring"]},
        {"campaign": "x" * (MAX_FIELD + 1)},
        {"x" * (MAX_FIELD + 1): "spring"},
        {"campaign": "spring\n"},
        {str(number): "" for number in range(MAX_FIELDS + 1)},
    ],
)
def test_but_not_more_than_is_good(custom: object) -> None:
    with pytest.raises(ProtocolError):
        read_custom({"custom": custom}, "custom")


@pytest.mark.parametrize("part", [None, [], "start", 1])
def test_a_part_is_an_object(part: object) -> None:
    with pytest.raises(ProtocolError, match="start must be a JSON object"):
        read_part({"start": part}, "start")
