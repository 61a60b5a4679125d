"""The action server: the bank's records, the assistant's actions, redacted transcripts."""
