"""What can go wrong in the channels, as one tree.

ChannelError
├── SettingError        a value in credentials.yml or endpoints.yml that is not allowed
├── ProtocolError       a message of the far end that breaks its protocol
├── EngineError         a speech engine
│   ├── ModelError      its model is missing or damaged; says the command that mends it
│   ├── RecognitionError
│   └── SynthesisError
└── OverloadError       more work than the machine is allowed to queue

Every message says what happened, where, and what to do. None contains a caller's words.
"""

from __future__ import annotations

import traceback
from pathlib import Path


class ChannelError(Exception):
    """The root: catch it to catch all that the channels raise on purpose."""


class SettingError(ChannelError):
    """A setting that is not allowed; names the key, its value and what is allowed."""

    def __init__(self, key: str, value: object, allowed: str, *, file: str = "credentials.yml"):
        super().__init__(f"{file}: {key} is {value!r}; allowed: {allowed}")
        self.key = key


class ProtocolError(ChannelError):
    """A message of the far end that cannot be understood; `code` goes back to it."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code


class EngineError(ChannelError):
    """A speech engine failed."""


class ModelError(EngineError):
    """A model is missing or damaged; the message names the command that mends it."""


class RecognitionError(EngineError):
    """An utterance could not be recognized; the call goes on."""


class SynthesisError(EngineError):
    """A sentence could not be spoken; the call goes on with a recorded apology."""


class OverloadError(ChannelError):
    """The bound on queued work is reached: this call's work is refused, not everybody's."""


def whereabouts(error: BaseException) -> str:
    """An unforeseen error's kind and place, for the log: its text may hold what was said."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}"
