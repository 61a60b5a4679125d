from __future__ import annotations

import pytest

from tools.bench import __main__ as bench
from tools.line.addresses import Address

RASA = Address("rasa", "127.0.0.1", 5005, "")


@pytest.mark.parametrize(
    ("left", "patience_s", "said"),
    [
        ([0], 60.0, "\n"),
        ([2, 1, 0], 60.0, "\r   2 fixed sentences to speak\r   1 fixed sentences to speak\n"),
        (
            [7],
            0.0,
            "\r   7 fixed sentences to speak\ngoing on, though these cannot be spoken now\n",
        ),
    ],
)
def test_a_line_is_measured_when_it_has_all_in_its_cache_or_gets_no_further(
    left: list[int],
    patience_s: float,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(bench, "LOOK_S", 0)
    monkeypatch.setattr(bench, "metric", lambda address, name: left.pop(0))
    bench.wait_until_rehearsed(RASA, patience_s)
    assert capsys.readouterr().out == said
