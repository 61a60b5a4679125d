"""What the forms have in common.

Rasa runs `validate_<form>` after each turn while the form is active. No events mean that the turn
had nothing for the form: then a rule answers it, and the form asks again.
"""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.conversation import intent

DONE = {"requested_slot": None}
_PAUSES = frozenset({"wait", "hesitate"})


def starting(tracker: Tracker) -> bool:
    """Whether the form has asked nothing yet."""
    return tracker.get_slot("requested_slot") is None


def pauses(tracker: Tracker) -> bool:
    """Whether the caller wants a moment; with an offer open, a rule grants it."""
    return intent(tracker) in _PAUSES and tracker.get_slot("offer") != "person"
