from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from actions.access.rate import Rate


def test_each_may_come_so_often_and_then_learns_when_again() -> None:
    rate = Rate(2)
    assert [rate.wait_s("jane"), rate.wait_s("jane")] == [0, 0]
    assert 1 <= rate.wait_s("jane") <= 61
    assert rate.wait_s("john") == 0


def test_threads_together_come_no_more_often() -> None:
    rate = Rate(50)
    with ThreadPoolExecutor(8) as threads:
        waits = list(threads.map(lambda _: rate.wait_s("jane"), range(200)))
    assert waits.count(0) == 50
