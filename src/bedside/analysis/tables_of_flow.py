"""The tables of who is analysed: everybody, each analysis set, and what happened to them meanwhile."""

from __future__ import annotations

from collections.abc import Sequence

from bedside.analysis.departures import DEVIATIONS
from bedside.analysis.flow import EVENTS, PARTICIPANTS, SETS, UNOBSERVED
from bedside.analysis.rows import Row
from bedside.analysis.tables import NONE, Marks, Table
from bedside.analysis.tables_of_characteristics import characteristics_tables
from bedside.analysis.tables_of_safety import safety_tables
from bedside.analysis.words import WORDS
from bedside.analysis.worked import Worked
from bedside.protocol.estimands import Intercurrent

OF_DEVIATIONS = ("deviations", "concerned", "serious_breach", "to_notify", "perhaps_serious", "not_assessed")


def flow_tables(rows: Sequence[Row], worked: Worked, language: str) -> tuple[Table, ...]:
    """Participants, sets, intercurrent events, ends of observation, deviations, who they are before treatment;
    exposure, and deaths."""
    promised = worked.promised
    return (
        _participants(rows, language), _sets(rows, worked, language),
        _events(rows, worked, language, EVENTS, promised.intercurrent),
        *(_events(rows, worked, language, UNOBSERVED, ends) for ends in (promised.unobserved,) if ends),
        _deviations(rows, worked, language), *characteristics_tables(rows, worked, language),
        *safety_tables(rows, worked, language),
    )  # fmt: skip


def _participants(rows: Sequence[Row], language: str) -> Table:
    mine, marks = [row for row in rows if row.analysis == PARTICIPANTS], Marks(language)
    head = tuple(WORDS[row.statistic].say(language) for row in mine)
    body = (tuple(_number(row, marks) for row in mine),)
    return Table("", PARTICIPANTS, WORDS["table participants"].say(language), head, body, marks.told, 0)


def _sets(rows: Sequence[Row], worked: Worked, language: str) -> Table:
    marks = Marks(language)
    found = {row.set: row for row in rows if row.analysis == SETS}
    body = tuple((each.text.say(language), _number(found[each.id], marks)) for each in worked.promised.sets)
    notes = tuple(f"{each.text.say(language)}. {each.more.say(language)}" for each in worked.promised.sets)
    head = (WORDS["set"].say(language), WORDS["participants"].say(language))
    return Table("", SETS, WORDS["table sets"].say(language), head, body, (*marks.told, *notes))


def _events(rows: Sequence[Row], worked: Worked, language: str, name: str, held: Sequence[Intercurrent]) -> Table:
    """A line an event, a column an analysis set."""
    marks = Marks(language)
    found = {(row.variable, row.set): row for row in rows if row.analysis == name}
    sets = [each for each in worked.promised.sets if any(key[1] == each.id for key in found)]
    body = tuple(
        (event.text.say(language), *(_number(found[event.id, each.id], marks) for each in sets)) for event in held
    )
    head = ("", *(each.text.say(language) for each in sets))
    return Table("", name, WORDS[f"table {name}"].say(language), head, body, marks.told)


def _deviations(rows: Sequence[Row], worked: Worked, language: str) -> Table:
    """A line a kind, by the words that the snapshot has for it; the first is of all."""
    marks, words = Marks(language), worked.snapshot.codes(DEVIATIONS, "kind")
    lines: dict[str, dict[str, Row]] = {}
    for row in rows:
        if row.analysis == DEVIATIONS:
            lines.setdefault(row.variable, {})[row.statistic] = row
    body = tuple(
        (
            words.get(kind, WORDS["all"]).say(language),
            *(_number(line[name], marks) if name in line else NONE for name in OF_DEVIATIONS),
        )
        for kind, line in lines.items()
    )
    head = ("", *(WORDS[name].say(language) for name in OF_DEVIATIONS))
    return Table("", DEVIATIONS, WORDS["table deviations"].say(language), head, body, marks.told)


def _number(row: Row, marks: Marks) -> str:
    value = NONE if row.value is None else str(row.value)
    return value + marks.of(row)
