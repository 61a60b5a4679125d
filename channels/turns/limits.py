"""How long a call waits for what never comes. Not settings: nobody should need another value."""

from __future__ import annotations

PACE_MS = 20
WAIT_MS = 8000
MOST_WAITS = 3
"""A caller who waits for the dialogue is told so that often, so long apart; then
the call is passed on."""
RECOGNITION_MS = 6000
"""A recognizer takes no longer, or it hangs."""
RETRY_MS = 1000
"""What could not be spoken is tried again after this, while the apology is heard."""
LAST_WORDS_MS = 5_000
"""After the line has closed: the longest wait for the recognizer."""
FAREWELL_MS = 30_000
"""And for the dialogue to take note of it."""
MOST_TURNS = 300
"""No caller says or keys so much; a machine that does fills Rasa's memory with it."""
NO_INPUT_LIMIT = 2
"""Silences in a row that are answered with a question; the next ends the call."""
