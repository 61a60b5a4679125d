"""Any characters at all to letters, ASCII digits, and symbols that can be spoken. PURE."""

from __future__ import annotations

import re
import unicodedata

_SAME = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "«": '"', "»": '"', "−": "-", "‐": "-"}
    | {"‑": "-", "‒": "–", "―": "—", "⁄": "/", "•": "*", "·": " ", "…": "..."}
)
_KEPT = frozenset("$€£°\n")
_UNSPOKEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Sk", "So", "Zl", "Zp"})
"""Unicode's categories of controls, format characters, surrogates, and symbols such as emoji."""


def clean(text: str) -> str:
    """Compatible forms as their plain ones (Unicode's NFKC), emoji and controls dropped."""
    text = "".join(_plain(character) for character in text.translate(_SAME))
    text = unicodedata.normalize("NFKC", text).translate(_SAME)
    return re.sub(r"[^\S\n]+", " ", "".join(map(_kept, text))).strip()


def _plain(character: str) -> str:
    """A space before ½, so that 2½ does not become 21/2."""
    fraction = unicodedata.decomposition(character).startswith("<fraction>")
    return f" {character}" if fraction else character


def _kept(character: str) -> str:
    if character.isascii() and character.isprintable() or character in _KEPT:
        return character
    decimal = unicodedata.decimal(character, None)
    if decimal is not None:
        return str(decimal)
    spoken = unicodedata.category(character) not in _UNSPOKEN and not character.isnumeric()
    return character if spoken else " "
