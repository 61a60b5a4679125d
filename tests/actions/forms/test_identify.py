"""Identification, with callers who pause, err and correct themselves."""

from __future__ import annotations

import pytest

from actions.banking.service import Bank
from actions.forms.identify import ValidateIdentifyForm
from tests.actions.calls import Call

IDENTIFY = ValidateIdentifyForm()


class Identifying(Call):
    """A caller whom the identify form asks."""

    def hears(self, text: str, intent: str = "inform_digits") -> str | None:
        self.say(IDENTIFY, text, intent)
        return self.asks_for("account_number", "pin")


@pytest.fixture
def caller(bank: Bank) -> Identifying:
    call = Identifying()
    call.hears("what is my balance", "ask_balance")
    return call


def test_account_number_and_pin_identify(caller: Identifying) -> None:
    assert caller.hears("4001-7733") == "pin"
    assert caller.hears("forty eight twenty one") is None
    assert caller.slots["authenticated"] and caller.slots["customer_name"] == "Maria Lopez"
    assert caller.responses == ["utter_identified"] and caller.spoken == ["Maria"]


def test_account_number_and_pin_are_forgotten_once_checked(caller: Identifying) -> None:
    caller.hears("4001 7733 and my pin is 4821")
    assert caller.slots["account_number"] is None and caller.slots["pin"] is None
    first_set = {e["name"]: e["value"] for e in reversed(caller.set_events)}
    assert first_set["pin"] == "4821", "the recorder must have seen it, to take it out"


def test_a_number_in_pieces_is_put_together(caller: Identifying) -> None:
    assert caller.hears("4001") == "account_number"
    assert (caller.slots["prompt"], caller.slots["digits_missing"]) == ("go_on", "4")
    assert caller.hears("7733") == "pin" and caller.slots["prompt"] is None


def test_a_lost_digit_is_asked_for_again(caller: Identifying) -> None:
    assert caller.hears("4001 773") == "account_number"
    assert caller.slots["prompt"] == "too_few"
    assert caller.hears("4001 7733") == "pin"


def test_a_digression_leaves_the_form_alone(caller: Identifying) -> None:
    caller.hears("4001")
    caller.say(IDENTIFY, "when are you open", "ask_hours")
    assert caller.set_events == [] and caller.slots["digits_so_far"] == "4001"


def test_a_card_named_while_asking_is_no_account_number(bank: Bank) -> None:
    call = Identifying()
    assert call.hears("block my card 3391", "block_card") == "account_number"
    assert call.slots["digits_so_far"] is None


def test_the_one_of_another_sentence_is_no_digit(caller: Identifying) -> None:
    caller.hears("the credit one", "choose_card")
    assert caller.set_events == []
    caller.hears("one")
    assert caller.slots["digits_so_far"] == "1"


def test_a_caller_may_look_for_the_number(caller: Identifying) -> None:
    caller.hears("one moment, let me see", "wait")
    assert caller.slots["prompt"] == "wait"


def test_keyed_digits_count_like_spoken_ones(caller: Identifying) -> None:
    keyed = [{"entity": "digits", "value": "40017733"}]
    caller.say(IDENTIFY, "/keyed_digits", "keyed_digits", entities=keyed)
    assert caller.slots["account_number"] == "40017733"


def test_the_account_number_can_be_corrected_at_the_pin(caller: Identifying) -> None:
    caller.hears("4002 5512")
    assert caller.hears("no sorry, 4001 7733") == "pin"
    caller.hears("4821")
    assert caller.slots["customer_name"] == "Maria Lopez"


@pytest.mark.parametrize("wish", [
    "give me my last ten transactions", "do i have enough for a two hundred dollar purchase",
])  # fmt: skip
def test_numbers_in_a_wish_are_no_credentials(caller: Identifying, wish: str) -> None:
    caller.hears(wish, "ask_transactions")
    assert caller.set_events == []


def test_a_number_counts_whatever_is_said_after_it(caller: Identifying) -> None:
    caller.hears("four zero zero one and that's everything i have", "ask_balance")
    assert caller.slots["digits_so_far"] == "4001"


def test_pin_and_account_number_in_a_row_are_read_both_ways(caller: Identifying) -> None:
    assert caller.hears("4821 4001 7733") is None
    assert caller.slots["customer_name"] == "Maria Lopez"
    assert "identification_failures" not in caller.slots


def test_a_wrong_pin_is_asked_again_then_both_then_a_person(caller: Identifying) -> None:
    caller.hears("4001 7733")
    assert caller.hears("4822") == "pin" and caller.slots["prompt"] == "mismatch"
    assert caller.hears("4823") == "account_number"
    caller.hears("4001 7733")
    assert caller.hears("4824") is None
    assert caller.slots["locked_out"] and not caller.slots["authenticated"]


def test_three_numbers_that_cannot_be_right_lead_to_a_person(caller: Identifying) -> None:
    assert caller.hears("4001 7734") == "account_number" and caller.slots["prompt"] == "misheard"
    assert caller.hears("4001 7735") == "account_number"
    assert caller.hears("4001 7736") is None and caller.slots["locked_out"]


def test_digits_that_do_not_go_on_are_asked_for_again(caller: Identifying) -> None:
    caller.hears("zero one seven")
    assert caller.hears("seven seven three three") == "account_number"
    assert caller.hears("4001") == "account_number" and caller.slots["prompt"] == "too_few"
    assert caller.hears("4001 7733") == "pin"


def test_digits_lost_three_times_lead_to_a_person(caller: Identifying) -> None:
    caller.hears("4001 7733")
    assert caller.hears("six six eight") == "pin" and caller.slots["prompt"] == "too_few"
    assert caller.hears("six six eight") == "pin"
    assert caller.hears("six six eight") is None and caller.slots["locked_out"]


def test_who_was_locked_out_cannot_try_again(bank: Bank) -> None:
    call = Identifying(locked_out=True)
    assert call.hears("4001 7733 and my pin is 4821") is None
    assert call.slots["locked_out"] and not call.slots["authenticated"]
    assert call.slots["account_number"] is None and call.slots["pin"] is None


def test_a_number_understood_forgives_earlier_mishearing(caller: Identifying) -> None:
    caller.hears("4001 7734")
    caller.hears("4001 7733")
    assert caller.slots["mishearings"] == 0


def test_records_out_of_reach_are_apologized_for(dead_bank: object) -> None:
    call = Identifying()
    call.hears("my account is 4001 7733")
    assert call.hears("4821") is None
    assert call.responses == ["utter_bank_unavailable"]
    assert not call.slots["bank_available"] and not call.slots["authenticated"]
