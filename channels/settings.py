"""The settings of a voice channel: a section of credentials.yml, checked when it is read.

Key names follow Rasa's voice channels; durations are seconds there and milliseconds inside.
docs/operations.md has the table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from channels.errors import SettingError
from channels.options import flag, number, read, text
from channels.turns.settings import TurnSettings


@dataclass(frozen=True)
class Timing:
    """Turn-taking, in seconds."""

    endpoint_silence: float = number(0.3, low=0.1, high=3)
    unfinished_silence: float = number(1.0, low=0.1, high=5)
    silence_timeout: float = number(7.0, low=1, high=120)
    key_gap: float = number(3.0, low=0.5, high=20)
    hang_up_delay: float = number(2.0, low=0, high=10)
    patience: float = number(1.5, low=0.5, high=30)
    max_utterance: float = number(60.0, low=2, high=600)
    max_call: float = number(1800.0, low=10, high=86400)
    playback_lead: float = number(0.26, low=0.06, high=0.3)


@dataclass(frozen=True)
class Interruptions:
    """When the caller may interrupt."""

    enabled: bool = flag(True)
    min_words: int = number(1, low=1, high=10)


@dataclass(frozen=True)
class Limits:
    """What one process takes on."""

    language: str = text("en", "a language code such as en")
    sample_rate: int = number(16000, low=8000, high=48000)
    speech_threshold: float = number(0.35, low=0.2, high=0.95)
    max_calls: int = number(16, low=1, high=1000)
    max_calls_in_all: int = number(24, low=1, high=1000)
    calls_a_minute: int = number(60, low=0, high=1000)
    workers: int = number(2, low=1, high=64)
    max_waiting: int = number(32, low=1, high=1000)


@dataclass(frozen=True)
class ChannelSettings:
    """All of one channel's section. Raises SettingError when read, never later."""

    timing: Timing = Timing()
    interruptions: Interruptions = Interruptions()
    limits: Limits = Limits()
    asr: Mapping[str, Any] = field(default_factory=dict)
    vad: Mapping[str, Any] = field(default_factory=dict)
    tts: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def from_credentials(
        cls, section: Mapping[str, Any] | None, rates_hz: Sequence[int] = ()
    ) -> ChannelSettings:
        """Reads the section, which may be empty.

        `rates_hz`: those that the line has, its default first; none if it can have any.
        """
        given = mapping("the channel", section)
        if rates_hz and given.setdefault("sample_rate", rates_hz[0]) not in rates_hz:
            allowed = f"{', '.join(map(str, rates_hz))}, on this line"
            raise SettingError("sample_rate", given["sample_rate"], allowed)
        engines = {key: mapping(key, given.pop(key, None)) for key in ("asr", "vad", "tts")}
        interruptions = mapping("interruptions", given.pop("interruptions", None))
        timing = {key: given.pop(key) for key in _names(Timing) & given.keys()}
        for key in given.keys() - _names(Limits):
            raise SettingError(key, given[key], "the keys " + ", ".join(sorted(_keys())))
        return cls(
            timing=read(Timing, "", timing),
            interruptions=read(Interruptions, "interruptions", interruptions),
            limits=read(Limits, "", given),
            **engines,
        )

    @property
    def engines(self) -> dict[str, Mapping[str, Any]]:
        """Their sections by name."""
        return {"asr": self.asr, "vad": self.vad, "tts": self.tts}

    def turns(self, frame_ms: int) -> TurnSettings:
        """The turn core's part, for a detector with frames of this length."""
        timing, limits = self.timing, self.limits
        return TurnSettings(
            frame_ms=frame_ms,
            speech_threshold=limits.speech_threshold,
            endpoint_ms=_ms(timing.endpoint_silence),
            unfinished_ms=_ms(timing.unfinished_silence),
            silence_timeout_ms=_ms(timing.silence_timeout),
            key_gap_ms=_ms(timing.key_gap),
            hang_up_ms=_ms(timing.hang_up_delay),
            patience_ms=_ms(timing.patience),
            max_utterance_ms=_ms(timing.max_utterance),
            max_call_ms=_ms(timing.max_call),
            lead_ms=_ms(timing.playback_lead),
            interruptions=self.interruptions.enabled,
            min_words=self.interruptions.min_words,
        )


def _ms(seconds: float) -> int:
    return round(1000 * seconds)


def _names(kind: type) -> set[str]:
    return {one.name for one in fields(kind)}


def _keys() -> set[str]:
    """All keys of a section."""
    sections = _names(ChannelSettings) - {"timing", "limits"}
    return sections | _names(Timing) | _names(Limits)


def mapping(key: str, value: object) -> dict[str, Any]:
    """A copy of what must be a mapping, empty if it was left out. Raises SettingError."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise SettingError(key, value, "a mapping of keys to values")
    return {str(name): setting for name, setting in value.items()}
