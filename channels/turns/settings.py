"""What turn-taking can be told, in milliseconds; credentials.yml has the same in seconds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TurnSettings:
    """How long to wait for what. Times in ms."""

    frame_ms: int = 32
    """Length of a detector frame."""
    speech_threshold: float = 0.35
    """Speech probability from which on a frame is voiced; 0.15 less keeps it voiced."""
    suspect_ms: int = 32
    """Voice that makes the assistant hold its breath: nothing more is sent, nothing is dropped."""
    onset_ms: int = 64
    """Voice that counts as the beginning of an utterance and stops playback."""
    speculate_ms: int = 128
    """Silence after which the utterance is recognized, in case it was its end."""
    endpoint_ms: int = 300
    """Silence that ends an utterance."""
    unfinished_ms: int = 1000
    """Silence that ends one whose last word, or whose number of digits, promises more."""
    partial_ms: int = 480
    """Speech between two guesses at an open utterance."""
    max_utterance_ms: int = 60_000
    stall_ms: int = 1000
    """No audio at all for so long counts as silence."""
    interruptions: bool = True
    min_words: int = 1
    """Words, fillers like "mm-hm" not counted, that make a caller's voice an interruption."""
    lead_ms: int = 260
    """Audio sent ahead of its playing; at most 300."""
    silence_timeout_ms: int = 7000
    key_gap_ms: int = 3000
    patience_ms: int = 1500
    """Wait for the dialogue before the caller is told to wait."""
    hang_up_ms: int = 2000
    """Silence after the assistant's goodbye in which the caller may still say something."""
    max_call_ms: int = 1_800_000
