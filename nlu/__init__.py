"""What the assistant adds to Rasa's language understanding: see docs/nlu.md."""
