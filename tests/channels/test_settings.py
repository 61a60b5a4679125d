from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from channels.errors import SettingError
from channels.settings import ChannelSettings
from channels.turns.settings import TurnSettings

NUMBERS = {
    "endpoint_silence": (0.1, 3),
    "unfinished_silence": (0.1, 5),
    "silence_timeout": (1, 120),
    "key_gap": (0.5, 20),
    "hang_up_delay": (0, 10),
    "patience": (0.5, 30),
    "max_utterance": (2, 600),
    "max_call": (10, 86400),
    "playback_lead": (0.06, 0.3),
    "sample_rate": (8000, 48000),
    "speech_threshold": (0.2, 0.95),
    "max_calls": (1, 1000),
    "workers": (1, 64),
    "max_waiting": (1, 1000),
}
MILLISECONDS = {
    "endpoint_silence": "endpoint_ms",
    "unfinished_silence": "unfinished_ms",
    "silence_timeout": "silence_timeout_ms",
    "key_gap": "key_gap_ms",
    "hang_up_delay": "hang_up_ms",
    "patience": "patience_ms",
    "max_utterance": "max_utterance_ms",
    "max_call": "max_call_ms",
    "playback_lead": "lead_ms",
}


def refusal(section: Any) -> str:
    with pytest.raises(SettingError) as refused:
        ChannelSettings.from_credentials(section)
    return str(refused.value)


@pytest.mark.parametrize("section", [None, {}, {"asr": None, "interruptions": None}])
def test_an_empty_section_has_the_defaults(section: dict[str, Any] | None) -> None:
    assert ChannelSettings.from_credentials(section) == ChannelSettings()


def test_the_defaults_are_those_of_the_turn_core() -> None:
    assert ChannelSettings().turns(frame_ms=32) == TurnSettings()


@pytest.mark.parametrize("key", NUMBERS)
def test_a_setting_written_as_null_has_its_default(key: str) -> None:
    assert ChannelSettings.from_credentials({key: None}) == ChannelSettings()


@pytest.mark.parametrize(("seconds_key", "ms_key"), MILLISECONDS.items())
@pytest.mark.parametrize("end", [0, 1], ids=["lowest", "highest"])
def test_seconds_become_milliseconds(seconds_key: str, ms_key: str, end: int) -> None:
    seconds = NUMBERS[seconds_key][end]
    settings = ChannelSettings.from_credentials({seconds_key: seconds})
    assert asdict(settings.turns(frame_ms=20))[ms_key] == round(1000 * seconds)


def test_milliseconds_are_rounded_not_cut() -> None:
    settings = ChannelSettings.from_credentials({"endpoint_silence": 0.29})
    assert settings.turns(20).endpoint_ms == 290


def test_the_other_settings_reach_the_turn_core() -> None:
    section = {"interruptions": {"enabled": False, "min_words": 3}, "speech_threshold": 0.7}
    turns = ChannelSettings.from_credentials(section).turns(frame_ms=20)
    assert (turns.interruptions, turns.min_words) == (False, 3)
    assert (turns.speech_threshold, turns.frame_ms) == (0.7, 20)


def test_engines_get_their_mappings_as_they_are() -> None:
    section = {"asr": {"name": "vosk"}, "vad": {"name": "webrtc"}, "tts": {"url": "http://x"}}
    settings = ChannelSettings.from_credentials(section)
    assert {"asr": settings.asr, "vad": settings.vad, "tts": settings.tts} == section


def test_the_section_itself_is_left_alone() -> None:
    section = {"asr": {"name": "vosk"}, "workers": 1}
    ChannelSettings.from_credentials(section)
    assert section == {"asr": {"name": "vosk"}, "workers": 1}


@pytest.mark.parametrize(("key", "bounds"), NUMBERS.items())
@pytest.mark.parametrize("wrong", ["too low", "too high", "a text", "true", ".nan", ".inf", "[1]"])
def test_a_wrong_number_is_refused_with_what_is_allowed(
    key: str, bounds: tuple[float, float], wrong: str
) -> None:
    beyond = {"too low": bounds[0] - 0.01, "too high": bounds[1] + 1}
    value = beyond.get(wrong, yaml.safe_load(wrong))
    message = refusal({key: value})
    assert f"{key} is {value!r}" in message
    assert f"number from {bounds[0]} to {bounds[1]}" in message


@pytest.mark.parametrize("key", ["sample_rate", "max_calls", "workers", "max_waiting"])
def test_a_fraction_of_a_whole_thing_is_refused(key: str) -> None:
    assert "a whole number" in refusal({key: 8000.5})


@pytest.mark.parametrize(
    ("section", "named", "allowed"),
    [
        ({"language": ""}, "language is ''", "a language code such as en"),
        ({"language": 7}, "language is 7", "a language code such as en"),
        ({"interruptions": {"enabled": "yes"}}, "interruptions.enabled is 'yes'", "true or false"),
        ({"interruptions": {"enabled": 1}}, "interruptions.enabled is 1", "true or false"),
        ({"interruptions": {"min_words": 0}}, "interruptions.min_words is 0", "from 1 to 10"),
        ({"interruptions": {"words": 2}}, "interruptions.words is 2", "enabled, min_words"),
        ({"interruptions": True}, "interruptions is True", "a mapping of keys to values"),
        ({"asr": "vosk"}, "asr is 'vosk'", "a mapping of keys to values"),
        ({"vad": ["webrtc"]}, "vad is ['webrtc']", "a mapping of keys to values"),
        ({"tts": 5002}, "tts is 5002", "a mapping of keys to values"),
        ({"silence_timout": 7}, "silence_timout is 7", "silence_timeout"),
        ({"timing": {}}, "timing is {}", "endpoint_silence"),
        ({"limits": {}}, "limits is {}", "max_calls"),
        ({7: 7}, "7 is 7", "max_calls"),
        (["asr"], "the channel is ['asr']", "a mapping of keys to values"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(section: Any, named: str, allowed: str) -> None:
    message = refusal(section)
    assert named in message
    assert allowed in message.partition("allowed: ")[2]


@given(st.dictionaries(st.text(), st.none() | st.integers() | st.text() | st.lists(st.none())))
def test_a_section_is_read_or_refused(section: dict[str, Any]) -> None:
    try:
        outcome: object = ChannelSettings.from_credentials(section)
    except SettingError as error:
        outcome = error
    assert isinstance(outcome, ChannelSettings | SettingError)


def test_every_setting_of_the_turn_core_in_seconds_is_tested_above() -> None:
    settable = {one.name for one in fields(ChannelSettings().timing)}
    assert settable == MILLISECONDS.keys()
