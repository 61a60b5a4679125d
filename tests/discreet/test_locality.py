"""Where data may go."""

from __future__ import annotations

import pytest

from discreet.locality import Locality, LocalityError, parse

EUROPE = parse(
    {
        "region": "eu-central",
        "allowed": ["eu-central", "eu-west"],
        "places": {"db.example.com": "eu-west", "example.com": "us-east", "10.0.0.7": "eu-west"},
    }
)


@pytest.mark.parametrize(
    ("address", "region"),
    [
        ("", "eu-central"),
        ("sqlite:///var/voicedesk.db", "eu-central"),
        ("http://127.0.0.1:5002", "eu-central"),
        ("http://[::1]:5002", "eu-central"),
        ("localhost", "eu-central"),
        ("LOCALHOST:6379", "eu-central"),
        ("postgresql://u:p@DB.example.com:5432/v", "eu-west"),
        ("a.db.example.com", "eu-west"),
        ("https://api.example.com/v1", "us-east"),
        ("10.0.0.7:6379", "eu-west"),
        ("notexample.com", ""),
        ("http://[bad", ""),
    ],
)
def test_a_place_is_in_the_region_of_its_closest_name(address: str, region: str) -> None:
    assert EUROPE.region_of(address) == region


@pytest.mark.parametrize("address", ["https://api.example.com", "elsewhere.org", "http://[bad"])
def test_what_is_not_where_it_may_be_is_refused(address: str) -> None:
    with pytest.raises(LocalityError, match="eu-central, eu-west") as refused:
        EUROPE.check("tts.url", address)
    assert refused.value.key == "tts.url"


@pytest.mark.parametrize("address", ["", "127.0.0.1", "db.example.com"])
def test_what_is_where_it_may_be_is_used(address: str) -> None:
    EUROPE.check("database.url", address)


def test_without_allowed_regions_all_may_be_anywhere() -> None:
    parse({"region": "eu"}).check("tts.url", "https://elsewhere.org")
    assert parse(None) == Locality()


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ("here", "locality"),
        ({"regions": []}, "locality.regions"),
        ({"region": 5}, "locality.region"),
        ({"region": "eu", "allowed": "eu"}, "locality.allowed"),
        ({"region": "eu", "allowed": [5]}, "locality.allowed"),
        ({"region": "us", "allowed": ["eu"]}, "locality.region"),
        ({"allowed": ["eu"]}, "locality.region"),
        ({"places": "here"}, "locality.places"),
        ({"places": {"a": 5}}, "locality.places.a"),
    ],
)
def test_a_broken_rule_is_refused_by_its_name(given: object, key: str) -> None:
    with pytest.raises(LocalityError) as refused:
        parse(given)
    assert refused.value.key == key
