"""The library against Coqui's own phonemizer, which starts the espeak-ng program."""

from __future__ import annotations

import shutil

import pytest
from TTS.tts.utils.text.phonemizers import ESpeak

from speech.phonemes import LibraryPhonemizer
from tests.missing import missing

SENTENCES = [
    "Welcome to Harbor Bank. How can I help you today?",
    "Your checking balance is two thousand five hundred forty-three dollars and ten cents.",
    "Hello Maria, I'm sorry, I didn't catch that; could you say it again?",
    "The debit card ending in three three nine one was blocked!",
    'She said "yes" — and then: no... or not.',
    "Our branch at twelve Main Street is open Monday to Friday, nine AM to five PM.",
    "Is that right?",
    "You spent forty dollars at Blue Bottle Coffee on November third.",
    "don't can't won't we've it's the bank's",
    "Read the record; I read it yesterday.",
    ", a comma first",
    "...",
    "café naïve façade",
    "Priya Natarajan, Thomas Okafor, James Carter, Grace Will, Mark May, Maria Lopez",
]


@pytest.fixture(scope="module")
def library() -> LibraryPhonemizer:
    return LibraryPhonemizer("en-us")


@pytest.fixture(scope="module")
def program() -> ESpeak:
    if shutil.which("espeak-ng") is None:
        missing("espeak-ng, which the server does not need", "apt-get install espeak-ng")
    return ESpeak("en-us", backend="espeak-ng")


@pytest.mark.parametrize("sentence", SENTENCES)
def test_phonemes_are_those_of_coquis_phonemizer(
    library: LibraryPhonemizer, program: ESpeak, sentence: str
) -> None:
    assert library.phonemize(sentence, separator="") == program.phonemize(sentence, separator="")


@pytest.mark.parametrize("clause", ["What?!", "And you?"])
def test_where_nothing_is_stressed_only_the_stress_differs(
    library: LibraryPhonemizer, program: ESpeak, clause: str
) -> None:
    both = [one.phonemize(clause, separator="") for one in (library, program)]
    assert len({said.replace("ˈ", "").replace("ˌ", "") for said in both}) == 1


def test_clauses_within_a_piece_stay_words_apart(library: LibraryPhonemizer) -> None:
    assert " " in library.phonemize("one (two)", separator="")


def test_a_capital_a_in_a_code_is_the_letter(library: LibraryPhonemizer) -> None:
    assert library.phonemize("eigh", separator="") == "ˈeɪ"


def test_it_says_what_it_is(library: LibraryPhonemizer) -> None:
    assert library.version()[0].isdigit()
    assert library.name() == "espeak-ng library"


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(RuntimeError, match="not supported"):
        LibraryPhonemizer("xx-nowhere")
