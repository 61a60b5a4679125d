"""Rasa's logistic regression, kept as plain arrays so that it loads at once.

Rasa 3.6 keeps it with skops, whose import searches every loaded module for every type of
scikit-learn: 6 s of the 20 s that `rasa run` needs to be ready. The arrays load in milliseconds,
and nothing in the file can be executed.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

_FILE = "logistic_regression.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LogisticRegression(LogisticRegressionClassifier):  # type: ignore[misc]
    """As its parent, apart from the file, and from messages without words."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets intents; none, without confidence, where there is nothing to go by."""
        worded = []
        for message in messages:
            if str(message.get(TEXT) or "").strip():
                worded.append(message)
                continue
            message.set(INTENT, {"name": None, "confidence": 0.0}, add_to_output=True)
            message.set("intent_ranking", [], add_to_output=True)
        if worded:
            super().process(worded)
        return messages

    def persist(self) -> None:
        """Writes what prediction needs: the classes and their weights."""
        with self._model_storage.write_to(self._resource) as folder:
            np.savez_compressed(
                folder / _FILE,
                classes=self.clf.classes_.astype(str),
                weights=self.clf.coef_,
                intercepts=self.clf.intercept_,
            )

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LogisticRegression:
        """Reads it back; a model without the file is refused by the storage's error."""
        classifier = cls(config, execution_context.node_name, model_storage, resource)
        with (
            model_storage.read_from(resource) as folder,
            np.load(folder / _FILE, allow_pickle=False) as arrays,
        ):
            classifier.clf.classes_ = arrays["classes"]
            classifier.clf.coef_ = arrays["weights"]
            classifier.clf.intercept_ = arrays["intercepts"]
        return classifier
