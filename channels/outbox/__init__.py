"""Rasa's events on their way to the action server: encrypted on disk until they have arrived."""

import logging

# At its import it tells which of its optional parts are not installed; we use none of them.
logging.getLogger("persistqueue").setLevel(logging.WARNING)
