"""Every count that is told, the sums that they stand in, and which of them are hidden.

A key is (analysis, group, statistic). What is the same count in two places has one key: after all criteria those who
are left are those met and those possible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bedside.engines.patients_asked import BAR, OPEN, PASS, Place
from bedside.feasibility.found import Found
from bedside.feasibility.masking import Key, Sum, hidden

ALL = "all"
STANDING = {PASS: "met", OPEN: "open", BAR: "out"}
MET, POSSIBLE, ASSESSED = (("patients", ALL, name) for name in ("met", "possible", "assessed"))
OUT = ("out_open_before", "out_throughout")
LAST = {"patients": 3, "attrition": 1}
"""The counts that readers need most are hidden last."""
PLACED: Mapping[str, Callable[[Place], str]] = {
    "years": lambda place: str(place.year),
    "units": lambda place: place.unit,
    "months": lambda place: f"{place.month:02d}",
}


@dataclass
class Cells:
    """The counts of what was found; one that is hidden is not there to be asked for."""

    found: Found
    counts: dict[Key, int] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._patients()
        self._attrition()
        self._costs()
        self._moves()
        for analysis in self.placed:
            self._placed(analysis)

    @property
    def placed(self) -> tuple[str, ...]:
        """By what patients are placed: shifted dates say neither year nor month."""
        return ("units",) if self.found.shifted else tuple(PLACED)

    @cached_property
    def hidden(self) -> frozenset[Key]:
        """The counts that are not told."""
        last = {key: LAST.get(key[0], 0) for key in self.counts}
        return hidden(self.counts, self.sums, self.found.stated.mask_below, last)

    def told(self, *key: str) -> int | None:
        """A count, None where it is hidden."""
        return None if key in self.hidden else self.counts[key]

    def groups(self, analysis: str) -> list[str]:
        """The groups of an analysis, in order."""
        return list(dict.fromkeys(group for name, group, _ in self.counts if name == analysis))

    def _add(self, analysis: str, group: str, **counts: int) -> None:
        self.counts |= {(analysis, group, name): count for name, count in counts.items()}

    def _sum(self, total: Key, *parts: Key) -> None:
        self.sums.append(Sum(total, parts))

    def _parted(self, analysis: str, group: str) -> None:
        """A group's standings add up to all that is in it."""
        self._sum((analysis, group, "assessed"), *((analysis, group, name) for name in STANDING.values()))

    def _patients(self) -> None:
        held = {STANDING[sign]: count for sign, count in self.found.standings.items()}
        self._add("patients", ALL, assessed=sum(held.values()), **held, possible=held["met"] + held["open"])
        self._parted("patients", ALL)
        self._sum(POSSIBLE, MET, ("patients", ALL, "open"))
        before = self.found.observed.open_before
        self._add("patients", ALL, out_open_before=before, out_throughout=held["out"] - before)
        self._sum(("patients", ALL, "out"), *(("patients", ALL, name) for name in OUT))

    def _attrition(self) -> None:
        left, criteria = self.found.attrition, self.found.criteria
        for place, each in enumerate(criteria, start=1):
            before, after = left[place - 1], left[place]
            self._add("attrition", each.id, left_best=before.possible - after.possible,
                      left_worst=before.certain - after.certain)  # fmt: skip
            if place < len(criteria):
                self._add("attrition", each.id, certain=after.certain, possible=after.possible,
                          open=after.possible - after.certain)  # fmt: skip
                self._sum(self.left(place, "possible"), self.left(place, "certain"), ("attrition", each.id, "open"))
            for end, gone in (("possible", "left_best"), ("certain", "left_worst")):
                self._sum(self.left(place - 1, end), self.left(place, end), ("attrition", each.id, gone))

    def left(self, place: int, end: str) -> Key:
        """The count of those left after so many criteria."""
        if place == 0:
            return ASSESSED
        if place == len(self.found.criteria):
            return {"certain": MET, "possible": POSSIBLE, "open": ("patients", ALL, "open")}[end]
        return ("attrition", self.found.criteria[place - 1].id, end)

    def _costs(self) -> None:
        met, possible = self.counts[MET], self.counts[POSSIBLE]
        for place, (each, cost) in enumerate(zip(self.found.criteria, self.found.costs, strict=True), start=1):
            key = ("criteria", each.id)
            self._add(
                *key, dropped_certain=cost.dropped.certain, dropped_possible=cost.dropped.possible,
                gain_certain=cost.dropped.certain - met, gain_possible=cost.dropped.possible - possible,
                resolved_for=cost.resolved_for, gain_resolved=cost.resolved_for - met,
                resolved_against=cost.resolved_against, loss_resolved=possible - cost.resolved_against,
            )  # fmt: skip
            self._sum((*key, "dropped_certain"), MET, (*key, "gain_certain"))
            self._sum((*key, "dropped_possible"), POSSIBLE, (*key, "gain_possible"))
            self._sum((*key, "resolved_for"), MET, (*key, "gain_resolved"))
            self._sum(POSSIBLE, (*key, "resolved_against"), (*key, "loss_resolved"))
            if place == len(self.found.criteria):  # without the last one, what was left before it
                self._sum((*key, "dropped_certain"), self.left(place - 1, "certain"))
                self._sum((*key, "dropped_possible"), self.left(place - 1, "possible"))

    def _moves(self) -> None:
        for move, held in zip(self.found.stated.moved, self.found.moves, strict=True):
            counts = {STANDING[sign]: count for sign, count in held.items()}
            counts["possible"] = counts["met"] + counts["open"]
            self._add("moves", move.name, assessed=self.counts[ASSESSED], **counts)
            self._parted("moves", move.name)
            self._sum(("moves", move.name, "possible"), *(("moves", move.name, name) for name in ("met", "open")))
            self._sum(("moves", move.name, "assessed"), ASSESSED)
            for name in ("met", "possible"):
                self._changed(move.name, name)

    def _changed(self, move: str, name: str) -> None:
        """The difference that a move makes is a count too: of how many more, or of how many fewer."""
        then, now = ("moves", move, name), ("patients", ALL, name)
        more, less = (then, now) if self.counts[then] >= self.counts[now] else (now, then)
        self._add("moves", move, **{f"change_{name}": self.counts[more] - self.counts[less]})
        self._sum(more, less, ("moves", move, f"change_{name}"))

    def _placed(self, analysis: str) -> None:
        of = PLACED[analysis]
        groups = sorted({of(each) for each in self.found.places})
        for group in groups:
            held = dict(_standing(self.found.places, of, group))
            self._add(analysis, group, assessed=sum(held.values()), **held)
            self._parted(analysis, group)
        for name in ("assessed", *STANDING.values()):
            self._sum(("patients", ALL, name), *((analysis, group, name) for group in groups))


def _standing(places: tuple[Place, ...], of: Callable[[Place], str], group: str) -> Iterator[tuple[str, int]]:
    for sign, name in STANDING.items():
        yield name, sum(each.patients for each in places if each.standing == sign and of(each) == group)
