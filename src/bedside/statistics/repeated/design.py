"""The columns of the fixed effects: a mean for each group at each visit, and covariates about their own means.

A number is centred at its mean over the values analysed, the columns of a category at equal shares of its levels. The
coefficient of a group at a visit is then its least-squares mean, at average numbers and equal shares of each category:
what SAS's LSMEANS and R's emmeans give.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bedside.design.binomial import Floats, Whole
from bedside.errors import UsageError
from bedside.statistics.given import numbers, same_length
from bedside.values.wording import Text


@dataclass(frozen=True)
class Design:
    """`matrix` (N × p), whose first columns are the cells: pairs of the places of a group and of a visit."""

    matrix: Floats
    cells: tuple[tuple[int, int], ...]


def design(group: Whole, visit: Whole, covariates: Mapping[str, ArrayLike], by_visit: Sequence[str]) -> Design:
    """From the place of each value's group and visit (N).

    Covariates have one value (a number or a label) for each of the N; those named in `by_visit` act at each visit on
    their own. Raises UsageError for a name that is no covariate's and for a number that is not known.
    """
    strange = [name for name in by_visit if name not in covariates]
    if strange:
        raise UsageError(
            Text(f"“{strange[0]}” is no covariate.", f"« {strange[0]} » n’est pas une covariable."),
            "by_visit",
            Text("Name covariates that are given.", "Nommez des covariables qui sont données."),
        )
    cells = tuple(sorted(set(zip(group.tolist(), visit.tolist(), strict=True))))
    blocks = [np.column_stack([(group == g) & (visit == v) for g, v in cells]).astype(float)]
    for name, values in covariates.items():
        block = _centred(np.asarray(values), len(visit), name)
        apart = [visit == v for v in np.unique(visit)] if name in by_visit else [np.ones(len(visit), bool)]
        blocks += [block * each[:, None] for each in apart]
    return Design(np.column_stack(blocks), cells)


def _centred(values: NDArray[Any], length: int, name: str) -> Floats:
    """The columns of one covariate (N × 1, or one fewer than a category has levels)."""
    same_length(values, length, name)
    if values.dtype.kind in "fiu":
        found = numbers(values, name)
        return np.asarray(found - found.mean())[:, None]
    levels, place = np.unique(values.astype(str), return_inverse=True)
    return np.asarray(np.eye(len(levels))[place.ravel(), 1:] - 1 / len(levels))
