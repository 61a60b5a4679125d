"""What the channels count, for Prometheus. Numbers only: nothing that anybody said."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

SECONDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.5, 2, 3, 5)

calls_now = Gauge("voicedesk_calls_now", "Calls in progress", ["line"])
calls_ended = Counter("voicedesk_calls", "Calls that ended", ["line", "reason"])
stage_s = Histogram(
    "voicedesk_turn_seconds",
    "From the caller's last voiced sample to the reply's first audio, by stage",
    ["stage"],
    buckets=SECONDS,
)
interruptions = Counter("voicedesk_playback_cleared", "Playback stopped by the caller's voice")
audio_dropped_s = Counter("voicedesk_audio_dropped_seconds", "Audio sent faster than it is taken")
refused = Counter("voicedesk_messages_refused", "Messages that broke the protocol", ["code"])
unrehearsed = Gauge("voicedesk_sentences_unrehearsed", "Not yet in the speech cache", ["line"])
recognition_failed = Counter("voicedesk_recognitions_failed", "Utterances lost", ["error"])
synthesis_failed = Counter("voicedesk_syntheses_failed", "Sentences that could not be spoken")
