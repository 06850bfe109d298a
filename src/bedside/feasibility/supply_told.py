"""The check of a source in sentences, in tables, and as a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from bedside.design.tables import NONE, Table
from bedside.feasibility.supply import Supply, share
from bedside.feasibility.text import written
from bedside.feasibility.words import word
from bedside.report.paper import paper
from bedside.rules.nodes import variables
from bedside.rules.words import said_number
from bedside.screening.reach import Reach
from bedside.values.variable import Variable
from bedside.virtual.naming import in_both

ROOM, HEAD = "bedside.feasibility", 14
ANSWER = {
    (True, True): "can_both",
    (True, False): "can_met",
    (False, True): "can_not_met",
    (False, False): "can_nothing",
}


def page_of(supply: Supply, language: str) -> str:
    """The whole page; `language` is shown first."""
    return paper("source.html", (ROOM,), lambda each: Voice(each, supply), language)


def text_of(supply: Supply, language: str) -> str:
    """The same for a terminal, the names of units cut short."""
    voice = Voice(language, supply)
    held = [
        replace(each, head=tuple(map(_cut, each.head))) if name in supply.places else each
        for name, each in voice.tables.items()
    ]
    return written([voice.title, *([voice.trial] if voice.trial else [])], voice.sentences, held)


def _cut(head: str) -> str:
    return head if len(head) <= HEAD else f"{head[: HEAD - 1]}…"


class Voice:
    """What the template asks for, said in one language."""

    def __init__(self, language: str, supply: Supply) -> None:
        self.language, self.supply = language, supply

    def say(self, key: str, **places: object) -> str:
        """A word or sentence."""
        return word(key, **places).say(self.language)

    @property
    def title(self) -> str:
        return self.say("check_title", source=in_both(self.supply.loaded.source.name))

    @property
    def trial(self) -> str:
        """The trial it is for; empty for none."""
        held = self.supply.protocol
        return self.say("check_trial", title=held.text) if held else ""

    @property
    def sentences(self) -> list[str]:
        """What is supplied, and what will be “cannot tell”."""
        supply = self.supply
        lost = [each for each in supply.variables if not supply.supplied(each)]
        number = len(supply.variables)
        lines = [self.say("supplied_of", supplied=number - len(lost), number=number, stays=self._number(supply.stays))]
        if supply.loaded.source.not_real:
            lines.insert(0, self.say("not_real"))
        if lost:
            lines.append(self.say("not_supplied", names=self._names(lost)))
        lines += self._out_of_reach()
        if supply.shifted:
            lines.append(self.say("shifted"))
        return [*lines, self.say("completeness"), *supply.loaded.report.remarks(self.language)]

    def _out_of_reach(self) -> list[str]:
        if self.supply.reached is None:
            return []
        reached = self.supply.reached.items()
        never = [id for id, found in reached if not (found.met or found.not_met)]
        part = [id for id, found in reached if found.lacking and id not in never]
        lines = [self.say(key, criteria=", ".join(ids)) for key, ids in (("never", never), ("in_part", part)) if ids]
        return lines or [self.say("all_told")]

    @cached_property
    def tables(self) -> dict[str, Table]:
        """Every table that has lines, in order."""
        made = (self._variables(), self._reachable(), self._refused(), *self._placed(), self._mapping())
        return {each.name: each for each in made if each.body}

    def _variables(self) -> Table:
        supply, body = self.supply, []
        for each in supply.variables:
            held = supply.with_value[each.name]
            refused = supply.refused(each)
            supplied = "no" if not supply.supplied(each) else "recorded" if supply.recorded(each) else "yes"
            counts = (supply.used(each), *(sum(r.rows for r in refused if r.kept is kept) for kept in (False, True)))
            told = (self._number(held), self._share(held, supply.stays), *map(self._number, counts))
            body.append((self._name(each), self.say(supplied), *((NONE,) * len(told) if supply.absent(each) else told)))
        heads = ("variable", "supplied", "stays_with", "stays_share", "rows_used", "rows_refused", "rows_kept")
        return self._table("variables", heads, body)

    def _mapping(self) -> Table:
        body = [
            (self._name(each), row.table, row.code, row.unit or self.say("any_unit"), row.label or NONE)
            for each in self.supply.variables
            for row in self.supply.mapped(each)
        ]
        return self._table("mapping", ("variable", "table", "code", "units_taken", "label"), body)

    def _refused(self) -> Table:
        body = []
        for each in self.supply.variables:
            for one in self.supply.refused(each):
                reason = one.reason.say(self.language)
                told = self.say("kept_reason", reason=reason) if one.kept else reason
                body.append((self._name(each), one.table, told, self._number(one.rows)))
        return self._table("refused", ("variable", "table", "reason", "rows"), body)

    def _placed(self) -> list[Table]:
        return [self._by(place) for place in self.supply.places]

    def _by(self, place: str) -> Table:
        """A line a variable, a column a unit or year."""
        groups = self.supply.by(place)
        names = [in_both(group).say(self.language) if group else self.say("no_unit") for group in groups]
        counts = (self.say("stays"), *(self._number(counted[""]) for counted in groups.values()))
        body = [counts] + [
            (self._name(each), *(self._share(counted[each.name], counted[""]) for counted in groups.values()))
            for each in self.supply.variables
            if not self.supply.absent(each)
        ]
        return Table(place, self.say(f"share_by_{place}"), "", (self.say("variable"), *names), tuple(body))

    def _reachable(self) -> Table:
        body = []
        for each in self.supply.protocol.criteria if self.supply.protocol else ():
            found = (self.supply.reached or {}).get(each.id)
            name = f"{each.id} {each.text.say(self.language)}"
            if found is None or each.data_rule is None:
                body.append((name, self.say("of_people"), NONE))
            else:
                body.append((name, self.say(ANSWER[found.met, found.not_met]), self._lacking(found, each.data_rule)))
        return self._table("reachable", ("criterion", "answer", "lacking"), body)

    def _lacking(self, found: Reach, rule: object) -> str:
        held = variables(rule)  # type: ignore[arg-type]
        return self._names([held[name] for name in found.lacking]) or NONE

    def _table(self, name: str, heads: Sequence[str], body: Sequence[tuple[str, ...]]) -> Table:
        return Table(name, self.say(name), "", tuple(map(self.say, heads)), tuple(body))

    def _name(self, variable: Variable) -> str:
        return variable.say(self.language)

    def _names(self, held: Sequence[Variable]) -> str:
        return ", ".join(map(self._name, held))

    def _number(self, number: int | None) -> str:
        return NONE if number is None else said_number(str(number), self.language)

    def _share(self, part: int, whole: int) -> str:
        found = share(part, whole)
        unit = "%" if self.language == "en" else "\u00a0%"
        return NONE if found is None else f"{said_number(f'{found:.0f}', self.language)}{unit}"
