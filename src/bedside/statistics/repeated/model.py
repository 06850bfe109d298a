"""The mixed model for repeated measures: fitted once, asked for means, differences and tests.

Each group has a mean at each visit; values of one participant go together as a covariance structure says; what is
missing is taken to be missing at random. Mallinckrodt CH, Lane PW, Schnell D, Peng Y, Mancuso JP, Drug Inf J
2008;42:303-319. After death there is no value to be missing: the model describes those alive, while alive.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from bedside.errors import UsageError
from bedside.statistics.answer import NOBODY, Absent
from bedside.statistics.given import LEVEL, labels, numbers, proportion, same_length
from bedside.statistics.repeated import covariance as structures
from bedside.statistics.repeated import freedom as freedoms
from bedside.statistics.repeated.contrasts import Cell, Fit, Repeated, place
from bedside.statistics.repeated.covariance import Structure, covariance
from bedside.statistics.repeated.design import design
from bedside.statistics.repeated.fitting import fitted
from bedside.statistics.repeated.freedom import Freedom, Information, certainty
from bedside.statistics.repeated.likelihood import Point
from bedside.statistics.repeated.patterns import patterns
from bedside.values.wording import Text


def repeated(
    values: ArrayLike,
    participant: ArrayLike,
    visit: Sequence[Hashable],
    visits: Sequence[Hashable],
    group: Sequence[Hashable] | None = None,
    covariates: Mapping[str, ArrayLike] | None = None,
    by_visit: Sequence[str] = (),
    structure: Structure = Structure.UNSTRUCTURED,
    freedom: Freedom = Freedom.KENWARD_ROGER,
    information: Information = Information.OBSERVED,
    level: float = LEVEL,
) -> Repeated:
    """Fit by restricted maximum likelihood.

    `values`, `participant`, `visit`, `group` and each covariate have one entry for each known value (N): what is
    missing has none. `visits` are all visits in their order. Without `group` there is one, called "". Covariates named
    in `by_visit` act at each visit on their own (a baseline value, as a rule). Raises UsageError where lengths differ,
    a number is not finite, a visit is not among `visits`, a participant has two values at one visit, or a Cholesky
    adjustment is asked for of another structure than the unstructured one.
    """
    response = numbers(values, "values")
    many = len(response)
    _, people = labels(participant, many, "participant")
    groups, cell = labels([""] * many if group is None else list(group), many, "group")
    same_length(visit, many, "visit")
    at = np.array([place(each, visits, "visit") for each in visit], dtype=np.int64)
    if freedom is Freedom.KENWARD_ROGER_CHOLESKY and structure is not Structure.UNSTRUCTURED:
        raise UsageError(
            Text(
                "a Cholesky factor is for the unstructured covariance.",
                "un facteur de Cholesky vaut pour la covariance non structurée.",
            ),
            "freedom",
            Text("Take kenward_roger.", "Prenez kenward_roger."),
        )
    chosen = f"{structures.SAID[structure]}, {freedoms.SAID[freedom]}, {information} information"
    about = tuple(visits), proportion(level, "level"), len(np.unique(people)), many
    if not many:
        return Repeated(f"MMRM, REML, {chosen}", groups, *about, NOBODY)
    seen, order = np.unique(at, return_inverse=True)
    fixed = design(cell, at, covariates or {}, by_visit)
    found = fitted(patterns(response, fixed.matrix, people, order.ravel(), len(seen)), covariance(structure, seen))
    cells = tuple((groups[g], visits[v]) for g, v in fixed.cells)
    fit = found if isinstance(found, Absent) else _answering(found, cells, freedom, information)
    return Repeated(f"MMRM, REML, {chosen}", groups, *about, fit)


def _answering(at: Point, cells: tuple[Cell, ...], freedom: Freedom, information: Information) -> Fit | Absent:
    sure = certainty(at, freedom, information)
    return sure if isinstance(sure, Absent) else Fit(cells, at, sure)
