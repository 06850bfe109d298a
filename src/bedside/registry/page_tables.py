"""Takes apart the tables of a MedPath trial page, which are dumped without separators.

The time frame of an outcome is glued to its name ("SOFA scoreAt day 28"), the group of an arm to its
intervention. They are taken apart by the phrases with which time frames begin; where that leaves a doubt, the
reader says so rather than choose. A tab between two cells always separates them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple, Protocol

from bedside.errors import RegistryError
from bedside.registry.record import Arm, Intervention, NumberedLine, Outcome, Place, Sentence

NOT_STATED = frozenset({"", "-", "–", "not available", "not provided", "not specified", "no data available"})


class Page(Protocol):
    """A page laid out: the lines under each label, places in it, and errors about it."""

    def lines(self, name: str) -> list[NumberedLine]: ...

    def place(self, number: int) -> Place: ...

    def error(self, what: str, number: int | None = None, todo: str = ...) -> RegistryError: ...


def stated(lines: list[NumberedLine]) -> list[NumberedLine]:
    """The lines, or none when all they say is that there is nothing."""
    said = [line.strip().casefold() for _, line in lines if line.strip()]
    return [] if len(said) == 1 and said[0] in NOT_STATED else lines


# --- rows and cells ---------------------------------------------------------------------------------------

_DOUBT = (
    "Put a tab between its cells if it is a row of the table; "
    "take out the blank line above it if it goes on with the description."
)
_JOINT = re.compile(r"(?<=[a-z)\].])(?=[A-Z][a-z])")  # "careNothing": where two cells may meet
_COUNT = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty[- ]?(?:four|eight)|thirty)"
_UNIT = r"(?:minute|min|hour|hr|day|week|wk|month|mo|year|yr|visit|cycle|course)s?"
_EVENT = (
    r"(?:baseline|inclusion|enrol\w*|randomi[sz]ation|admission|discharge|surgery|procedure|birth|follow-?\s?up|stay"
    r"|hospital|completion|end|start|death|treatment|study|trial|delivery|diagnosis)"
)
_MOMENT = rf"(?:\d|\b(?:{_COUNT}|{_EVENT})\b|{_UNIT}\b)"
_METHOD_JOINT = re.compile(rf"(?:\d|\)|{_UNIT}|{_EVENT})(?=[A-Z][a-z]{{2,}})")
_TIME_FRAME = re.compile(
    rf"""(?:
      (?<=[^\s(\[/'"-])(?:
          (?:At|Up\sto|Until|Till|From|Within|During|Through(?:out)?|After|Before|Between|Over|Every|Each|Prior\sto
            |On|By|For|Since|Post|Pre|Immediately|Approximately|About|Assessed|Measured)\s(?=.{{0,200}}?{_MOMENT})
        | (?:Day|Week|Month|Year|Hour|Visit|Cycle)s?\s?\d
        | Baseline\b | (?:End|Completion|Start)\sof\s | Study\scompletion\b
        | (?:Daily|Weekly|Monthly|Yearly)\b | (?:Hospital|ICU)\s(?:stay|discharge)\b
        | (?:One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Twelve)[\s-]{_UNIT}\b)
      | (?<=[a-z)\]%.])[DWM]\d+(?=\s*$|\s*(?:,|-|–|to\b|and\b))
      | (?<=[a-z)\]%.])\d+(?:\s?(?:-|–|to|and|or)\s?\d+)?[\s-]?{_UNIT}\b
    )""",
    re.VERBOSE,
)
_LONGEST_TIME_FRAME = 200
_BELOW = (
    "Put a blank line above it if it describes the row above it; put a tab between its cells if it is a row of the"
    " table; better, save the page again with its blank lines."
)


class _Table(NamedTuple):
    """A kind of dumped table: its header row, how a line is taken apart, which paragraph is in doubt.

    `certain` says of a line directly below a row whether it is a row itself: a description there has lost the blank
    line above it.
    """

    header: str
    cells_of: Callable[[str, bool], list[str] | None]  # (line, row expected here) -> cells, None when no row
    doubtful: re.Pattern[str]
    certain: Callable[[str], bool]


@dataclass(slots=True)
class _Row:
    """One row of a dumped table: its line, the cells it holds, and the paragraphs that follow it."""

    number: int
    line: str
    cells: list[str]
    paragraphs: list[NumberedLine] = field(default_factory=list)


def outcomes(page: Page, name: str) -> tuple[Outcome, ...]:
    # A row ends with its time frame, a sentence with a stop.
    table = _Table("NameTimeMethod", _outcome_cells, re.compile(r"^(?![-•*–]\s).*[^.;:!?)]$"), _shows_time_frame)
    return tuple(_outcome(page, row) for row in _rows(page, name, table))


def _outcome(page: Page, row: _Row) -> Outcome:
    measure, frame, method = (_cell(page, row, index) for index in range(3))
    if measure is None:
        raise page.error("an outcome has no name.", row.number, _DOUBT)
    return Outcome(measure, frame, _described(page, row, method))


def _time_frame_of(line: str) -> int | None:
    """Where the time frame of a row begins, None when the line shows none for certain."""
    starts = (each.start() for each in _TIME_FRAME.finditer(line))
    return next((each for each in starts if _ends_a_row(line[each : each + 2 * _LONGEST_TIME_FRAME])), None)


def _shows_time_frame(line: str) -> bool:
    return _time_frame_of(line) is not None


def _outcome_cells(line: str, row_expected: bool) -> list[str] | None:
    """Name, time frame and method of a row; None when the line is no row for certain."""
    start = _time_frame_of(line)
    if start is not None:
        return [line[:start], *_first_joint(line[start:])]
    if not row_expected:
        return None
    joints = [each.start() for each in _JOINT.finditer(line)]
    return [line[: joints[0]], line[joints[0] :]] if len(joints) == 1 else [line]


def _ends_a_row(rest: str) -> bool:
    """Whether what follows is short enough for a time frame, and no sentence of a description."""
    frame = _first_joint(rest)[0]
    return len(frame) <= _LONGEST_TIME_FRAME and not re.search(r"\.\s", frame)


def _first_joint(rest: str) -> list[str]:
    """A time frame, and the method glued to its last number or word of time, if there is one."""
    joint = _METHOD_JOINT.search(rest)
    return [rest] if joint is None else [rest[: joint.end()], rest[joint.end() :]]


def arms_of(page: Page, known: Sequence[str]) -> tuple[Arm, ...]:
    def cells(line: str, row_expected: bool) -> list[str] | None:
        return _arm_cells(line, known, row_expected)

    def certain(line: str) -> bool:
        return line.endswith("-") or _JOINT.search(line) is not None or cells(line, False) is not None

    table = _Table("GroupInterventionDescription", cells, _JOINT, certain)
    return tuple(_arm(page, row) for row in _rows(page, "Arm && Interventions", table))


def _arm_cells(line: str, known: Sequence[str], row_expected: bool) -> list[str] | None:
    """Group, intervention and description: by an intervention the page names, else by unmistakable joints.

    A row that cannot be taken apart is kept whole; a closing dash marks a row without description.
    """
    for name in sorted(known, key=len, reverse=True):
        at = line.find(name)
        if at > 0 and not line[at - 1].isspace():
            return [line[:at], name, line[at + len(name) :]]
    bare = line.removesuffix("-")
    if bare == line and not row_expected:
        return None
    ends = [0, *(each.start() for each in _JOINT.finditer(bare)), len(bare)]
    cells = [bare[start:end] for start, end in pairwise(ends)]
    whole = len(cells) == 3 or (len(cells) == 2 and bare != line)
    return cells if whole else [line]


def _arm(page: Page, row: _Row) -> Arm:
    label, name, description = (_cell(page, row, index) for index in range(3))
    if label is None:
        raise page.error("an arm has no name.", row.number, _DOUBT)
    named = () if name is None else (name,)
    return Arm(label, None, _described(page, row, description), named)


def named_by_arms(arms: Sequence[Arm], known: Sequence[Intervention]) -> tuple[Intervention, ...]:
    """Interventions that stand in the arm table only, each once, with the place where it first stands."""
    names = {each.name.text for each in known}
    found = {each.text: each for arm in reversed(arms) for each in reversed(arm.interventions)}
    return tuple(Intervention(each) for text, each in reversed(found.items()) if text not in names)


def _rows(page: Page, name: str, table: _Table) -> list[_Row]:
    """The rows under a label: a row follows the header or a row at once, a description follows a blank line.

    A further paragraph may be either: it goes on with the description unless the table holds it doubtful.
    """
    rows: list[_Row] = []
    row_expected, after_blank = True, False
    for number, line in _table_lines(page, name, table.header):
        words = line.strip()
        if not words:
            row_expected, after_blank = not rows, True
            continue
        cells = words.split("\t") if "\t" in words else table.cells_of(words, row_expected)
        if row_expected and rows and "\t" not in words and not table.certain(words):
            raise page.error(f'"{words[:60]}" may be a new row, or the description of the one above.', number, _BELOW)
        if cells is not None:
            rows.append(_Row(number, line, cells))
        elif after_blank and rows[-1].paragraphs and table.doubtful.search(words):
            raise page.error(f'"{words[:60]}" may be a new row or a description.', number, _DOUBT)
        else:
            rows[-1].paragraphs.append((number, words))
        row_expected, after_blank = cells is not None, False
    return rows


def _table_lines(page: Page, name: str, header: str) -> list[NumberedLine]:
    """The lines of a table without its header row; a second header would mean that a heading is missing."""
    found = page.lines(name)
    headers = [number for number, line in found if "".join(line.split()) == header]
    if len(headers) > 1:
        raise page.error(f'a second table begins under "{name}"; its heading is missing.', headers[1])
    return stated([line for line in found if line[0] not in headers])


def _cell(page: Page, row: _Row, index: int) -> Sentence | None:
    said = row.cells[index].strip() if index < len(row.cells) else ""
    return None if said.casefold() in NOT_STATED else Sentence(said, page.place(row.number), row.line)


def _described(page: Page, row: _Row, cell: Sentence | None) -> Sentence | None:
    below = [text for _, text in row.paragraphs]
    if cell is not None:
        return Sentence("\n\n".join([cell.text, *below]), cell.place, "\n".join([row.line, *below]))
    if not below or (len(below) == 1 and below[0].casefold() in NOT_STATED):
        return None
    return Sentence("\n\n".join(below), page.place(row.paragraphs[0][0]))
