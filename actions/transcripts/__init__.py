"""Calls as SQL: every turn with its times and confidences, every personal detail taken out."""
