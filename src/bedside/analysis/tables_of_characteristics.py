"""The tables of who the participants are before treatment: numbers by site and sex, and what was measured."""

from __future__ import annotations

from collections.abc import Sequence

from bedside.analysis.characteristics import CHARACTERISTICS, SEX, SITE, scores_of
from bedside.analysis.layouts import Column, Shown, count, quartiles
from bedside.analysis.rows import Row
from bedside.analysis.tables import Marks, Table, shown
from bedside.analysis.words import WORDS
from bedside.analysis.worked import Worked
from bedside.records.dictionary import variable
from bedside.rules.nodes import Named
from bedside.rules.words import said_unit
from bedside.values.variable import Variable
from bedside.values.wording import Text

HAVING = Column("having")
MEASURED = (
    *count("measured", "within_limits", "not_measured"), quartiles(),
    Column("minimum", Shown.NUMBER), Column("maximum", Shown.NUMBER),
)  # fmt: skip


def characteristics_tables(rows: Sequence[Row], worked: Worked, language: str) -> tuple[Table, Table]:
    """Numbers by site and by sex, and measurements at baseline."""
    mine = [row for row in rows if row.analysis == CHARACTERISTICS]
    return _numbers(mine, worked, language), _measurements(mine, worked, language)


def _numbers(rows: Sequence[Row], worked: Worked, language: str) -> Table:
    marks, sites = Marks(language), worked.snapshot.codes("participants", SITE)
    heads = {SITE: WORDS[SITE].say(language), SEX: variable(SEX).say(language)}
    body = tuple(
        (
            heads[row.variable],
            (sites | WORDS).get(row.group, Text(row.group, row.group)).say(language),
            shown(HAVING, {HAVING.statistic: row}, marks, language),
        )
        for row in rows
        if row.statistic == HAVING.statistic
    )
    head, title = ("", "", WORDS["participants"].say(language)), WORDS["table characteristics"].say(language)
    return Table("", "characteristics", title, head, body, _of_whom(rows, worked, language), 2)


def _measurements(rows: Sequence[Row], worked: Worked, language: str) -> Table:
    marks = Marks(language)
    lines: dict[str, dict[str, Row]] = {}
    for row in rows:
        if row.group == "all" and row.variable:
            lines.setdefault(row.variable, {})[row.statistic] = row
    scores = {node.name: node for node in scores_of(worked.protocol)}
    named: dict[str, Named | Variable] = {**worked.protocol.vocabulary, **scores}
    body = tuple(
        (
            f"{named[name].say(language)} ({said_unit(named[name].unit, language)})",
            *(shown(each, line, marks, language) for each in MEASURED),
        )
        for name, line in lines.items()
    )
    head = ("", *(WORDS[each.statistic].say(language) for each in MEASURED))
    notes = (*marks.told, *_of_whom(rows, worked, language))
    return Table("", "baseline", WORDS["table baseline"].say(language), head, body, notes)


def _of_whom(rows: Sequence[Row], worked: Worked, language: str) -> tuple[str, ...]:
    """The set that the numbers are of, with how many it holds."""
    of = next(row for row in rows if row.statistic == "participants")
    return (f"{worked.set(of.set).text.say(language)} (n = {of.value}).",)
