from __future__ import annotations

import json
import re
from datetime import datetime, timezone
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.access.parameters import (
    AFTER,
    BEFORE,
    CALL_ID,
    FROM,
    LIMIT,
    TO,
    Parameter,
    cursor,
    read,
    read_caller,
)
from actions.errors import AccessRefused

LISTING, PERIOD = (LIMIT, BEFORE), (FROM, TO)


def test_what_is_not_given_has_its_default() -> None:
    assert read(LISTING, "", {}) == {"limit": 50, "before": None}
    assert read((AFTER,), "", {}) == {"after": 0}


@pytest.mark.parametrize(
    ("parameters", "query", "expected"),
    [
        (LISTING, "limit=200", {"limit": 200, "before": None}),
        ((AFTER,), "after=1000000000000000", {"after": 10**15}),
        (
            PERIOD,
            "from=2026-11-01&to=2026-11-30",
            {
                "from": datetime(2026, 11, 1, tzinfo=timezone.utc),
                "to": datetime(2026, 11, 30, 23, 59, 59, 999999, timezone.utc),
            },
        ),
    ],
)
def test_values_are_read(parameters: Any, query: str, expected: dict[str, Any]) -> None:
    assert read(parameters, query, {}) == expected


@given(st.datetimes(datetime(1970, 1, 1), datetime(2280, 1, 1)), st.text(max_size=64))
def test_a_cursor_is_read_as_it_was_written(at: datetime, call_id: str) -> None:
    call_id = call_id.encode(errors="ignore").decode().replace("\0", "")
    place = at.replace(tzinfo=timezone.utc), call_id
    assert read((BEFORE,), f"before={cursor(*place)}", {})["before"] == place


@pytest.mark.parametrize("parameter", [BEFORE, CALL_ID])
@settings(deadline=None)  # making a text of a pattern takes its time
@given(data=st.data())
def test_what_the_description_allows_is_never_refused(
    parameter: Parameter, data: st.DataObject
) -> None:
    text = data.draw(st.from_regex(re.compile(parameter.schema["pattern"], re.A), fullmatch=True))
    text = text.rstrip("\n")  # Python's $ is not JSON Schema's
    query, in_path = f"{parameter.name}={quote(text)}", {parameter.name: text}
    given_in = (query, {}) if parameter.place == "query" else ("", in_path)
    assert parameter.name in read((parameter,), *given_in)


@pytest.mark.parametrize(
    ("parameters", "query"),
    [
        (LISTING, "limit=0"),
        (LISTING, "limit=201"),
        (LISTING, "limit=-1"),
        (LISTING, "limit=+1"),
        (LISTING, "limit=1.0"),
        (LISTING, "limit=1_0"),
        (LISTING, "limit="),
        (LISTING, "limit=%EF%BC%91"),  # a full-width one
        (LISTING, "limit=%ff"),
        (LISTING, "limit=9" + "9" * 5000),
        (LISTING, "limit=1&limit=2"),
        (LISTING, "limit=1&limit=1"),
        (LISTING, "Limit=1"),
        (LISTING, "offset=1"),
        (LISTING, "&".join(f"p{number}=" for number in range(1000))),
        (LISTING, "before=1-%0a"),
        (LISTING, "before=1-abc"),
        (LISTING, "before=99999999999999999-"),
        (PERIOD, "from=2026-11-01"),
        (PERIOD, "from=2026-02-30&to=2026-03-01"),
        (PERIOD, "from=2026-02-01%0a&to=2026-03-01"),
        (PERIOD, "from=20260201&to=2026-03-01"),
        ((AFTER,), "after=9999999999999999"),
    ],
)
def test_what_is_no_value_is_refused_and_not_quoted(parameters: Any, query: str) -> None:
    with pytest.raises(AccessRefused) as refused:
        read(parameters, query, {})
    assert refused.value.status == 400
    value = query.partition("=")[2]
    assert not value or value not in str(refused.value) or value.isdecimal()


@pytest.mark.parametrize("call_id", ["", "a/b", "..", "a\0b", "ü", "a" * 65, "a\n"])
def test_what_is_no_call_id_is_refused(call_id: str) -> None:
    with pytest.raises(AccessRefused):
        read((CALL_ID,), "", {"call_id": call_id})


@pytest.mark.parametrize("number", ["+15550142", "00155501420000", "555014"])
def test_a_body_names_a_caller(number: str) -> None:
    assert read_caller(json.dumps({"caller": number}).encode()) == number


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[" * 4000,
        b'{"caller": ' * 700,
        b"NaN",
        b"null",
        b'["+15550142"]',
        b'{"caller": 15550142}',
        b'{"caller": null}',
        b'{"caller": "12345"}',
        b'{"caller": "+1 555 0142"}',
        b'{"caller": "\\ud800"}',
        b'{"caller": "+15550142\\n"}',
        b'{"caller": "+15550142", "more": 1}',
        b'{"Caller": "+15550142"}',
        b'{"caller": "\xff"}',
        '{"caller": "+15550142"}'.encode("utf-16"),
    ],
)
def test_any_other_body_is_refused(body: bytes) -> None:
    with pytest.raises(AccessRefused) as refused:
        read_caller(body)
    assert refused.value.status == 400
