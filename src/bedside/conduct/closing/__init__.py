"""Freezing, locking and signing; how complete the casebooks are; the lists by which all of it is reviewed."""
