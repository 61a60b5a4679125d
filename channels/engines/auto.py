"""`asr: {name: auto}`: Vosk where it has a model for the language, else Moonshine for English.

A Vosk model that is named must be there: who names one wants no other.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from threading import Thread
from typing import Any

from channels.engines import moonshine, vosk
from channels.engines.interfaces import Recognizer
from channels.engines.vosk_models import Store
from channels.errors import ModelError, SettingError
from channels.options import read

PATIENCE_S = 3.0
"""So long may the Vosk site take to say that it has the model."""
DEAF = "no answer within 3 s"

log = logging.getLogger(__name__)


def recognizer(settings: Mapping[str, Any], language: str) -> Recognizer:
    """Vosk or Moonshine. Raises SettingError, and ModelError if neither serves the language."""
    _check(settings)
    wanted = read(vosk.Options, "asr", _of(vosk.Options, settings))
    store = Store(Path(wanted.folder), wanted.url)
    try:
        found = store.find(wanted.model, language) or _download(store, wanted.model, language)
    except ModelError as error:
        named = wanted.model or os.environ.get("VOSK_MODEL")
        if named or language.lower().split("-")[0] != "en":
            raise
        log.warning("Recognition is by Moonshine, not by Vosk: %s", error)
        return moonshine.Moonshine(_of(moonshine.Options, settings), language)
    return vosk.Vosk({**_of(vosk.Options, settings), "model": str(found)}, language)


def _check(settings: Mapping[str, Any]) -> None:
    known = {option.name for kind in (vosk.Options, moonshine.Options) for option in fields(kind)}
    for key, value in settings.items():
        if key not in known | {"name"}:
            raise SettingError(f"asr.{key}", value, f"the keys {', '.join(sorted(known))}")


def _of(kind: Any, settings: Mapping[str, Any]) -> dict[str, Any]:
    names = {option.name for option in fields(kind)}
    return {key: value for key, value in settings.items() if key in names}


def _download(store: Store, model: str | None, language: str) -> Path:
    """Asks first whether the site can be reached at all: a name lookup has no time limit."""
    name = store.name(model, language)
    answers: list[str] = []
    asking = Thread(target=lambda: answers.append(store.unavailable(name)), daemon=True)
    asking.start()
    asking.join(PATIENCE_S)
    if why := (answers[0] if answers else DEAF):
        raise ModelError(store.failure(name, why))
    return store.get(model, language)
