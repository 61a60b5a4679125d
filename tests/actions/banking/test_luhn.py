import pytest

from actions.banking.luhn import is_valid
from actions.banking.samples import SAMPLES


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("79927398713", True),  # the example of ISO/IEC 7812-1
        ("79927398710", False),
        ("4111111111111111", True),
        ("40017733", True),
        ("40017734", False),  # one digit wrong
        ("40071733", False),  # two digits swapped
        ("", False),
        ("0", False),
        ("4001 7733", False),
        ("٤٠٠١٧٧٣٣", False),  # digits, but not ASCII
    ],
)
def test_the_check_digit_finds_single_errors_and_swaps(number: str, valid: bool) -> None:
    assert is_valid(number) is valid


def test_the_sample_accounts_have_right_check_digits() -> None:
    assert all(is_valid(sample.account_number) for sample in SAMPLES)
