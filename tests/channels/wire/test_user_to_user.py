from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.wire.user_to_user import MOST_OCTETS, encode


def data(value: str) -> bytes:
    """The octets that the header carries, after the one that says that they are text."""
    digits, _, parameter = value.partition(";")
    assert parameter == "encoding=hex"
    assert digits.startswith("04")
    return bytes.fromhex(digits[2:])


@pytest.mark.parametrize(
    ("record", "carried"),
    [
        ({"call_id": "c1"}, "call_id=c1"),
        ({"call_id": "c1", "reason": "a person, please"}, "call_id=c1&reason=a+person%2C+please"),
        ({"goal": "Zoë & co = 2"}, "goal=Zo%C3%AB+%26+co+%3D+2"),
        ({"call_id": "c1", "goal": ""}, "call_id=c1"),
        ({"goal": "no\ud800UTF"}, "goal=no%3FUTF"),
    ],
)
def test_a_record_travels_as_a_form_in_hex(record: dict[str, str], carried: str) -> None:
    assert data(encode(record)) == carried.encode()


def test_an_empty_record_is_no_header() -> None:
    assert encode({}) == ""


def test_a_value_that_is_too_long_is_cut_after_a_whole_character() -> None:
    carried = data(encode({"call_id": "c1", "goal": "ë" * 100}))
    assert carried == b"call_id=c1&goal=" + b"%C3%AB" * 18
    assert len(carried) <= MOST_OCTETS


def test_what_has_no_room_at_all_is_left_out_with_its_name() -> None:
    record = {"call_id": "c" * 110, "a_name_that_is_long": "x", "no": "y"}
    assert data(encode(record)) == b"call_id=" + b"c" * 110 + b"&no=y"


@given(st.dictionaries(st.text(min_size=1), st.text()))
def test_whatever_the_record_it_fits_and_what_arrives_is_the_beginning_of_each_value(
    record: dict[str, str],
) -> None:
    value = encode(record)
    carried = data(value) if value else b""
    assert len(carried) <= MOST_OCTETS
    for name, text in parse_qsl(carried.decode("ascii"), strict_parsing=bool(carried)):
        assert record[name].startswith(text)
