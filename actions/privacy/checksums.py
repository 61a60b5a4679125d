"""The check digits that a number carries. Pure.

| kind | by |
|---|---|
| CREDIT_CARD | ISO/IEC 7812-1, annex B: Luhn |
| IBAN | ISO 13616: remainder 1 of 97 |
| ACCOUNT_NUMBER | Luhn, as this bank's; nine digits: as an American routing number |
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from stdnum import iban, luhn
from stdnum.us import rtn

from actions.privacy.details import ACCOUNT_NUMBER, CREDIT_CARD, IBAN

_CHECKS: Mapping[str, Mapping[str, Callable[[str], bool]]] = {
    CREDIT_CARD: {"Luhn": luhn.is_valid},
    IBAN: {"ISO 13616": iban.is_valid},
    ACCOUNT_NUMBER: {"routing number": rtn.is_valid, "Luhn": luhn.is_valid},
}


def checked(kind: str, symbols: str) -> str:
    """The end of a sentence that says whether the check digits fit; empty for what has none."""
    checks = _CHECKS.get(kind)
    if not checks:
        return ""
    fits = next((name for name, fit in checks.items() if fit(symbols)), None)
    return f"; its check digits fit ({fits})" if fits else "; its check digits do not fit"
