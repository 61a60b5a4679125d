from __future__ import annotations

import pytest

from actions.privacy.checksums import checked


@pytest.mark.parametrize(
    ("kind", "symbols", "expected"),
    [
        ("CREDIT_CARD", "4111111111111111", "; its check digits fit (Luhn)"),
        ("CREDIT_CARD", "4111111111111112", "; its check digits do not fit"),
        ("IBAN", "GB82WEST12345698765432", "; its check digits fit (ISO 13616)"),
        ("ACCOUNT_NUMBER", "111000025", "; its check digits fit (routing number)"),
        ("ACCOUNT_NUMBER", "40017733", "; its check digits fit (Luhn)"),
        ("PIN", "4821", ""),
    ],
)
def test_it_says_whether_the_check_digits_fit(kind: str, symbols: str, expected: str) -> None:
    assert checked(kind, symbols) == expected
