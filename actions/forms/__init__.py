"""The forms of domain.yml: what a turn gives them, and what they ask next."""
