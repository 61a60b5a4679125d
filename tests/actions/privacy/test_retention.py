"""For how long privacy.yml keeps what."""

from __future__ import annotations

import pytest

from actions.errors import SettingError
from actions.privacy.retention import Retention, parse


def test_without_a_number_all_is_kept_for_ever() -> None:
    retention = parse(None)
    assert (retention, retention.lasts("training")) == (Retention(), None)


def test_one_number_is_for_all_purposes() -> None:
    retention = parse({"transcripts": 90, "handovers": 30})
    assert retention.handovers == 30
    assert [retention.lasts(purpose) for purpose in ("service", "training")] == [90, 90]


def test_each_purpose_may_have_its_own_and_what_is_not_named_has_none() -> None:
    retention = parse({"transcripts": {"service": 90, "quality_review": 30}})
    lasting = [retention.lasts(purpose) for purpose in ("service", "quality_review", "training")]
    assert lasting == [90, 30, 0]


@pytest.mark.parametrize(
    ("given", "key"),
    [
        (90, "retention_days is"),
        ({"audio": 90}, "retention_days.audio is"),
        ({"transcripts": 0}, "retention_days.transcripts is"),
        ({"transcripts": True}, "retention_days.transcripts is"),
        ({"transcripts": {"sales": 1}}, "retention_days.transcripts.sales is"),
        ({"transcripts": {"service": 0}}, "retention_days.transcripts.service is"),
        ({"transcripts": {"service": [1]}}, "retention_days.transcripts.service is"),
        ({"handovers": "90"}, "retention_days.handovers is"),
        ({"handovers": 2, "transcripts": 1}, "retention_days.handovers is"),
        ({"handovers": 2, "transcripts": {"training": 5}}, "retention_days.handovers is"),
        ({"handovers": 36501}, "retention_days.handovers is"),
    ],
)
def test_a_broken_value_is_refused_by_its_name(given: object, key: str) -> None:
    with pytest.raises(SettingError, match=f"^privacy.yml: {key}"):
        parse(given)
