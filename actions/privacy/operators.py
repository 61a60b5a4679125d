"""What takes the place of a personal detail: operators of Presidio's AnonymizerEngine. Pure.

| operator | for "four eight two one" | |
|---|---|---|
| `replace` | `<PIN>` | Presidio's; `with` another text |
| `mask` | `*******************` | Presidio's; `with` another character |
| `last_four` | `<PIN ...4821>` | the last four digits; `<PIN>` if there are none |
| `hash` | `<PIN 7d0c1e8a9b42>` | HMAC-SHA-256: a number has the same hash however it is said |
| `keep` | `four eight two one` | it is not taken out |

https://microsoft.github.io/presidio/anonymizer/. Importing it takes two seconds, so policy.py does
that only for rules that need it.
"""

from __future__ import annotations

import hashlib
import hmac
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any

from presidio_anonymizer import AnonymizerEngine
from presidio_anonymizer.entities import OperatorConfig, RecognizerResult
from presidio_anonymizer.operators import Operator, OperatorType

from actions.privacy.details import Detail, joined
from actions.privacy.spoken_digits import digit_runs

_HASH_CHARACTERS = 12
_LAST = 4
_ALL = 100_000
"""More characters than any text has."""


class Derived(Operator, ABC):  # type: ignore[misc] # untyped
    """Leaves the kind, and what `rest` makes of the value."""

    def operate(self, text: str, params: Mapping[str, Any]) -> str:
        rest = self.rest(text, params)
        return f"<{params['entity_type']} {rest}>" if rest else f"<{params['entity_type']}>"

    @abstractmethod
    def rest(self, text: str, params: Mapping[str, Any]) -> str:
        """Empty if nothing is left."""

    def validate(self, params: Mapping[str, Any]) -> None:
        """policy.py has done it."""

    def operator_type(self) -> OperatorType:
        return OperatorType.Anonymize


class LastFour(Derived):
    def operator_name(self) -> str:
        return "last_four"

    def rest(self, text: str, params: Mapping[str, Any]) -> str:
        digits = _digits(text)
        return f"...{digits[-_LAST:]}" if digits else ""


class KeyedHash(Derived):
    def operator_name(self) -> str:
        return "keyed_hash"

    def rest(self, text: str, params: Mapping[str, Any]) -> str:
        value = _digits(text) or "".join(filter(str.isalnum, text.casefold()))
        digest = hmac.new(params["key"], value.encode(), hashlib.sha256)
        return digest.hexdigest()[:_HASH_CHARACTERS]


def config(name: str, text: str, hash_key: str) -> OperatorConfig:
    """Of one of the operators above; `text` is what to replace or mask `with`, or empty."""
    if name == "mask":
        return OperatorConfig(
            name, {"masking_char": text or "*", "chars_to_mask": _ALL, "from_end": False}
        )
    if name == "hash":
        return OperatorConfig("keyed_hash", {"key": hash_key.encode()})
    return OperatorConfig(name, {"new_value": text} if text else {})


class Operators:
    """`without` of details.py, with an operator a kind; `replace` for one that is not named."""

    def __init__(self, by_kind: Mapping[str, OperatorConfig]):
        self._by_kind = dict(by_kind)
        self._engine = AnonymizerEngine()
        for operator in (LastFour, KeyedHash):
            self._engine.add_anonymizer(operator)

    def __call__(self, text: str, details: Iterable[Detail]) -> str:
        found = [
            RecognizerResult(one.kind, one.start, one.end, 1.0) for one in joined(text, details)
        ]
        anonymized = self._engine.anonymize(
            text, found, dict(self._by_kind), merge_entities_with_spaces=False
        )
        return str(anonymized.text)


def _digits(text: str) -> str:
    return "".join(run.digits for run in digit_runs(text))
