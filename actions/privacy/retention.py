"""For how long what of a call is kept: the section `retention_days` of privacy.yml. Pure.

    retention_days:
      transcripts: 90  # or by purpose: {service: 90, quality_review: 30, training: 365}
      handovers: 30

By purpose, a transcript is kept as long as one purpose lasts that there is consent for, and given
out for each purpose only while that lasts; a purpose that is not named keeps nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from actions.privacy.consent import PURPOSES, SERVICE
from actions.privacy.sections import mapping, refused

TRANSCRIPTS, HANDOVERS = "transcripts", "handovers"
_MOST_DAYS = 36_500


@dataclass(frozen=True)
class Retention:
    """Days: of transcripts by purpose. None: for ever."""

    transcripts: Mapping[str, int] | None = None
    handovers: int | None = None

    def lasts(self, purpose: str) -> int | None:
        """For how many days transcripts are there for it; 0: not at all."""
        return None if self.transcripts is None else self.transcripts.get(purpose, 0)


def parse(given: object) -> Retention:
    """Of the section; raises `SettingError`."""
    days = mapping("retention_days", given or {}, f"{TRANSCRIPTS} and {HANDOVERS}, in days")
    for kind in days:
        if kind not in (TRANSCRIPTS, HANDOVERS):
            raise refused(f"retention_days.{kind}", days[kind], f"{TRANSCRIPTS} and {HANDOVERS}")
    transcripts = _by_purpose(days[TRANSCRIPTS]) if TRANSCRIPTS in days else None
    handovers = _days(HANDOVERS, days[HANDOVERS]) if HANDOVERS in days else None
    lasting = _MOST_DAYS if transcripts is None else transcripts.get(SERVICE, 0)
    if (handovers or 0) > lasting:  # without its call it would be found by nobody
        allowed = f"{lasting} days at most, as transcripts for {SERVICE}"
        raise refused(f"retention_days.{HANDOVERS}", handovers, allowed)
    return Retention(transcripts, handovers)


def _by_purpose(given: object) -> Mapping[str, int]:
    if not isinstance(given, Mapping):
        return dict.fromkeys(PURPOSES, _days(TRANSCRIPTS, given))
    for purpose in given:
        if purpose not in PURPOSES:
            key = f"retention_days.{TRANSCRIPTS}.{purpose}"
            raise refused(key, given[purpose], f"the purposes {', '.join(PURPOSES)}")
    return {purpose: _days(f"{TRANSCRIPTS}.{purpose}", count) for purpose, count in given.items()}


def _days(kind: str, count: object) -> int:
    if type(count) is not int or not 0 < count <= _MOST_DAYS:
        raise refused(f"retention_days.{kind}", count, f"1 to {_MOST_DAYS} days")
    return count
