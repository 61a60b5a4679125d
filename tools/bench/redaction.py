"""How well personal details are taken out of what is said, into docs/privacy.md:

    python -m tools.bench.redaction

tools/bench/said/*.txt hold a conversation's moment a line, `question ||| answer`, with the details
of the answer as {KIND:words}; the question may be empty. They were written without knowledge of
the rules. The rules have been mended after each of the files, so their figures flatter.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from actions.privacy.context import Context
from actions.privacy.details import Detail
from actions.privacy.redactor import Redactor

SAID = Path(__file__).parent / "said"
PAGE = Path("docs/privacy.md")
BEGIN, END = "<!-- by make bench -->\n", "<!-- to here -->\n"
_MARKED = re.compile(r"\{([A-Z_]+):([^{}]*)\}")


@dataclass(frozen=True)
class Moment:
    """An answer, the question before it, and where its personal details are."""

    question: str
    text: str
    details: tuple[Detail, ...]

    @classmethod
    def parse(cls, line: str) -> Moment:
        question, _, marked = line.partition("|||")
        text, details = "", []
        for number, part in enumerate(_MARKED.split(marked.strip())):
            if number % 3 == 1:
                kind = part
            elif number % 3 == 2:
                details.append(Detail(kind, len(text), len(text) + len(part)))
                text += part
            else:
                text += part
        return cls(question.strip(), text, tuple(details))

    @property
    def context(self) -> Context:
        return Context("caller" if self.question else "assistant", question=self.question)


@dataclass
class Score:
    """Of one kind of detail."""

    said: int = 0
    found: int = 0
    """Covered to the last letter and digit, by whatever kind."""
    characters: int = 0
    leaked: int = 0
    """Letters and digits that stayed."""
    false: int = 0
    """Found where nothing was."""


@dataclass
class Report:
    """Of many moments."""

    kinds: dict[str, Score] = field(default_factory=dict)
    harmless: int = 0
    """Answers without any detail."""
    touched: int = 0
    """Of these, those in which something was found."""
    lines_a_second: float = 0.0

    @property
    def total(self) -> Score:
        scores = self.kinds.values()
        return Score(
            *(
                sum(getattr(score, name) for score in scores)
                for name in ("said", "found", "characters", "leaked", "false")
            )
        )


def moments(folder: Path = SAID) -> Iterator[Moment]:
    for path in sorted(folder.glob("*.txt")):
        yield from map(Moment.parse, path.read_text().splitlines())


def measure(given: Iterable[Moment], redactor: Redactor) -> Report:
    report, begun, every = Report(), time.monotonic(), list(given)
    for moment in every:
        _add(report, moment, redactor.details(moment.text, moment.context))
    report.lines_a_second = len(every) / (time.monotonic() - begun)
    return report


def _add(report: Report, moment: Moment, found: list[Detail]) -> None:
    covered = {at for detail in found for at in range(detail.start, detail.end)}
    for detail in moment.details:
        score = report.kinds.setdefault(detail.kind, Score())
        told = [at for at in range(detail.start, detail.end) if moment.text[at].isalnum()]
        leaked = len(set(told) - covered)
        score.said += 1
        score.found += leaked == 0
        score.characters += len(told)
        score.leaked += leaked
    for detail in found:
        if not any(one.start < detail.end and detail.start < one.end for one in moment.details):
            report.kinds.setdefault(detail.kind, Score()).false += 1
    report.harmless += not moment.details
    report.touched += not moment.details and bool(found)


def table(report: Report) -> str:
    """As Markdown."""
    rows = [*sorted(report.kinds.items()), ("all", report.total)]
    lines = [
        "| kind | said | found whole | characters leaked | found where nothing was |",
        "| --- | --- | --- | --- | --- |",
        *(
            f"| {kind} | {score.said} | {_share(score.found, score.said)} "
            f"| {_share(score.leaked, score.characters)} | {score.false} |"
            for kind, score in rows
        ),
    ]
    touched = _share(report.touched, report.harmless)
    lines += [f"\nAnswers without any detail that were touched: {touched} of {report.harmless}."]
    return "\n".join(lines) + "\n"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


def on_page(page: str, report: Report) -> str:
    """The page with the report in its place."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{table(report)}{END}{after}"


def main() -> int:
    report = measure(moments(), Redactor())
    PAGE.write_text(on_page(PAGE.read_text(), report))
    print(table(report), f"{report.lines_a_second:.0f} lines a second", sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
