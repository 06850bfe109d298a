"""The designs that are set beside each other: as planned, smallest, stable, two-stage, and each way of monitoring."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from string import ascii_uppercase

from bedside.design.boundaries import plan_of
from bedside.design.plan import Plan
from bedside.design.single_stage import exact_test, smallest, stable
from bedside.design.stated import Stated
from bedside.design.two_stage import admissible, best_by_size, optimal
from bedside.design.words import word
from bedside.errors import DesignError
from bedside.values.wording import Text

EXACT = "exact binomial test (A'Hern 2001)"
SIMON = "two stages (Simon 1989)"
JUNG = "two stages, admissible (Jung 2004)"
LOOKS = "boundaries by rule, exact recursion (Schultz 1973)"


@dataclass(frozen=True)
class Candidate:
    """A design by name, with the letter that stands for it; either its `plan`, or `why` there is none.

    `adopted`: it is the one that the protocol has in force.
    """

    id: str
    text: Text
    method: str
    plan: Plan | None
    why: DesignError | None = None
    letter: str = ""
    adopted: bool = False

    @property
    def lettered(self) -> Text:
        """`A. one look, smallest`."""
        return Text(f"{self.letter}. {self.text.en}", f"{self.letter}. {self.text.fr}")


def candidates(stated: Stated) -> tuple[Candidate, ...]:
    """Every design in order, lettered; of designs that are the same, one that bears all their names."""
    found: list[Candidate] = []
    for made in _all(stated):
        each = _in_force(made) if made.id == stated.adopted else made
        same = next((i for i, one in enumerate(found) if one.plan and one.plan == each.plan), None)
        if same is None:
            found.append(each)
        else:
            text = Text.joined(" · ", (found[same].text, each.text))
            found[same] = replace(found[same], text=text, adopted=found[same].adopted or each.adopted)
    return tuple(replace(each, letter=ascii_uppercase[i % 26]) for i, each in enumerate(found))


def _in_force(each: Candidate) -> Candidate:
    return replace(each, text=Text.joined(", ", (each.text, word("in_force"))), adopted=True)


def _all(stated: Stated) -> Iterator[Candidate]:
    asked, planned = stated.asked, stated.participants
    if planned is not None:
        yield _made("planned", word("planned"), EXACT, lambda: exact_test(planned, asked).plan)
    yield _made("smallest", word("smallest"), EXACT, lambda: smallest(asked).plan)
    yield _made("stable", word("stable"), EXACT, lambda: stable(asked).plan)
    yield from _two_stages(stated)
    for each in stated.watched:
        yield _made(each.id, each.text, LOOKS, partial(plan_of, each.monitoring, asked))


def _two_stages(stated: Stated) -> Iterator[Candidate]:
    try:
        designs = best_by_size(stated.asked)
    except DesignError as error:
        yield Candidate("optimal", word("optimal"), SIMON, None, error)
        return
    first, *between = admissible(designs)
    yield Candidate("minimax", word("minimax"), SIMON, first.design.plan)
    for each in between:
        if each.design is optimal(designs):
            yield Candidate("optimal", word("optimal"), SIMON, each.design.plan)
        else:
            yield Candidate(f"admissible_{each.design.n}", word("admissible"), JUNG, each.design.plan)
    if not between:
        yield Candidate("optimal", word("optimal"), SIMON, first.design.plan)


def _made(id_: str, text: Text, method: str, make: Callable[[], Plan]) -> Candidate:
    try:
        return Candidate(id_, text, method, make())
    except DesignError as error:
        return Candidate(id_, text, method, None, error)
