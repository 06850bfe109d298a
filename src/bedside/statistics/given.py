"""What is given to a method, checked: counts, probabilities, times. Raises UsageError for what cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from bedside.design.binomial import Floats, Whole
from bedside.errors import UsageError
from bedside.values.wording import Text

LEVEL = 0.95
"""The share of trials in which an interval is to cover the true value."""


def count(value: int, name: str, most: int | None = None) -> int:
    """A whole number from 0 to `most`."""
    if value != int(value) or value < 0 or (most is not None and value > most):
        upto = "" if most is None else f" to {most}"
        jusqua = "" if most is None else f" à {most}"
        raise UsageError(
            Text(f"{value} is no whole number from 0{upto}.", f"{value} n’est pas un nombre entier de 0{jusqua}."),
            name,
            Text("Count participants.", "Comptez des participants."),
        )
    return int(value)


def proportion(value: float, name: str) -> float:
    """A number between 0 and 1."""
    if not 0.0 < value < 1.0:
        raise UsageError(
            Text(f"{value:g} is not between 0 and 1.", f"{value:g} n’est pas compris entre 0 et 1."),
            name,
            Text("Write a proportion, such as 0.95 for 95 %.", "Écrivez une proportion, par exemple 0,95 pour 95 %."),
        )
    return float(value)


def positive(value: float, name: str) -> float:
    """A finite number above 0."""
    if not 0.0 < value < float("inf"):
        raise UsageError(
            Text(f"{value:g} is not above 0.", f"{value:g} n’est pas supérieur à 0."),
            name,
            Text("Give a finite number above 0.", "Donnez un nombre fini supérieur à 0."),
        )
    return float(value)


def numbers(values: ArrayLike, name: str) -> Floats:
    """A sequence of finite numbers."""
    found = np.asarray(values, dtype=float).reshape(-1)
    if not np.isfinite(found).all():
        raise UsageError(
            Text("a value is missing or infinite.", "une valeur est manquante ou infinie."),
            name,
            Text(
                "Leave out whom it is not known of, and count them.",
                "Écartez ceux pour qui elle est inconnue, et comptez-les.",
            ),
        )
    return found


def times(values: ArrayLike, name: str = "time") -> Floats:
    """Times from 0 on."""
    found = numbers(values, name)
    if (found < 0).any():
        raise UsageError(
            Text(f"a time is {found.min():g}.", f"un temps vaut {found.min():g}."),
            name,
            Text("Count times from 0 on.", "Comptez les temps à partir de 0."),
        )
    return found


def codes(values: ArrayLike, length: int, name: str) -> Whole:
    """Whole numbers from 0 on, one a participant."""
    found = numbers(values, name)
    same_length(found, length, name)
    if (found != np.floor(found)).any() or (found < 0).any():
        raise UsageError(
            Text("a code is no whole number from 0 on.", "un code n’est pas un nombre entier positif ou nul."),
            name,
            Text(
                "Write 0 for censored, 1, 2, ... for events.", "Écrivez 0 pour censuré, 1, 2, ... pour les événements."
            ),
        )
    return found.astype(np.int64)


def labels(values: Sequence[Any] | ArrayLike, length: int, name: str) -> tuple[tuple[Any, ...], Whole]:
    """The different labels in order, and the place of each participant's among them."""
    found = np.asarray(values).reshape(-1)
    same_length(found, length, name)
    each, place = np.unique(found, return_inverse=True)
    return tuple(each.tolist()), place.astype(np.int64)


def columns(values: ArrayLike, length: int, name: str) -> Floats:
    """A row a participant, a column a covariate; one covariate may be given flat."""
    found = np.asarray(values, dtype=float)
    found = found[:, None] if found.ndim == 1 else found
    same_length(found, length, name)
    numbers(found, name)
    return found


def same_length(values: Any, length: int, name: str) -> None:
    """One value a participant."""
    if len(values) != length:
        raise UsageError(
            Text(
                f"{len(values)} values for {length} participants.", f"{len(values)} valeurs pour {length} participants."
            ),
            name,
            Text("Give one value a participant.", "Donnez une valeur par participant."),
        )


def cause_number(cause: int) -> int:
    """Which of the competing causes: 1 or more."""
    if cause < 1:
        raise UsageError(
            Text(f"{cause} is no cause.", f"{cause} n’est pas une cause."),
            "cause",
            Text("Causes are 1, 2, ...; 0 is censored.", "Les causes sont 1, 2, ... ; 0 signifie censuré."),
        )
    return cause
