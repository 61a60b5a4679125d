from __future__ import annotations

import pytest

from actions.privacy.places import town_at, towns
from actions.privacy.words import words


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("dubuque iowa", 1),
        ("Stow-on-the-Wold", 4),
        ("san luis obispo", 3),
        ("Orléans", 1),
        ("kitchen sink", 0),
        ("", 0),
    ],
)
def test_a_town_is_known_however_it_is_written(text: str, count: int) -> None:
    assert town_at(words(text), 0) == count


def test_there_are_towns_of_all_the_world() -> None:
    assert {"skibbereen", "toowoomba", "pune", "coeur d'alene".replace("'", " ")} <= towns()
