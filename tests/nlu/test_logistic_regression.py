"""The classifier is the same after it was written and read."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.logistic_regression import LogisticRegression
from nlu.sentence_embedding import SentenceEmbedding

CONTEXT = ExecutionContext(GraphSchema({}), node_name="classifier")
RESOURCE = Resource("classifier")
EXAMPLES = {
    "ask_balance": ["what is my balance", "how much money do i have"],
    "ask_hours": ["when are you open", "what are your hours"],
}


def messages(*texts: str) -> list[Message]:
    tokenizer = WhitespaceTokenizer(WhitespaceTokenizer.get_default_config())
    embedding = SentenceEmbedding("embedding", SentenceEmbedding.get_default_config())
    return embedding.process(tokenizer.process([Message({TEXT: text}) for text in texts]))


@pytest.fixture
def storage(tmp_path: Path) -> LocalModelStorage:
    """A model storage that holds a trained classifier."""
    storage = LocalModelStorage(tmp_path)
    examples = [
        example.set(INTENT, intent) or example
        for intent, texts in EXAMPLES.items()
        for example in messages(*texts)
    ]
    config = LogisticRegression.get_default_config()
    LogisticRegression.create(config, storage, RESOURCE, CONTEXT).train(TrainingData(examples))
    return storage


def test_a_classifier_read_back_understands(storage: LocalModelStorage) -> None:
    config = LogisticRegression.get_default_config()
    classifier = LogisticRegression.load(config, storage, RESOURCE, CONTEXT)
    heard = classifier.process(messages("how much have i got", "when do you close"))
    assert [one.get(INTENT)["name"] for one in heard] == ["ask_balance", "ask_hours"]
    assert np.isclose(sum(one["confidence"] for one in heard[0].get("intent_ranking")), 1.0)


@pytest.mark.parametrize("text", ["", " "])
def test_a_message_without_words_is_no_intent(storage: LocalModelStorage, text: str) -> None:
    config = LogisticRegression.get_default_config()
    classifier = LogisticRegression.load(config, storage, RESOURCE, CONTEXT)
    silent, heard = classifier.process(messages(text, "when do you close"))
    assert silent.get(INTENT) == {"name": None, "confidence": 0.0}
    assert heard.get(INTENT)["name"] == "ask_hours"


def test_reading_needs_no_slow_import(
    storage: LocalModelStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "skops.io", None)
    LogisticRegression.load(LogisticRegression.get_default_config(), storage, RESOURCE, CONTEXT)


def test_a_model_without_the_file_is_refused(tmp_path: Path) -> None:
    config = LogisticRegression.get_default_config()
    with pytest.raises(ValueError, match="classifier"):
        LogisticRegression.load(config, LocalModelStorage(tmp_path), RESOURCE, CONTEXT)
