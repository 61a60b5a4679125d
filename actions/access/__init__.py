"""Transcripts over HTTP: who may read which, and the record of who has read them."""
