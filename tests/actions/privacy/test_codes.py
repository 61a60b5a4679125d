from __future__ import annotations

import pytest

from actions.privacy.codes import code_details
from tests.actions.privacy.finding import taken_out


@pytest.mark.parametrize(
    ("text", "question", "expected"),
    [
        ("it's GB82 WEST 1234 5698 7654 32.", "", "it's <IBAN>."),
        ("g b eighty two w e s t twelve thirty four fifty six ninety eight seventy six fifty four",
         "", "<IBAN>"),
        ("it starts CH93 0076", "And the IBAN?", "it starts <IBAN>"),
        ("the iban is d e eight nine", "", "the iban is <IBAN>"),
        ("a RAV4 and two 1080s on November 21st", "", None),
        ("FR76 30", "", None),
        ("SL2 4QF and H7N 2K1", "", "<ADDRESS> and <ADDRESS>"),
        ("s w one a two double a", "", "<ADDRESS>"),
        ("k seven four q p", "What is the code?", "<PIN>"),
        ("it's b as in bravo nine nine", "Your account number?", "it's <ACCOUNT_NUMBER>"),
        ("policy AB 771 204", "Which policy number?", "policy <ACCOUNT_NUMBER>"),
        ("w i l l", "Your account number?", None),
        ("i say that to a robot", "What is your PIN?", None),
        ("q and w", "The second letter of your password?", "<PIN> and <PIN>"),
        ("T9K, 1, um, 1R3", "Your postal code?", "<ADDRESS>"),
        ("t nine k one r three", "", "<ADDRESS>"),
        ("a as in alpha four one six two", "Your account number?", "<ACCOUNT_NUMBER>"),
        ("S E, that's E as in echo, 41 7", "Your IBAN?", "<IBAN>"),
        ("it goes to e e three eight two two double oh two two one oh two", "",
         "it goes to <IBAN>"),
        ("it's l u", "The country code of the IBAN?", "it's <IBAN>"),
        ("nine a two", "What is your PIN?", None),
        ("x ray four one six", "Your account number?", "<ACCOUNT_NUMBER>"),
        ("b nine", "How can I help?", None),
    ],
)  # fmt: skip
def test_letters_and_digits_together_are_a_code(
    text: str, question: str, expected: str | None
) -> None:
    assert taken_out(code_details, text, question) == (expected or text)
