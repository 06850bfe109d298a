"""Choices of the study about laboratory results, as its settings say them."""

from __future__ import annotations

from decimal import Decimal

from bedside.conduct.study.choices import CTCAE, DELTA, chosen
from bedside.scores.ctcae import Version


def ctcae() -> Version:
    """The version of the criteria by which grades are shown."""
    return Version(chosen(CTCAE))


def delta_factor() -> Decimal:
    """By how many times a result has to differ from the one before it to be asked about."""
    return Decimal(chosen(DELTA))
