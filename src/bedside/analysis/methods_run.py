"""Which methods an analysis ran, and which it did not, with why: a method is run where it gave some number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bedside.analysis.methods_said import said_method
from bedside.analysis.rows import OBSERVED, Row
from bedside.analysis.words import word
from bedside.values.wording import Text


def methods_run(rows: Sequence[Row], language: str) -> tuple[str, ...]:
    """The methods of numbers that there are, in words and in order."""
    return tuple(sorted(said_method(each, language) for each in _run(rows)))


def methods_not_run(rows: Sequence[Row], language: str) -> str:
    """A sentence for each reason on the methods that gave no number; empty where each gave one."""
    why: dict[Text, list[str]] = {}
    for method, reason in _not_run(rows).items():
        why.setdefault(reason, []).append(said_method(method, language))
    between = "\u202f; " if language == "fr" else "; "
    return " ".join(
        word("methods_not_run", why=reason, listed=between.join(sorted(methods))).say(language)
        for reason, methods in why.items()
    )


def _cited(row: Row) -> bool:
    """Whether a row is of a method; what is only counted is of none."""
    return bool(row.method) and not row.method.startswith(OBSERVED)


def _run(rows: Sequence[Row]) -> frozenset[str]:
    return frozenset(row.method for row in rows if _cited(row) and row.value is not None)


def _not_run(rows: Sequence[Row]) -> Mapping[str, Text]:
    """The others, each with the first reason that one of its numbers gives.

    A mixed model of which nothing was fitted bears the first words of those that were: it is one of them.
    """
    run = _run(rows)
    return {
        row.method: row.warnings[0]
        for row in reversed(rows)
        if _cited(row) and row.warnings and not any(each.startswith(row.method) for each in run)
    }
