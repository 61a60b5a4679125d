import pytest

from actions.transcripts.callers import masked


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
