"""Rows turned into tables. A table shows nothing that is not in a row, and its footnotes say what a reader must know.

What a row warns of stands below, once for all cells that bear its letter; below the first table of an outcome stands
its estimand too: of whom it is, and what was made of each intercurrent event.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from string import ascii_lowercase

from bedside.analysis.finality import WOULD_MEET, only_would
from bedside.analysis.layouts import LAYOUTS, LOOKS, WINS, Column, Layout, Shown, elsewhere
from bedside.analysis.naming import named
from bedside.analysis.rows import Row
from bedside.analysis.words import WORDS, word
from bedside.analysis.worked import Worked
from bedside.protocol.estimands import Estimand
from bedside.protocol.telling_estimands import told_of
from bedside.rules.words import colon, said_number
from bedside.values.wording import Text

NONE = "–"
Line = Mapping[str, Row]


@dataclass(frozen=True)
class Table:
    """A table in one language: the outcome it is of, its title, head and body, and its footnotes.

    The first `sides` columns name the line.
    """

    outcome: str
    name: str
    title: str
    head: tuple[str, ...]
    body: tuple[tuple[str, ...], ...]
    footnotes: tuple[str, ...] = ()
    sides: int = 1


def tables_laid_out(rows: Sequence[Row], worked: Worked, estimand: Estimand, language: str) -> Iterator[Table]:
    """The tables of an outcome that `layouts` describes, those that have lines; a warning has one letter in all."""
    mine, notes = [row for row in rows if row.outcome == estimand.outcome], footnotes_of(worked, estimand, language)
    letters: dict[Text, str] = {}
    for layout in (*LAYOUTS[estimand.method], WINS, LOOKS):
        if lines := _lines(layout, mine, elsewhere(estimand.method)):
            yield _table(layout, lines, worked, estimand, language, notes, letters)
            notes = ()


def footnotes_of(worked: Worked, estimand: Estimand, language: str) -> tuple[str, ...]:
    """The estimand below a table: population, intercurrent events with their strategies, what it rests on."""
    told = ((head.say(language), what.say(language)) for head, what in told_of(worked.promised, estimand))
    return tuple(f"{head}{colon(language)}{what}" for head, what in told)


def table_of(layout: Layout, rows: Sequence[Row], worked: Worked, estimand: Estimand, language: str) -> Table:
    """One table of some rows, without the estimand below it."""
    return _table(layout, _lines(layout, rows), worked, estimand, language, (), {})


def _lines(
    layout: Layout, rows: Sequence[Row], taken: frozenset[str] = frozenset()
) -> dict[tuple[str, ...], dict[str, Row]]:
    """The rows of each line, by statistic."""
    shown = {name for column in layout.columns for name in (column.statistic, *column.ends) if name}
    found: dict[tuple[str, ...], dict[str, Row]] = {}
    for row in rows:
        base = row.statistic.removesuffix("_from").removesuffix("_to")
        if base not in shown or not _takes(layout, row.variable, taken):
            continue
        if layout.varied or "." not in row.analysis:
            found.setdefault(tuple(getattr(row, part) for part in layout.down), {})[row.statistic] = row
    return {place: line for place, line in found.items() if not layout.needs or layout.needs in line}


def _takes(layout: Layout, variable: str, taken: frozenset[str]) -> bool:
    """Whether a table shows a variable: one that it names, or without names one that no other table does."""
    return variable in layout.variables if layout.variables else variable not in taken


def _table(
    layout: Layout,
    lines: Mapping[tuple[str, ...], Line],
    worked: Worked,
    estimand: Estimand,
    language: str,
    notes: tuple[str, ...],
    letters: dict[Text, str],
) -> Table:
    marks = Marks(language, letters, would=only_would(row for line in lines.values() for row in line.values()))
    columns = [each for each in layout.columns if any(each.statistic in line for line in lines.values())]
    head = [*(WORDS[part].say(language) for part in layout.down), *(_head(each, marks) for each in columns)]
    body = tuple(
        (
            *(named(worked, estimand, part, each).say(language) for part, each in zip(layout.down, place, strict=True)),
            *(shown(column, line, marks, language) for column in columns),
        )
        for place, line in lines.items()
    )
    title = WORDS[f"table {layout.name}"].say(language)
    below = (*marks.told, *((WORDS[layout.note].say(language),) if layout.note else ()), *notes)
    return Table(estimand.outcome, layout.name, title, tuple(head), body, below, len(layout.down))


def _head(column: Column, marks: Marks) -> str:
    name = WOULD_MEET.get(column.statistic, column.statistic) if marks.would else column.statistic
    return WORDS[name].say(marks.language)


@dataclass
class Marks:
    """The warnings of a table, each with the letter that its cells bear; several tables may share their `letters`.

    With `would` its decisions are none yet: cells say whether the rule would be met.
    """

    language: str
    letters: dict[Text, str] = field(default_factory=dict)
    would: bool = False
    used: dict[Text, None] = field(default_factory=dict)

    def of(self, row: Row) -> str:
        """The letters of a row's warnings."""
        for each in row.warnings:
            self.letters.setdefault(each, _letter(len(self.letters)))
            self.used[each] = None
        return "".join(f"\u2009{self.letters[each]}" for each in row.warnings)

    @property
    def told(self) -> tuple[str, ...]:
        """The footnotes, in the order of their letters."""
        mine = ((each, letter) for each, letter in self.letters.items() if each in self.used)
        return tuple(f"{letter}\u2002{each.say(self.language)}." for each, letter in mine)


def _letter(number: int) -> str:
    return f"({ascii_lowercase[number % 26] * (number // 26 + 1)})"


# --- a cell -------------------------------------------------------------------------------------------------------


def shown(column: Column, line: Line, marks: Marks, language: str) -> str:
    """A value as it is read, and the letters of its warnings."""
    row = line.get(column.statistic)
    if row is None:
        return NONE
    ends = [line[end] for end in column.ends if end in line]
    told = [row, *(end for end in ends if end.warnings and end.warnings != row.warnings)]
    value = read(column, line, language)
    if marks.would and row.value in WOULD_MEET:
        value = WORDS[WOULD_MEET[str(row.value)]].say(language)
    return value + "".join(dict.fromkeys(marks.of(each) for each in told))


def read(column: Column, line: Line, language: str) -> str:
    """A value as it is read, with both ends where it has them; a dash where there is none."""
    value = _value(column, line, column.statistic, language)
    low, high = (_value(column, line, end, language) if end else "" for end in column.ends)
    if low and low == high == value and f"{column.statistic}_from" in line:
        return word("alike", value=value).say(language)
    if low and high and (low, high) != (NONE, NONE):
        between = word("to", low=low, high=high).say(language)
        return f"{value} ({between})"
    return value


def _value(column: Column, line: Line, statistic: str, language: str) -> str:
    """The value of a statistic; of one that is a range, both of its ends where they differ."""
    row = line.get(statistic)
    low, high = line.get(f"{statistic}_from"), line.get(f"{statistic}_to")
    if low is not None and high is not None:
        ends = dict.fromkeys(_written(column.shown, end, language) for end in (low, high))
        return "–".join(ends)
    return NONE if row is None else _written(column.shown, row, language)


def _written(how: Shown, row: Row, language: str) -> str:
    value = row.value
    if value is None:
        return NONE
    if isinstance(value, str):
        return WORDS[value].say(language) if how is Shown.WORD else value
    match how:
        case Shown.PERCENT:
            return f"{said_number(f'{100 * value:.1f}', language)}\u00a0%"
        case Shown.P:
            small = 0 < value < 0.00005
            return ("<\u00a0" if small else "") + said_number("0.0001" if small else f"{value:.4f}", language)
        case _ if isinstance(value, int):
            return said_number(str(value), language)
        case _:
            return said_number(f"{value:.4g}" if abs(value) < 1000 else f"{value:.0f}", language)
