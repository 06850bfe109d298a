"""Engines answer every rule for everyone at once; `rules.meaning` is their judge."""
