"""Beam search over a decoder that predicts token by token. Pure numpy.

A rule says which tokens may follow a hypothesis; that is how a search is held to digits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Tokens = tuple[int, ...]
Rule = Callable[[Tokens], NDArray[np.int64]]
"""The tokens that may follow a hypothesis."""
SPREAD = 12.0
"""A token so much less likely (in nats) than the best is not tried: it would not survive."""
TINY = 1e-30


@dataclass(frozen=True)
class Hypothesis:
    """Tokens, the end last if it has ended, and for each its natural log probability and how
    `sure` it is: its probability among those tokens that were allowed."""

    tokens: Tokens = ()
    logs: tuple[float, ...] = ()
    sure: tuple[float, ...] = ()

    @property
    def score(self) -> float:
        """The log probability of all of it."""
        return sum(self.logs)

    def followed_by(self, token: int, log: float, sure: float) -> Hypothesis:
        return Hypothesis((*self.tokens, token), (*self.logs, log), (*self.sure, sure))

    def until(self, size: int) -> Hypothesis:
        """Its first tokens."""
        return Hypothesis(self.tokens[:size], self.logs[:size], self.sure[:size])


class Predictor(Protocol):
    """A decoder with the memory of some parallel hypotheses."""

    def predict(self, tokens: NDArray[np.int64]) -> Floats:
        """Log probabilities (hypotheses, vocabulary) after `tokens`, (hypotheses, new tokens)."""

    def keep(self, rows: Sequence[int]) -> None:
        """Goes on with these rows of the hypotheses, which may repeat."""


def search(
    predictor: Predictor,
    start: Sequence[int],
    end: int,
    width: int,
    limit: int,
    rule: Rule | None = None,
) -> Hypothesis | None:
    """The likeliest sequence after `start` that ends within `limit` tokens.

    None if a rule let none end; without a rule what is unfinished at the limit is taken.
    """
    alive, best = [Hypothesis()], None
    logs = predictor.predict(np.array([start]))
    for _ in range(limit):
        grown = _grow(alive, logs, width, rule)
        ended = [h for _, h, token in grown if token == end]
        best = max([*ended, *([best] if best else [])], key=lambda h: h.score, default=None)
        going = [(row, h) for row, h, token in grown if token != end][:width]
        # Scores only fall, so nothing that is still alive can overtake.
        if not going or (best and best.score >= going[0][1].score):
            return best
        alive = [h for _, h in going]
        predictor.keep([row for row, _ in going])
        logs = predictor.predict(np.array([[h.tokens[-1]] for h in alive]))
    return best or (None if rule else alive[0])


def _grow(
    alive: Sequence[Hypothesis], logs: Floats, width: int, rule: Rule | None
) -> list[tuple[int, Hypothesis, int]]:
    """Each hypothesis with each of its likeliest next tokens, the best first, with its row."""
    grown = []
    for row, hypothesis in enumerate(alive):
        allowed = rule and rule(hypothesis.tokens)
        total = 1.0 if allowed is None else float(np.exp(logs[row, allowed]).sum())
        for token in _candidates(logs[row], width, allowed):
            log = float(logs[row, token])
            sure = min(1.0, float(np.exp(log)) / max(total, TINY))
            grown.append((row, hypothesis.followed_by(token, log, sure), token))
    return sorted(grown, key=lambda item: -item[1].score)


def _candidates(logs: Floats, width: int, among: NDArray[np.int64] | None) -> list[int]:
    """The likeliest tokens, one more than `width` because the end may be one of them."""
    if among is None:
        among = np.flatnonzero(logs > logs.max() - SPREAD)
    return list(among[np.argsort(-logs[among])[: width + 1]].tolist())
