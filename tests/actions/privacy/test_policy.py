"""The privacy officer's file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from actions.errors import SettingError
from actions.privacy.consent import PURPOSES, Consent
from actions.privacy.details import KINDS
from actions.privacy.policy import DEFAULT, parse
from actions.privacy.retention import Retention

MEMBERSHIP = {"name": "m", "supported_entity": "MEMBERSHIP", "deny_list": ["gold"]}


@pytest.mark.parametrize("content", [None, {}, {"entities": {}}, {"entities": {"PIN": "replace"}}])
def test_what_is_not_named_is_replaced(content: object) -> None:
    assert parse(content) == DEFAULT


def test_the_shipped_file_names_every_entity_and_replaces_it() -> None:
    content = yaml.safe_load(Path("privacy.yml").read_text())
    assert sorted(content["entities"]) == sorted(KINDS)
    assert replace(parse(content), retention=Retention(), consent=Consent()) == DEFAULT


def test_the_shipped_file_keeps_nothing_for_ever() -> None:
    content = yaml.safe_load(Path("privacy.yml").read_text())
    retention = parse(content).retention
    assert [retention.lasts(purpose) for purpose in PURPOSES] == [90, 90, 90]
    assert retention.handovers == 90


def test_an_entity_of_a_recognizer_in_the_file_may_have_an_operator() -> None:
    policy = parse({"entities": {"MEMBERSHIP": "keep"}, "recognizers": [MEMBERSHIP]})
    assert (policy.kept, policy.recognizers) == ({"MEMBERSHIP"}, (MEMBERSHIP,))


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ("PIN", "privacy.yml is"),
        ({"entity": {}}, "entity is"),
        ({"entities": ["PIN"]}, "entities is"),
        ({"entities": {"PINS": "replace"}}, "entities.PINS is"),
        ({"entities": {"PIN": "shred"}}, "entities.PIN is"),
        ({"entities": {"PIN": {"operator": "mask", "by": "#"}}}, "entities.PIN is"),
        ({"entities": {"PIN": {"operator": "mask", "with": "##"}}}, "entities.PIN is"),
        ({"entities": {"PIN": {"operator": "hash", "with": "#"}}}, "entities.PIN is"),
        ({"entities": {"PIN": "hash"}}, "entities.PIN is 'hash'; allowed: hash, if VOICEDESK_HASH"),
        ({"recognizers": "x"}, "recognizers is"),
        ({"retention_days": 90}, "retention_days is"),
        ({"consent": ["service"]}, "consent is"),
        ({"locality": {"regions": ["eu"]}}, "locality.regions is"),
        ({"locality": {"region": "us", "allowed": ["eu"]}}, "locality.region is"),
        ({"entities": {"PIN": "last_four"}}, "entities.PIN is"),
        ({"recognizers": [{"supported_entity": ["X"]}]}, "recognizers, number 1 is"),
        ({"recognizers": [MEMBERSHIP, {"name": "x"}]}, "recognizers, number 2 is"),
    ],
)
def test_a_broken_value_is_refused_by_its_name(content: object, key: str) -> None:
    with pytest.raises(SettingError, match=key) as raised:
        parse(content)
    assert str(raised.value).startswith("privacy.yml: ")
