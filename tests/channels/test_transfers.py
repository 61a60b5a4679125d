from __future__ import annotations

import pytest

from channels import transfers
from channels.transfers import Transfers
from channels.turns.handoff import Handoff


def test_a_transfer_is_kept_until_it_is_taken() -> None:
    kept = Transfers(None)
    kept.keep("call", Handoff("2000", {"goal": "balance"}))
    assert kept.of("call") == kept.take("call") == Handoff("2000", {"goal": "balance"})
    assert kept.of("call") == kept.take("call") == Handoff()


def test_one_that_says_no_destination_has_the_lines_own() -> None:
    kept = Transfers("2000")
    kept.keep("call", Handoff())
    assert kept.of("call").to == "2000"


def test_one_that_leads_nowhere_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    kept = Transfers(None)
    kept.keep("call", Handoff(record={"reason": "lost the card of aunt Zoë"}))
    assert kept.of("call") == Handoff()
    assert "transfer_to is not set" in caplog.text and "Zoë" not in caplog.text


def test_only_so_many_are_kept_the_latest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfers, "MOST_KEPT", 2)
    kept = Transfers("2000")
    for call in "abc":
        kept.keep(call, Handoff())
    assert [kept.of(call).to for call in "abc"] == ["", "2000", "2000"]
