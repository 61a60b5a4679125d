"""The search on a toy decoder: three letters and an end, with chances that depend on the past."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from channels.engines.beam import Floats, search

A, B, C, END = 0, 1, 2, 3


class Toy:
    """Predicts from a table: after these tokens, these chances."""

    def __init__(self, table: dict[tuple[int, ...], list[float]], otherwise: list[float]):
        self._table, self._otherwise = table, otherwise
        self._rows: list[tuple[int, ...]] = [()]

    def predict(self, tokens: NDArray[np.int64]) -> Floats:
        self._rows = [(*row, *new) for row, new in zip(self._rows, tokens.tolist(), strict=True)]
        chances = [self._table.get(row[1:], self._otherwise) for row in self._rows]
        return np.log(np.array(chances, np.float32))

    def keep(self, rows: Sequence[int]) -> None:
        self._rows = [self._rows[row] for row in rows]


GARDEN_PATH = {
    (): [0.6, 0.4, 1e-9, 1e-9],
    (A,): [0.35, 0.35, 0.2, 0.1],
    (B,): [1e-9, 1e-9, 0.99, 0.01],
    (B, C): [1e-9, 1e-9, 1e-9, 1.0],
}
ENDS = [1e-9, 1e-9, 1e-9, 1.0]


@pytest.mark.parametrize(("width", "tokens"), [(1, (A, A)), (2, (B, C)), (4, (B, C))])
def test_a_wider_search_finds_what_the_best_first_step_hides(
    width: int, tokens: tuple[int, ...]
) -> None:
    found = search(Toy(GARDEN_PATH, ENDS), [9], END, width, limit=10)
    assert found is not None
    assert found.tokens[: len(tokens)] == tokens


def test_the_score_is_the_log_probability_of_all_tokens_and_the_end() -> None:
    found = search(Toy(GARDEN_PATH, ENDS), [9], END, 2, limit=10)
    assert found is not None
    assert found.tokens == (B, C, END)
    assert found.score == pytest.approx(np.log(0.4 * 0.99), abs=1e-5)


def test_a_rule_holds_the_search_to_its_tokens() -> None:
    def only_a_twice(tokens: tuple[int, ...]) -> NDArray[np.int64]:
        return np.array([END] if len(tokens) == 2 else [A])

    found = search(Toy(GARDEN_PATH, ENDS), [9], END, 3, limit=10, rule=only_a_twice)
    assert found is not None
    assert found.tokens == (A, A, END)


def test_what_never_ends_is_cut_at_the_limit() -> None:
    endless = Toy({}, [0.9, 0.09, 0.01, 1e-30])
    found = search(endless, [9], END, 2, limit=5)
    assert found is not None
    assert found.tokens == (A,) * 5
    assert found.sure == pytest.approx((0.9,) * 5)


def test_how_sure_a_token_is_counts_only_what_the_rule_allows() -> None:
    found = search(Toy({}, [0.2, 0.6, 0.1, 0.1]), [9], END, 2, 5, rule=lambda t: np.array([A, END]))
    assert found is not None
    assert found.logs == pytest.approx((np.log(0.1),))
    assert found.sure == pytest.approx((1 / 3,))


def test_nothing_is_found_where_the_rule_lets_nothing_end() -> None:
    assert search(Toy({}, ENDS), [9], END, 2, 5, rule=lambda tokens: np.array([A])) is None


@given(
    st.lists(st.lists(st.floats(0.01, 1), min_size=4, max_size=4), min_size=13, max_size=13),
    st.integers(1, 5),
)
def test_a_search_as_wide_as_the_vocabulary_is_never_worse_than_a_narrow_one(
    rows: list[list[float]], width: int
) -> None:
    states = [(), *[(a,) for a in range(3)], *[(a, b) for a in range(3) for b in range(3)]]
    table = {s: [x / sum(r) for x in r] for s, r in zip(states, rows, strict=True)}
    narrow = search(Toy(table, ENDS), [9], END, width, limit=10)
    full = search(Toy(table, ENDS), [9], END, 64, limit=10)
    assert narrow is not None and full is not None
    assert full.score >= narrow.score - 1e-6
