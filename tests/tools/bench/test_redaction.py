from __future__ import annotations

from actions.privacy.details import Detail
from actions.privacy.redactor import Redactor
from tools.bench.redaction import BEGIN, END, Moment, Report, measure, on_page, table

MOMENTS = [
    Moment.parse("Your PIN? ||| it's {PIN:four eight} and {PIN:two one}, I think"),
    Moment.parse(" ||| look at {PERSON:zq} there"),
    Moment.parse("How much? ||| forty dollars, my pin is 4821"),
    Moment.parse("Anything else? ||| no thanks"),
]


def test_a_moment_is_a_question_an_answer_and_its_details() -> None:
    moment = MOMENTS[0]
    assert moment.text == "it's four eight and two one, I think"
    assert moment.details == (Detail("PIN", 5, 15), Detail("PIN", 20, 27))
    assert (moment.context.speaker, moment.context.question) == ("caller", "Your PIN?")
    assert MOMENTS[1].context.speaker == "assistant"


def test_what_is_found_is_counted() -> None:
    report = measure(MOMENTS, Redactor())
    pin, person = report.kinds["PIN"], report.kinds["PERSON"]
    assert (pin.said, pin.found, pin.leaked, pin.false) == (2, 2, 0, 1)
    assert (person.said, person.found, person.characters, person.leaked) == (1, 0, 2, 2)
    assert (report.harmless, report.touched) == (2, 1)
    assert report.lines_a_second > 0


def test_the_figures_take_the_place_of_the_last_ones() -> None:
    report = measure(MOMENTS, Redactor())
    page = on_page(f"before\n{BEGIN}old\n{END}after\n", report)
    assert page == f"before\n{BEGIN}{table(report)}{END}after\n"
    assert "| all | 3 | 66.7 % | 11.8 % | 1 |" in page
    assert "Answers without any detail that were touched: 50.0 % of 2." in page


def test_nothing_has_no_share() -> None:
    assert "| all | 0 | - | - | 0 |" in table(Report())
