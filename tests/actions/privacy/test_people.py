from __future__ import annotations

import pytest

from actions.privacy.people import people_details
from tests.actions.privacy.finding import taken_out

NAME = "What is your name, please?"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("this is oluwaseun adeyemi", "this is <PERSON>"),
        ("my name is mark may", "my name is <PERSON>"),
        ("my name is jane doe and i moved", "my name is <PERSON> and i moved"),
        ("it's for mister al rashid", "it's for mister <PERSON>"),
        ("my sister grace has the card", "my sister <PERSON> has the card"),
        ("my husband will call you", None),
        ("he calls himself bill", None),
        ("he called himself bill", "he called himself <PERSON>"),
        ("a lady called grace told me", "a lady called <PERSON> told me"),
        ("my stepson dean he lost it", "my stepson <PERSON> he lost it"),
        ("haneul was born there", "<PERSON> was born there"),
        ("the bond is triple a", None),
        ("our trip is first to rome", None),
        ("ki bo was born in may", "<PERSON> was born in may"),
        ("The Adeyinkas, next door", "The <PERSON>, next door"),
        ("It was the Adeyinkas next door", "It was the <PERSON> next door"),
        ("made out to art vandelay", "made out to <PERSON>"),
        ("great Femi one moment", "great <PERSON> one moment"),
        ("my twins ayo and omar", "my twins <PERSON> and <PERSON>"),
        ("my nephew mark he moved", "my nephew <PERSON> he moved"),
        ("then summer in payroll called", "then <PERSON> in payroll called"),
        ("put me through to grace please", "put me through to <PERSON> please"),
        ("this is J. R. Castellanos", "this is <PERSON>"),
        ("my name is lindqvist comma hope", "my name is <PERSON>"),
        ("m c capital d o w", "<PERSON>"),
        ("priya speaking", "<PERSON> speaking"),
        ("Thank you, Maria. Goodbye, Tom.", "Thank you, <PERSON>. Goodbye, <PERSON>."),
        ("Tell jean-baptiste lefèvre", "Tell <PERSON>"),
        ("It says Rich Castellano, officially Richard J. Castellano.",
         "It says <PERSON>, officially <PERSON>."),
        ("tomasz's card", "<PERSON>'s card"),
        ("k o w a l s k i", "<PERSON>"),
        ("P-A-P-A-D-O-P-O-U-L-O-S", "<PERSON>"),
        ("b as in boy l like larry y as in yellow", "<PERSON>"),
    ],
)  # fmt: skip
def test_a_name_is_known_by_what_introduces_it_or_by_what_it_is(
    text: str, expected: str | None
) -> None:
    assert taken_out(people_details, text) == (expected or text)


@pytest.mark.parametrize(
    "text",
    [
        "may i ask whether you will mark it as paid",
        "hope this is a grace period, bill me in june",
        "I paid on April 2nd and again in May.",
        "the branch on Lincoln Avenue",
        "it was Charles Schwab, then Johnson & Johnson, then Marks and Spencer",
        "i'm flying to paris in august",
        "the A T M ate it, says the FBI",
        "it's a french account",
        "that's kilowatt hours",
        "they were born here, and the twins were born there",
        "open since Sunday",
        "the Lincoln garage, on the Andheri West side",
        "it may or may not, parsley",
        "we visit Santiago and Lima",
        "MAY I ASK",
        "",
    ],
)
def test_words_companies_and_places_are_no_people(text: str) -> None:
    assert taken_out(people_details, text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("faith", "<PERSON>"),
        ("it's faith, like the word", "it's <PERSON>, like the word"),
        ("bill summers i'm calling about my bill", "<PERSON> i'm calling about my bill"),
        ("um chukwuemeka", "um <PERSON>"),
        ("t lindqvist and A", "<PERSON> and A"),
        ("t", None),
        ("a young man", None),
        ("nobody i hung up", None),
        ("yes it's Pope, like in Rome", "yes it's <PERSON>, like in Rome"),
        ("same as before", None),
        (
            "just joy is fine with me and all of them",
            "just <PERSON> is fine with me and all of them",
        ),
        ("yes hope's at home all day long i think", "yes <PERSON>'s at home all day long i think"),
        ("we may in hope's case", None),
        ("her locum", None),
        ("may i ask why you want it", None),
        ("the old name is better", None),
        ("de la cruz", "de la <PERSON>"),
    ],
)
def test_what_answers_a_question_for_a_name_is_one(text: str, expected: str | None) -> None:
    assert taken_out(people_details, text, NAME) == (expected or text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Bosch Serie 6", None), ("Paula Deen", None), ("my sister Paula", "my sister <PERSON>")],
)
def test_a_question_for_a_thing_is_answered_by_no_name(text: str, expected: str | None) -> None:
    assert taken_out(people_details, text, "Which brand is it?") == (expected or text)


def test_what_is_spelled_for_something_else_is_no_name() -> None:
    text = "n w b k"
    assert taken_out(people_details, text, "What is the IBAN?") == text
