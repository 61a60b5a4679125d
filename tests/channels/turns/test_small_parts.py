"""Timers, the dialogue's queue, the keypad, a turn's times."""

from channels.turns.commands import Ask, SetTimer
from channels.turns.dialogue import MOST_WAITING, Dialogue
from channels.turns.events import TimerFired
from channels.turns.keypad import MOST_DIGITS, Entry, Keypad
from channels.turns.timers import Timers
from channels.turns.turn_times import TurnTimes


def test_only_the_last_setting_of_a_timer_counts() -> None:
    timers = Timers()
    first, second = timers.set("a", 10), timers.set("a", 20.4)
    assert second == SetTimer("a", 2, 20)
    assert not timers.fired(TimerFired("a", first.number))
    assert timers.running("a")
    assert timers.fired(TimerFired("a", second.number))
    assert not timers.running("a") and not timers.fired(TimerFired("a", second.number))


def test_a_cancelled_timer_does_not_count() -> None:
    timers = Timers()
    number = timers.set("a", 10).number
    timers.cancel("a")
    timers.cancel("never set")
    assert not timers.fired(TimerFired("a", number))


def test_messages_wait_for_the_one_in_flight_and_get_their_metadata_late() -> None:
    dialogue = Dialogue()
    seen: list[str] = []
    assert dialogue.ask("one", lambda: {"n": len(seen)}) == [Ask("one", {"n": 0})]
    assert dialogue.ask("two", lambda: {"n": len(seen)}) == []
    seen.append("something")
    assert dialogue.busy
    assert dialogue.ended() == [Ask("two", {"n": 1})]
    assert dialogue.ended() == [] and not dialogue.busy


def test_an_entry_is_complete_at_its_length_or_at_the_finish_key() -> None:
    keypad = Keypad()
    assert [keypad.press(key, Entry(2)) for key in "12"] == [None, "12"]
    assert [keypad.press(key, Entry()) for key in "123#"] == [None, None, None, "123"]
    assert [keypad.press(key, Entry(9)) for key in "1*2#"] == [None, None, None, "2"]
    assert keypad.press("#", Entry(4)) is None and keypad.take() is None


def test_an_entry_has_a_longest_length() -> None:
    keypad = Keypad()
    for _ in range(1000):
        keypad.press("7", Entry())
    assert keypad.take() == "7" * MOST_DIGITS


def test_a_caller_far_ahead_of_the_answers_loses_the_oldest_message() -> None:
    dialogue = Dialogue()
    for number in range(100):
        dialogue.ask(str(number), dict)
    assert dialogue.ended() == [Ask(str(100 - MOST_WAITING))]


def test_the_stages_of_a_turn_add_up() -> None:
    times = TurnTimes(last_voice_ms=100, endpoint_ms=400, recognition_ms=420)
    assert times.audible(500)["dialogue_ms"] == 0
    times.replied(440)
    times.replied(999)
    stages = times.audible(500)
    assert stages == {
        "endpoint_ms": 300,
        "recognition_ms": 20,
        "dialogue_ms": 20,
        "synthesis_ms": 60,
        "response_ms": 400,
    }
