"""What a source supplies of what is asked of it: variables, their completeness, rows refused, criteria in reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from bedside.protocol.model import Criterion, Protocol
from bedside.records.completeness import Cell
from bedside.records.dictionary import dictionary
from bedside.records.import_report import Dropped
from bedside.records.source import Loaded, Mapped
from bedside.report.rows import Row, Value
from bedside.screening.reach import Reach
from bedside.screening.screen import needed
from bedside.values.variable import Variable

COUNT = "stays with at least one value, from the admission to hospital to the end of the stay"
REACH = "the rule settled with everything unknown, and only what is supplied to be learned"
NOT_SUPPLIED = "the source does not supply it"
ALL = "all"


@dataclass(frozen=True)
class Supply:
    """What was asked of a source, and what it turned out to hold. `reached` has the criteria that data can answer."""

    loaded: Loaded
    variables: tuple[Variable, ...]
    cells: tuple[Cell, ...]
    protocol: Protocol | None = None
    reached: Mapping[str, Reach] | None = None
    shifted: bool = False

    @cached_property
    def stays(self) -> int:
        """All stays."""
        return sum(cell.stays for cell in self.cells if not cell.variable)

    def supplied(self, variable: Variable) -> bool:
        """Whether the source supplies it at all."""
        return variable.name in self.loaded.source.supplied

    def absent(self, variable: Variable) -> bool:
        """Whether there is nothing to count: it is not supplied, and nothing of it was found all the same."""
        return not (self.supplied(variable) or self.with_value[variable.name] or self.refused(variable))

    def recorded(self, variable: Variable) -> bool:
        """Whether no row of it means none."""
        return variable.name in self.loaded.source.recorded

    def mapped(self, variable: Variable) -> tuple[Mapped, ...]:
        """Where it is read from."""
        return tuple(row for row in self.loaded.source.mapped if row.variable == variable.name)

    def refused(self, variable: Variable) -> tuple[Dropped, ...]:
        """The rows of it that were not used as they stand."""
        return tuple(each for each in self.loaded.report.dropped if each.variable == variable.name)

    def used(self, variable: Variable) -> int | None:
        """The rows of it that were used as they stand; None of what is read off the people and their stays."""
        found = [each.rows for each in self.loaded.report.used if each.variable == variable.name]
        return None if not found and self.with_value[variable.name] else sum(found)

    def by(self, place: str) -> dict[str, Counter[str]]:
        """Stays of each unit or year: all of them under an empty name, and those with a value of each variable."""
        found: dict[str, Counter[str]] = {}
        for cell in self.cells:
            group = str(cell.year) if place == "years" else cell.unit
            found.setdefault(group, Counter())[cell.variable] += cell.stays
        return dict(sorted(found.items()))

    @property
    def places(self) -> tuple[str, ...]:
        """By what completeness is told: shifted years say nothing."""
        return ("units",) if self.shifted else ("units", "years")

    @cached_property
    def with_value(self) -> Counter[str]:
        """Stays with a value, by variable."""
        counted: Counter[str] = Counter()
        for cell in self.cells:
            counted[cell.variable] += cell.stays
        return counted


def asked_for(protocol: Protocol | None) -> tuple[Variable, ...]:
    """The variables that a trial reads and that are no question to people; of no trial, the whole dictionary."""
    if protocol is None:
        return tuple(dictionary().values())
    questions = {each.name for each in protocol.questions}
    order = {name: place for place, name in enumerate(dictionary())}
    held = [each for name, each in needed(protocol).items() if name not in questions]
    return tuple(sorted(held, key=lambda each: (order.get(each.name, len(order)), each.name)))


def rows_of(supply: Supply) -> tuple[Row, ...]:
    """All that was found, one fact a row."""
    return (*_variables(supply), *_mapping(supply), *_refused(supply), *_placed(supply), *_criteria(supply))


def share(part: int, whole: int) -> float | None:
    """A share in percent, None of nothing."""
    return 100.0 * part / whole if whole else None


def _variables(supply: Supply) -> Iterator[Row]:
    yield Row("stays", ALL, "", "", "stays", supply.stays, "1", "stays of the source")
    for each in supply.variables:
        with_ = supply.with_value[each.name]
        facts: dict[str, tuple[Value, str]] = {
            "supplied": (int(supply.supplied(each)), "1"),
            "recorded": (int(supply.recorded(each)), "1"),
            "stays_with": (with_, "1"),
            "stays_share": (share(with_, supply.stays), "%"),
            "rows_used": (supply.used(each), "1"),
            "rows_refused": (sum(one.rows for one in supply.refused(each) if not one.kept), "1"),
            "rows_kept": (sum(one.rows for one in supply.refused(each) if one.kept), "1"),
        }
        for statistic, (value, unit) in facts.items():
            method = COUNT if statistic.startswith("stays") else ""
            nothing = supply.absent(each) and statistic not in ("supplied", "recorded")
            yield Row("variables", ALL, each.name, "", statistic, None if nothing else value, unit, method,
                      NOT_SUPPLIED if nothing else "")  # fmt: skip


def _mapping(supply: Supply) -> Iterator[Row]:
    for each in supply.variables:
        for row in supply.mapped(each):
            yield Row("mapping", row.table, each.name, row.code, "unit", row.unit, "", "")
            yield Row("mapping", row.table, each.name, row.code, "label", row.label, "", "")


def _refused(supply: Supply) -> Iterator[Row]:
    for each in supply.variables:
        for one in supply.refused(each):
            kept = "kept as unknown" if one.kept else ""
            yield Row("refused", one.table, each.name, one.reason.value, "rows", one.rows, "1", "", kept)


def _placed(supply: Supply) -> Iterator[Row]:
    for place in supply.places:
        for group, counted in supply.by(place).items():
            yield Row(place, group, "", "", "stays", counted[""], "1", "stays of the source")
            for each in supply.variables:
                if supply.absent(each):
                    continue
                with_ = counted[each.name]
                yield Row(place, group, each.name, "", "stays_with", with_, "1", COUNT)
                yield Row(place, group, each.name, "", "stays_share", share(with_, counted[""]), "%", COUNT)


def _criteria(supply: Supply) -> Iterator[Row]:
    for each in _asked(supply):
        found = (supply.reached or {}).get(each.id)
        facts: dict[str, Value] = {"answered_by_data": int(found is not None)}
        if found is not None:
            facts |= {
                "can_be_met": int(found.met),
                "can_be_not_met": int(found.not_met),
                "lacking": ", ".join(found.lacking),
            }
        for statistic, value in facts.items():
            yield Row("criteria", each.id, "", "", statistic, value, "" if statistic == "lacking" else "1", REACH)


def _asked(supply: Supply) -> tuple[Criterion, ...]:
    return supply.protocol.criteria if supply.protocol else ()
