"""What privacy.yml asks callers for."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from actions.errors import SettingError
from actions.privacy.consent import PURPOSES, Consent, is_given, parse

ALL_MODES = Consent("1", {"training": "opt_in", "service": "announce", "quality_review": "opt_out"})


@pytest.mark.parametrize("given", [None, {}, {"purposes": {}}, {"purposes": None}])
def test_what_is_not_named_is_not_asked_for(given: object) -> None:
    consent = parse(given)
    assert (consent, consent.told(), consent.questions()) == (Consent(), [], [])


def test_the_shipped_file_tells_callers_of_every_purpose_but_training() -> None:
    content = yaml.safe_load(Path("privacy.yml").read_text())
    consent = parse(content["consent"])
    assert consent.purposes("announce") == ["service", "quality_review"]
    assert consent.questions() == []


def test_each_mode_is_said_in_its_own_response() -> None:
    given = {"version": "1", "purposes": dict(ALL_MODES.modes)}
    assert parse(given) == ALL_MODES
    assert ALL_MODES.told() == ["utter_consent_announce", "utter_consent_opt_out"]
    assert ALL_MODES.questions() == ["utter_ask_consent_training"]


@pytest.mark.parametrize(
    ("response", "purposes"),
    [
        ("utter_consent_announce", ["service"]),
        ("utter_consent_opt_out", ["quality_review"]),
        ("utter_ask_consent_training", ["training"]),
        ("utter_ask_consent_service", []),
        ("utter_welcome", []),
    ],
)
def test_a_response_is_of_the_purposes_that_are_said_so(response: str, purposes: list[str]) -> None:
    assert ALL_MODES.of(response) == purposes


def test_questions_are_asked_purpose_by_purpose() -> None:
    asked = Consent("1", dict.fromkeys(PURPOSES, "opt_in"))
    assert asked.questions() == [f"utter_ask_consent_{purpose}" for purpose in PURPOSES]


def test_only_what_is_told_needs_no_yes() -> None:
    assert [is_given(response) for response in (*ALL_MODES.told(), *ALL_MODES.questions())] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ("announce", "consent is"),
        ({"purpose": {}}, "consent.purpose is"),
        ({"purposes": ["service"]}, "consent.purposes is"),
        ({"purposes": {"service": "announce"}}, "consent.version is None"),
        ({"version": "", "purposes": {"service": "announce"}}, "consent.version is ''"),
        ({"version": [1], "purposes": {"service": "announce"}}, "consent.version is"),
        ({"version": 1, "purposes": {"sales": "announce"}}, "consent.purposes.sales is"),
        ({"version": 1, "purposes": {"service": True}}, "consent.purposes.service is True"),
        ({"version": 1, "purposes": {"service": ["opt_in"]}}, "consent.purposes.service is"),
        ({"version": 1, "purposes": {1: "opt_in"}}, "consent.purposes.1 is"),
    ],
)
def test_a_broken_value_is_refused_by_its_name(given: object, key: str) -> None:
    with pytest.raises(SettingError, match=f"^privacy.yml: {key}"):
        parse(given)
