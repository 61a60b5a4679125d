from __future__ import annotations

from channels.call_rate import MOST_CALLERS, CallRate


def called(rate: CallRate, caller: str, *at_s: float) -> None:
    for one in at_s:
        rate.count(caller, one)


def test_a_caller_may_call_so_often_in_any_minute() -> None:
    rate = CallRate(2)
    called(rate, "+1555", 0.0)
    assert not rate.exceeded("+1555", 30.0)
    called(rate, "+1555", 30.0)
    assert rate.exceeded("+1555", 59.9)
    assert not rate.exceeded("+1555", 60.0)


def test_callers_are_counted_apart() -> None:
    rate = CallRate(1)
    called(rate, "+1555", 0.0)
    assert not rate.exceeded("+1666", 1.0)


def test_who_hides_the_number_cannot_be_counted() -> None:
    rate = CallRate(1)
    called(rate, "", 0.0, 0.0)
    assert not rate.exceeded("", 0.0)


def test_without_a_limit_nothing_is_kept() -> None:
    rate = CallRate(0)
    called(rate, "+1555", *map(float, range(50)))
    assert not rate.exceeded("+1555", 50.0)
    assert vars(rate)["_calls"] == {}


def test_only_so_many_callers_are_remembered_the_latest() -> None:
    rate = CallRate(1)
    called(rate, "first", 0.0)
    for number in range(MOST_CALLERS):
        called(rate, str(number), 1.0)
    assert not rate.exceeded("first", 2.0)
    assert rate.exceeded("0", 2.0)
