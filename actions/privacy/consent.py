"""What callers agree to: the section `consent` of privacy.yml. Pure.

    consent:
      version: 2026-11       # of the wording, which is in domain.yml; kept with each consent
      purposes:
        service: announce        # the call is told of it
        quality_review: opt_out  # told of it; over with the caller's objection
        training: opt_in         # asked for; none without a yes

The transcript of a call without consent to `service` is not kept beyond the call. For the other
purposes only calls with consent are given out. What is not named is not asked for: then transcripts
are kept for `service`, and used for nothing else. (GDPR, articles 6, 7 and 21.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from actions.privacy.sections import mapping, refused

SERVICE, QUALITY_REVIEW, TRAINING = PURPOSES = ("service", "quality_review", "training")
ANNOUNCE, OPT_OUT, OPT_IN = MODES = ("announce", "opt_out", "opt_in")
_TELLS = {f"utter_consent_{mode}": mode for mode in (ANNOUNCE, OPT_OUT)}
_ASKS = {f"utter_ask_consent_{purpose}": purpose for purpose in PURPOSES}
_KEYS = ("version", "purposes")


@dataclass(frozen=True)
class Consent:
    """What `parse` has checked: `modes` by purpose."""

    version: str = ""
    modes: Mapping[str, str] = field(default_factory=dict)

    def purposes(self, *modes: str) -> list[str]:
        """Those for which callers are told or asked in this way."""
        return [purpose for purpose in PURPOSES if self.modes.get(purpose) in modes]

    def told(self) -> list[str]:
        """The responses that tell callers of it at the beginning of a call."""
        return [response for response, mode in _TELLS.items() if self.purposes(mode)]

    def questions(self) -> list[str]:
        """The responses that ask for it, one after the other."""
        asked = self.purposes(OPT_IN)
        return [response for response, purpose in _ASKS.items() if purpose in asked]

    def of(self, response: str) -> list[str]:
        """The purposes that the response tells of, or asks for."""
        if response in _TELLS:
            return self.purposes(_TELLS[response])
        return [purpose for purpose in self.purposes(OPT_IN) if _ASKS.get(response) == purpose]


NOTHING_ASKED = Consent()


def is_given(response: str) -> bool:
    """Whether there is consent once this was said, until the caller objects."""
    return response in _TELLS


def parse(given: object) -> Consent:
    """Of the section; raises `SettingError`."""
    section = mapping("consent", given or {}, f"the keys {', '.join(_KEYS)}")
    for name in section:
        if name not in _KEYS:
            raise refused(f"consent.{name}", section[name], f"the keys {', '.join(_KEYS)}")
    purposes = section.get("purposes") or {}
    modes = mapping("consent.purposes", purposes, f"{_list(PURPOSES)}, each with a mode")
    for purpose, mode in modes.items():
        if purpose not in PURPOSES or mode not in MODES:
            raise refused(f"consent.purposes.{purpose}", mode, f"{_list(PURPOSES)}: {_list(MODES)}")
    version = section.get("version")
    if modes and (version in (None, "") or isinstance(version, (dict, list))):
        raise refused("consent.version", version, "a text, another one for another wording")
    return Consent(str(version or ""), dict(modes))


def _list(allowed: Sequence[str]) -> str:
    return ", ".join(allowed)
