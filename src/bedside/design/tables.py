"""Rows turned into tables: what stands down the side, what across, and how a number is written.

A table shows nothing that is not in a row. A value with a warning bears a star, and the note below says what it means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bedside.design.words import WORDS, word
from bedside.design.worked import ONE, Worked
from bedside.report.rows import Row, Value
from bedside.rules.words import said_number

NONE = "–"


@dataclass(frozen=True)
class Table:
    """A table in one language: its title, what to know before reading, head and body, and its footnotes."""

    name: str
    title: str
    note: str
    head: tuple[str, ...]
    body: tuple[tuple[str, ...], ...]
    footnotes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """How the rows of an analysis become a table: a line for each group, place or both; a column a statistic or group.

    `side` heads the columns down the side, `columns` are the statistics across. A layout `over` one statistic has a
    column for each group instead. Designs go by their letters, where it is `named` by their names too.
    """

    name: str
    analysis: str
    down: tuple[str, ...]
    side: tuple[str, ...]
    columns: tuple[str, ...] = ()
    over: str = ""
    named: bool = False
    keeps: Callable[[Row, Worked], bool] = lambda row, worked: True


def _each_twentieth(row: Row, worked: Worked) -> bool:
    return round(float(row.at) * 100) % 5 == 0 and 0 < float(row.at) < 1


LAYOUTS = (
    Layout("designs", "designs", ("group",), ("design",), (
        "participants", "enrolled", "boundaries", "alpha", "alpha_overruled", "power", "expected_p0", "expected_p1",
        "early_p0"),
        named=True),
    Layout("looks", "looks", ("group", "at"), ("design", "size"), (
        "futile_at_most", "success_from", "futile_p0", "success_p0", "futile_p1", "success_p1")),
    Layout("power_over", "characteristics", ("at",), ("rate",), over="success", keeps=_each_twentieth),
    Layout("expected_over", "characteristics", ("at",), ("rate",), over="expected", keeps=_each_twentieth),
    Layout("decision", "decision", ("at",), ("successes",), (
        "estimate", "clopper_pearson_low", "clopper_pearson_high", "wilson_low", "wilson_high", "p_value", "posterior",
        "decision")),
    Layout("null_rates", "null_rates", ("at",), ("ruled_out",), ("needed", "observed", "alpha")),
    Layout("sizes", "sizes", ("at",), ("size",), ("needed", "observed", "alpha", "power")),
    Layout("precision", "precision", ("at",), ("rate",), ("half_clopper_pearson", "half_wilson")),
    Layout("widths", "widths", ("at",), ("half_width",), (
        "clopper_pearson_p0", "clopper_pearson_p1", "wilson_p0", "wilson_p1")),
    Layout("consistent", "consistent", ("group", "at"), ("way", "place"), ("p0", "p1", "alpha", "power")),
)  # fmt: skip
EXACT_AS_WRITTEN = ("inputs", "consistent")
"""Analyses whose numbers were typed by people, and are shown as typed."""


def tables_of(rows: Sequence[Row], worked: Worked, language: str) -> tuple[Table, ...]:
    """Every table that has lines, in order."""
    made = (_table(layout, rows, worked, language) for layout in LAYOUTS)
    return (_inputs(worked, language), *(each for each in made if each.body))


def _table(layout: Layout, rows: Sequence[Row], worked: Worked, language: str) -> Table:
    kept = [row for row in rows if row.analysis == layout.analysis and layout.keeps(row, worked)]
    letters = {each.id: each.letter for each in worked.candidates}
    lettered = {each.id: each.lettered.say(language) for each in worked.candidates}
    names = lettered if layout.named else letters if "design" in layout.side else {}
    groups = [name for name in dict.fromkeys(row.group for row in kept) if layout.over]
    head = [_head(name, language) for name in (*layout.side, *layout.columns)]
    head += [letters[name] for name in groups]
    cells: dict[tuple[str, ...], dict[str, Row]] = {}
    for row in kept:
        if not layout.over or row.statistic == layout.over:
            column = row.group if layout.over else row.statistic
            cells.setdefault(tuple(getattr(row, part) for part in layout.down), {})[column] = row
    columns = groups or layout.columns
    body = tuple(
        (*(_side(part, names, language) for part in place), *(shown(held.get(column), language) for column in columns))
        for place, held in cells.items()
    )
    size = worked.main.size
    note = word(f"{layout.name}_note", size=size).say(language) if f"{layout.name}_note" in WORDS else ""
    title = word(layout.name, size=worked.stated.participants or size).say(language)
    shown_rows = [row for held in cells.values() for row in held.values()]
    return Table(layout.name, title, note, tuple(head), body, tuple(_footnotes(shown_rows, language)))


def _inputs(worked: Worked, language: str) -> Table:
    """What the design stands on: each number with its source, or marked as assumed."""
    body = tuple(
        (
            word(each.name).say(language),
            _number(each.value, ONE, language, as_written=True),
            word("assumed").say(language) if each.assumption else each.origin.say(language),
        )
        for each in worked.stated.inputs
    )
    head = ("number", "value", "from")
    return Table("inputs", word("inputs").say(language), "", tuple(_head(each, language) for each in head), body)


HEADS: Mapping[str, str] = {"decision": "decided"}
"""Columns that are headed by another word than their name."""


def _head(name: str, language: str) -> str:
    return WORDS[HEADS.get(name, name)].say(language)


def _side(part: str, names: Mapping[str, str], language: str) -> str:
    """A group by its letter or words, a place on an axis by its number."""
    if part in names:
        return names[part]
    return WORDS[f"way_{part}"].say(language) if f"way_{part}" in WORDS else said_number(part, language)


def shown(row: Row | None, language: str) -> str:
    """A value as it is read, with a star where it has a warning that a footnote explains."""
    if row is None:
        return NONE
    star = "*" if row.warning and f"fault_{row.statistic}" in WORDS else ""
    return _value(row, language) + star


def _value(row: Row, language: str) -> str:
    if row.value is None:
        return NONE
    if isinstance(row.value, str):
        return WORDS[row.value].say(language) if row.value in WORDS else row.value.replace("≥ ", "≥\u00a0")
    return _number(row.value, row.unit, language, row.analysis in EXACT_AS_WRITTEN)


def _number(value: Value, unit: str, language: str, as_written: bool = False) -> str:
    assert isinstance(value, int | float)
    if isinstance(value, int) or as_written:
        return said_number(f"{value:g}", language)
    if unit != ONE:
        return said_number(f"{value:.1f}", language)
    small = 0 < value < 0.00005
    return ("<\u00a0" if small else "") + said_number("0.0001" if small else f"{value:.4f}", language)


def _footnotes(rows: Iterable[Row], language: str) -> list[str]:
    keys = dict.fromkeys(f"fault_{row.statistic}" for row in rows if row.warning)
    return [WORDS[key].say(language) for key in keys if key in WORDS]
