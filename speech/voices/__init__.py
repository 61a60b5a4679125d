"""Voices: a model loaded once that turns pieces of text into audio."""
