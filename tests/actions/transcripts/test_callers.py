import pytest

from actions.transcripts.callers import caller_key, masked


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        ("+15550142", "******42"),
        ("0049 30 123-456", "**********56"),
        ("123456", "****56"),
        ("12345", None),  # two of five would tell too much
        ("sip:maria.lopez@example.org", None),
        ("anonymous", None),
        ("", None),
        (None, None),
        (15550142, "******42"),
    ],
)
def test_of_a_callers_number_two_digits_are_kept_at_most(number: object, kept: object) -> None:
    assert masked(number) == kept


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("+15550142", "001 555-0142", True),
        ("+15550142", "+15550143", False),
    ],
)
def test_a_number_has_one_key_however_it_is_written(one: str, other: str, same: bool) -> None:
    assert (caller_key(one, "secret") == caller_key(other, "secret")) is same


@pytest.mark.parametrize(("number", "secret"), [("anonymous", "secret"), ("+15550142", "")])
def test_without_number_or_secret_there_is_no_key(number: str, secret: str) -> None:
    assert caller_key(number, secret) is None


def test_another_secret_makes_another_key() -> None:
    assert caller_key("+15550142", "a") != caller_key("+15550142", "b")
