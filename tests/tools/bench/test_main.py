from __future__ import annotations

import pytest

from tools.bench import __main__ as bench
from tools.line.addresses import Address

RASA = Address("rasa", "127.0.0.1", 5005, "")


@pytest.mark.parametrize(
    ("left", "said"),
    [(0.0, ""), (7.0, "going on, though 7 fixed sentences are not in the speech cache yet\n")],
)
def test_a_line_that_never_has_all_in_its_cache_is_measured_all_the_same(
    left: float, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "metric", lambda address, name: left)
    bench.wait_until_rehearsed(RASA, timeout_s=0.0)
    assert capsys.readouterr().out == said
