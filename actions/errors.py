"""What can go wrong in the action server, as one tree.

ActionError
├── SettingError         a value in a file of settings or the environment that is not allowed
├── BankError            the bank's records
│   ├── WrongCredentials    account number and PIN do not belong together
│   ├── UnknownCard         the customer has no card that ends in these digits
│   └── BankUnavailable     the records cannot be reached, or not in time
├── UnreadableColumn     what the database holds cannot be decrypted
├── RedactionError       a text could not be searched for personal details: withhold it
├── TranscriptsUnavailable  events cannot be stored now; the sender keeps them
└── AccessRefused        a request for transcripts that gets none: with the status to answer with

Every message says what happened, where, and what to do. None contains a caller's words,
an account number, a PIN or a name.
"""

from __future__ import annotations

from collections.abc import Mapping


class ActionError(Exception):
    """The root: catch it to catch all that the action server raises on purpose."""


class SettingError(ActionError):
    """A setting that is not allowed; names the key, its value and what is allowed."""

    def __init__(self, key: str, value: object, allowed: str, file: str = "endpoints.yml"):
        super().__init__(f"{file}: {key} is {value!r}; allowed: {allowed}")
        self.key = key


class BankError(ActionError):
    """The bank's records gave no answer, or not the one that was hoped for."""


class WrongCredentials(BankError):
    """No such account, or not its PIN: which of the two stays untold on purpose."""

    def __init__(self) -> None:
        super().__init__("account number and PIN do not belong together")


class UnknownCard(BankError):
    """The customer has no card that ends in these digits."""

    def __init__(self) -> None:
        super().__init__("the customer has no such card")


class BankUnavailable(BankError):
    """The records cannot be reached, or not within the time limit: apologize, offer a person."""


class UnreadableColumn(ActionError):
    """A text of the database that none of the keys has sealed, or that was changed since."""

    def __init__(self, keys: str):
        super().__init__(
            f"a text in the database cannot be decrypted: the key is not among those of {keys}, "
            "or the text was damaged; put the key back, or a backup in the database's place"
        )


class RedactionError(ActionError):
    """A text could not be searched for personal details; it must not be stored."""


class TranscriptsUnavailable(ActionError):
    """Events cannot be stored now; the sender keeps them and comes again."""


class AccessRefused(ActionError):
    """A request for transcripts that gets none: the answer's HTTP status, its detail, its headers.

    The detail is for whoever asks; it quotes nothing of the request.
    """

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None):
        super().__init__(detail)
        self.status = status
        self.headers = headers or {}
