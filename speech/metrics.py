"""What `GET /metrics` counts: only counts and times, never a text or an address."""

from __future__ import annotations

from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

from speech.scheduler import Scheduler

_BUCKETS_S = (0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0)


class Metrics:
    """The metrics of one server, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        own: dict[str, Any] = {"registry": self.registry, "namespace": "speech"}
        self.requests = Counter("requests", "Requests for speech, by status", ["status"], **own)
        self.first_chunk = Histogram(
            "first_chunk_seconds", "Request to first audio", ["source"], buckets=_BUCKETS_S, **own
        )
        self.audio = Counter("audio_seconds", "Audio made or kept", ["source"], **own)
        self.cancelled = Counter("cancelled", "Requests whose client went away", **own)
        self._open = Gauge("open_requests", "Requests being synthesized or waiting", **own)
        self._busy = Gauge("busy_seconds_total", "Time the model has worked", **own)

    def watch(self, scheduler: Scheduler) -> None:
        self._open.set_function(lambda: scheduler.open_streams)
        self._busy.set_function(lambda: scheduler.busy_s)
