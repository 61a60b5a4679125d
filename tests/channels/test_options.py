from __future__ import annotations

from dataclasses import dataclass

import pytest

from channels.errors import SettingError
from channels.options import address, choice, number, read, text


@dataclass(frozen=True)
class Options:
    threads: int = number(1, low=1, high=8)
    speed: float = number(1.0, low=0.5, high=2.0)
    precision: str = choice("int8", ("int8", "float32"))
    model: str | None = text(None, "a model's name")
    url: str = address("http://127.0.0.1:5002", "a server")


def test_what_is_not_given_has_its_default() -> None:
    assert read(Options, "asr", {"name": "x"}) == Options()


def test_null_stands_for_the_default() -> None:
    assert read(Options, "asr", {"threads": None}) == Options()


def test_given_values_are_taken() -> None:
    given = {"threads": 2, "speed": 1, "precision": "float32", "model": "tiny"}
    assert read(Options, "asr", given) == Options(2, 1, "float32", "tiny")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("threads", 0),
        ("threads", 9),
        ("threads", 1.5),
        ("threads", True),
        ("threads", "2"),
        ("speed", 0.4),
        ("speed", float("nan")),
        ("precision", "int4"),
        ("precision", ["int8"]),
        ("model", " "),
        ("model", 5),
        ("model", "${NOWHERE_SET}"),
        ("url", "127.0.0.1:5002"),
        ("url", "http://:5002"),
        ("url", "http://here:port"),
        ("url", "ftp://here"),
        ("url", 5002),
        ("modle", "tiny"),
    ],
)
def test_a_value_that_is_not_allowed_is_refused_by_its_key(key: str, value: object) -> None:
    with pytest.raises(SettingError) as refused:
        read(Options, "asr", {key: value})
    assert refused.value.key == f"asr.{key}"
