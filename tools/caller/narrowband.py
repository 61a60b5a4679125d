"""A telephone behind a line of 8 kHz that ends with its connection."""

from __future__ import annotations

import audioop
from typing import Any

from tools.caller.script import RATE_HZ
from tools.caller.telephone import Telephone

LINE_HZ = 8000


class NarrowbandTelephone(Telephone):
    """Speaks no protocol yet; `narrow` is what its caller says, for the line."""

    hangs_up_by_closing = True

    def __init__(self, *given: Any, **named: Any):
        super().__init__(*given, **named)
        self.recording.bot_rate_hz = LINE_HZ
        self._sampler: Any = None  # of audioop

    def narrow(self, samples: bytes) -> bytes:
        """The caller's next samples at LINE_HZ; s16le."""
        narrow, self._sampler = audioop.ratecv(samples, 2, 1, RATE_HZ, LINE_HZ, self._sampler)
        return narrow

    def closed(self) -> None:
        """By either side, without a word."""
        self.over = True
        super().closed()
