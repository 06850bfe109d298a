"""Serious adverse events: told to the sponsor, assessed, told to the authority, each within its time."""
