"""The rules all together, on sentences that were written without knowledge of them."""

from __future__ import annotations

import pytest

from actions.privacy.redactor import Redactor
from tools.bench.redaction import Report, measure, moments


@pytest.fixture(scope="module")
def report() -> Report:
    return measure(moments(), Redactor())


def test_there_are_many_of_every_kind_and_a_third_is_harmless(report: Report) -> None:
    assert len(report.kinds) == 10
    assert min(score.said for score in report.kinds.values()) >= 50
    assert report.harmless > 250


def test_nearly_all_details_are_found_whole(report: Report) -> None:
    assert report.total.found / report.total.said >= 0.98
    assert report.total.leaked / report.total.characters <= 0.01


def test_nearly_nothing_is_found_where_nothing_is(report: Report) -> None:
    assert report.touched / report.harmless <= 0.03
