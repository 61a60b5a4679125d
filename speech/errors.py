"""What can go wrong in the speech server, as one tree.

SpeechError
├── SettingError      a value in credentials.yml that is not allowed
├── ModelError        the model is missing or damaged; says the command that mends it
├── AddressError      the port is taken or the address is not ours
├── RequestError      a request that breaks the API: 400 with a code
├── OverloadError     the bound on simultaneous requests is reached: 503
└── SynthesisError    the model failed on a text: 500

Every message says what happened, where, and what to do. None contains the text to be spoken.
"""

from __future__ import annotations


class SpeechError(Exception):
    """The root: catch it to catch all that the speech server raises on purpose."""


class SettingError(SpeechError):
    """A setting that is not allowed; names the key, its value and what is allowed."""

    def __init__(self, key: str, value: object, allowed: str):
        super().__init__(f"credentials.yml: {key} is {value!r}; allowed: {allowed}")
        self.key = key


class ModelError(SpeechError):
    """A model is missing or damaged; the message names the command that mends it."""


class AddressError(SpeechError):
    """The server cannot listen where it should."""


class RequestError(SpeechError):
    """A request that breaks the API; `code` and `param` go back to the client."""

    def __init__(self, code: str, message: str, param: str | None = None):
        super().__init__(message)
        self.code = code
        self.param = param


class OverloadError(SpeechError):
    """More requests at once than allowed: this one is refused, the others go on."""


class SynthesisError(SpeechError):
    """The model failed on a text. Carries no detail: a detail could quote the text."""
