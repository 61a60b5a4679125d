"""What stands in the source of a logging call."""

from __future__ import annotations

from pathlib import Path

import pytest

from discreet.call_sites import VALUE, words_at


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ('logger.debug("Loading.")', "Loading."),
        ('logger.debug("Received %s", text)', "Received %s"),
        ("logger.debug(f\"Received '{text}' from {sender}\")", "Received '…' from …"),
        ('logger.log(10, "Received")', "Received"),
        ('structlogger.error("rest.message.failed", text=text)', "rest.message.failed"),
        ('logger.info("Received " + text)', "Received …"),
        ('logger.info("Received %s" % text)', "Received %s"),
        ('logger.info("Received {}".format(text))', "Received {}"),
        ('logger.error("\\n".join(lines))', VALUE),
        ('rasa.shared.utils.io.raise_warning(f"No type {name}")', "No type …"),
        ("logger.info(text)", VALUE),
        ("logger.info(1)", VALUE),
        ("logger.info(text * 2)", VALUE),
        ("logger.info()", VALUE),
        ("print(text)", VALUE),
        ("text.upper()", VALUE),
        ('logger.info("outer: %s", logger.debug(text))', VALUE),
    ],
)
def test_values_are_left_out(tmp_path: Path, call: str, expected: str) -> None:
    source = tmp_path / "library.py"
    source.write_text(f"\n{call}\n")
    assert words_at(str(source), 2) == expected
    assert words_at(str(source), 1) == VALUE


def test_a_call_of_several_lines_is_found_by_each(tmp_path: Path) -> None:
    source = tmp_path / "library.py"
    source.write_text('logger.debug(\n    "Received "\n    f"{text}"\n)\n')
    assert [words_at(str(source), line) for line in (1, 2, 3, 4)] == ["Received …"] * 4


@pytest.mark.parametrize("content", [b"def", b"\xff", b"\0"])
def test_what_is_no_source_says_nothing(tmp_path: Path, content: bytes) -> None:
    source = tmp_path / "library.py"
    source.write_bytes(content)
    assert words_at(str(source), 1) == VALUE
    assert words_at(str(tmp_path / "nowhere.py"), 1) == VALUE
