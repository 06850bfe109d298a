"""Reads the text of a MedPath trial page, as copied or saved from the web.

The page is a list of headings and labels, each on its own line, with the values below. Its tables are dumped
without separators: the time frame of an outcome is glued to its name ("SOFA scoreAt day 28"), the group of an
arm to its intervention. They are taken apart by the phrases with which time frames begin; where that leaves a
doubt, the reader says so rather than choose. A tab between two cells always separates them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from bedside.errors import RegistryError
from bedside.protocol.registry import (
    Arm,
    Intervention,
    NumberedLine,
    Outcome,
    Place,
    RegistryRecord,
    Sentence,
    outline,
)

FORM = "MedPath trial page"
SAVE_WHOLE = "Save the whole page again, from its title to its copyright line."
NOT_STATED = frozenset({"", "-", "–", "not available", "not provided", "not specified", "no data available"})

HEADER = "the head of the page"
_SECTIONS = (HEADER, "Brief Summary", "Detailed Description", "Recruitment & Eligibility", "Study & Design")
_CLOSING_SECTION = "Trial Locations"
_NEEDED = ("Brief Summary", "Recruitment & Eligibility", "Study & Design")
_NEEDED_LABELS = (
    "Registration Number",
    "Inclusion Criteria",
    "Exclusion Criteria",
    "Primary Outcome Measures",
)

# The labels under each heading, in steps: a label may follow one of its own step or an earlier one only, so
# that free text under "Inclusion Criteria" may hold a line "Status" without ending there.
_LABEL_STEPS = {
    HEADER: (
        "Acronym|Official Title|Conditions|Interventions|Registration Number|Lead Sponsor|Collaborators",
    ),
    "Recruitment & Eligibility": (
        "Status|Sex|Minimum Age|Maximum Age|Age Groups|Healthy Volunteers|Target Recruitment",
        "Inclusion Criteria",
        "Exclusion Criteria",
    ),
    "Study & Design": (
        "Study Type|Study Design|Allocation|Intervention Model|Primary Purpose|Masking",
        "Arm && Interventions",
        "Primary Outcome Measures",
        "Secondary Outcome Measures",
        "Other Outcome Measures",
    ),
}
_LABELS = {
    section: {name: rank for rank, names in enumerate(steps) for name in names.split("|")}
    for section, steps in _LABEL_STEPS.items()
}
_FOOTER = re.compile(r"^(?:©|copyright\s*(?:©|\(c\)|\d{4}))", re.IGNORECASE)
_PHASE = re.compile(r"^(?:early\s+)?phase\s*(?:\d|[IV]+\b)|^not applicable$|^n/?a$", re.IGNORECASE)
_NUMBER = re.compile(r"(?!NCT)\S+|NCT\d{8}")


PAGE_MARKS = frozenset({"MedPath", "Registration Number", *_NEEDED})  # any of these lines tells the form


def read_page(text: str, source: str, path: str | None = None) -> RegistryRecord:
    """A registry record from the text of a page.

    `source` names the file in every place, `path` (default: source) in errors. Raises RegistryError.
    """
    page = _Page(source, path or source)
    page.lay_out(text)
    title, phase, shown = _opening(page)
    interventions = tuple(Intervention(each) for each in page.values("Interventions"))
    arms = _arms(page, [each.name.text for each in interventions])
    status = page.value("Status")
    if status is None and shown:
        status, shown = shown[0], shown[1:]
    return RegistryRecord(
        form=FORM,
        source=source,
        registration_number=_registration_number(page),
        title=title,
        official_title=page.value("Official Title"),
        acronym=page.value("Acronym"),
        brief_summary=page.paragraphs("Brief Summary"),
        detailed_description=page.paragraphs("Detailed Description"),
        phase=phase,
        status=status,
        conditions=page.values("Conditions"),
        interventions=interventions + _named_by_arms(arms, interventions),
        sponsor=page.value("Lead Sponsor"),
        collaborators=page.values("Collaborators"),
        sex=page.value("Sex"),
        minimum_age=page.value("Minimum Age"),
        maximum_age=page.value("Maximum Age"),
        age_groups=page.values("Age Groups"),
        healthy_volunteers=page.value("Healthy Volunteers"),
        enrolment=_enrolment(page),
        enrolment_type=page.label("Target Recruitment"),
        study_type=page.value("Study Type"),
        design=page.value("Study Design"),
        allocation=page.value("Allocation"),
        model=page.value("Intervention Model"),
        purpose=page.value("Primary Purpose"),
        masking=page.value("Masking"),
        arms=arms,
        inclusion=_criteria(page, "Inclusion Criteria"),
        exclusion=_criteria(page, "Exclusion Criteria"),
        primary_outcomes=_outcomes(page, "Primary Outcome Measures"),
        secondary_outcomes=_outcomes(page, "Secondary Outcome Measures"),
        other_outcomes=_outcomes(page, "Other Outcome Measures"),
        other=(*shown, *page.unplaced()),
    )


@dataclass(slots=True)
class _Page:
    """The lines of a page under the headings and labels they stand under."""

    source: str
    path: str
    blocks: dict[str, list[NumberedLine]] = field(default_factory=dict)
    label_lines: dict[str, int] = field(default_factory=dict)
    surplus: list[NumberedLine] = field(default_factory=list)

    def place(self, number: int) -> Place:
        return Place(self.source, number)

    def error(self, what: str, number: int | None = None, todo: str = SAVE_WHOLE) -> RegistryError:
        return RegistryError(what, self.path if number is None else f"{self.path}:{number}", todo)

    def say(self, line: NumberedLine) -> Sentence:
        return Sentence(line[1].strip(), self.place(line[0]), line[1])

    def lay_out(self, text: str) -> None:
        """Sorts every line of the page under its heading; refuses a page that stops before its end."""
        lines = list(enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1))
        body = self._before_footer(lines)
        here, self.blocks[HEADER] = HEADER, []
        section, rank = HEADER, 0
        for number, line in body:
            name = line.strip()
            if name in _SECTIONS or name == _CLOSING_SECTION:
                section, rank = self._open_section(name, section, number), 0
                here = name
            elif name not in self.blocks and _LABELS.get(section, {}).get(name, -1) >= rank:
                here, rank = name, _LABELS[section][name]
                self._open(name, number)
            else:
                self.blocks[here].append((number, line))
        self._check_needed()

    def _before_footer(self, lines: list[NumberedLine]) -> list[NumberedLine]:
        # The copyright line is the last that a page has: without it, outcomes may be missing unnoticed.
        ends = [index for index, (_, line) in enumerate(lines) if _FOOTER.match(line.strip())]
        if ends:
            self.surplus = [each for each in lines[ends[-1] + 1 :] if each[1].strip()]
            return lines[: ends[-1]]
        said = [each for each in lines if each[1].strip()]
        number, line = said[-1] if said else (1, "")
        what = f'the page stops at "{line.strip()[:60]}", before its copyright line (© ...).'
        raise self.error(what, number)

    def _open_section(self, name: str, section: str, number: int) -> str:
        order = (*_SECTIONS, _CLOSING_SECTION)
        if name in self.blocks:
            what = f'the heading "{name}" stands on the page twice.'
            raise self.error(what, number, "Give one study per file.")
        if order.index(name) < order.index(section):
            raise self.error(f'the heading "{name}" comes after "{section}".', number)
        self._open(name, number)
        return name

    def _open(self, name: str, number: int) -> None:
        self.blocks[name] = []
        self.label_lines[name] = number

    def _check_needed(self) -> None:
        for name in (*_NEEDED, *_NEEDED_LABELS):
            if name not in self.blocks:
                raise self.error(f'the page has no line "{name}".')

    def lines(self, name: str) -> list[NumberedLine]:
        """The lines under a label, blank ones included; none when the page says that it has nothing."""
        return _unless_empty(self.blocks.get(name, []))

    def values(self, name: str) -> tuple[Sentence, ...]:
        return tuple(self.say(line) for line in self.lines(name) if line[1].strip())

    def value(self, name: str) -> Sentence | None:
        """The first line under a label; any further ones are kept among the unplaced."""
        found = [line for line in self.lines(name) if line[1].strip()]
        self.surplus += found[1:]
        return self.say(found[0]) if found else None

    def label(self, name: str) -> Sentence | None:
        number = self.label_lines.get(name)
        return None if number is None else Sentence(name, self.place(number))

    def paragraphs(self, name: str) -> tuple[Sentence, ...] | None:
        return outline(self.lines(name), self.place) or None

    def unplaced(self) -> tuple[Sentence, ...]:
        """Lines that no field holds; call it after every field is read."""
        under = (
            line for name in ("Recruitment & Eligibility", "Study & Design") for line in self.blocks[name]
        )
        found = sorted({*self.surplus, *(line for line in under if line[1].strip())})
        return tuple(self.say(line) for line in found) + self.values(_CLOSING_SECTION)


def _unless_empty(lines: list[NumberedLine]) -> list[NumberedLine]:
    """The lines, or none when all they say is that there is nothing."""
    said = [line.strip().casefold() for _, line in lines if line.strip()]
    return [] if len(said) == 1 and said[0] in NOT_STATED else lines


# --- single values ----------------------------------------------------------------------------------------


def _opening(page: _Page) -> tuple[Sentence, Sentence | None, tuple[Sentence, ...]]:
    """Title, phase, and the other lines (the status in words) that stand above the first label."""
    said = [page.say(line) for line in page.blocks[HEADER] if line[1].strip()]
    if said and said[0].text == "MedPath":
        said = said[1:]
    if not said or _PHASE.match(said[0].text):
        raise page.error("the page has no title.", said[0].place.line if said else 1)
    phase = next((each for each in said[1:] if _PHASE.match(each.text)), None)
    return said[0], phase, tuple(each for each in said[1:] if each is not phase)


def _registration_number(page: _Page) -> Sentence:
    number = page.value("Registration Number")
    if number is None:
        raise page.error("no registration number is given.", page.label_lines["Registration Number"])
    if not _NUMBER.fullmatch(number.text):
        raise page.error(f'"{number.text[:40]}" is not a registration number.', number.place.line)
    return number


def _enrolment(page: _Page) -> Sentence | None:
    said = page.value("Target Recruitment")
    if said is not None and not re.fullmatch(r"[0-9]{1,9}", said.text):
        raise page.error(f'the target recruitment "{said.text[:40]}" is not a whole number.', said.place.line)
    return said


def _criteria(page: _Page, name: str) -> tuple[Sentence, ...]:
    for number, line in page.lines(name):
        if re.match(r"\W*(?:inclusion|exclusion)\s+criteria\W*$", line, re.IGNORECASE):
            what = f'a second heading "{line.strip()}" stands under "{name}".'
            raise page.error(what, number, "Keep one of them.")
    return outline(page.lines(name), page.place)


# --- tables dumped without separators -----------------------------------------------------------------------

_DOUBT = (
    "Put a tab between its cells if it is a row of the table; "
    "take out the blank line above it if it goes on with the description."
)
_JOINT = re.compile(r"(?<=[a-z)\].])(?=[A-Z][a-z])")  # "productRuxolitinib": where two cells may meet
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


class _Table(NamedTuple):
    """A kind of dumped table: its header row, how a line is taken apart, which paragraph is in doubt."""

    header: str
    cells_of: Callable[[str, bool], list[str] | None]  # (line, row expected here) -> cells, None when no row
    doubtful: re.Pattern[str]


@dataclass(slots=True)
class _Row:
    """One row of a dumped table: its line, the cells it holds, and the paragraphs that follow it."""

    number: int
    line: str
    cells: list[str]
    paragraphs: list[NumberedLine] = field(default_factory=list)


def _outcomes(page: _Page, name: str) -> tuple[Outcome, ...]:
    # A row ends with its time frame, a sentence with a stop.
    table = _Table("NameTimeMethod", _outcome_cells, re.compile(r"^(?![-•*–]\s).*[^.;:!?)]$"))
    return tuple(_outcome(page, row) for row in _rows(page, name, table))


def _outcome(page: _Page, row: _Row) -> Outcome:
    measure, frame, method = (_cell(page, row, index) for index in range(3))
    if measure is None:
        raise page.error("an outcome has no name.", row.number, _DOUBT)
    return Outcome(measure, frame, _described(page, row, method))


def _outcome_cells(line: str, row_expected: bool) -> list[str] | None:
    """Name, time frame and method of a row; None when the line is no row for certain."""
    starts = (each.start() for each in _TIME_FRAME.finditer(line))
    start = next((each for each in starts if _ends_a_row(line[each : each + 2 * _LONGEST_TIME_FRAME])), None)
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


def _arms(page: _Page, known: Sequence[str]) -> tuple[Arm, ...]:
    def cells(line: str, row_expected: bool) -> list[str] | None:
        return _arm_cells(line, known, row_expected)

    table = _Table("GroupInterventionDescription", cells, _JOINT)
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


def _arm(page: _Page, row: _Row) -> Arm:
    label, name, description = (_cell(page, row, index) for index in range(3))
    if label is None:
        raise page.error("an arm has no name.", row.number, _DOUBT)
    named = () if name is None else (name,)
    return Arm(label, None, _described(page, row, description), named)


def _named_by_arms(arms: Sequence[Arm], known: Sequence[Intervention]) -> tuple[Intervention, ...]:
    """Interventions that stand in the arm table only, each once, with the place where it first stands."""
    names = {each.name.text for each in known}
    found = {each.text: each for arm in reversed(arms) for each in reversed(arm.interventions)}
    return tuple(Intervention(each) for text, each in reversed(found.items()) if text not in names)


def _rows(page: _Page, name: str, table: _Table) -> list[_Row]:
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
        if cells is not None:
            rows.append(_Row(number, line, cells))
        elif after_blank and rows[-1].paragraphs and table.doubtful.search(words):
            raise page.error(f'"{words[:60]}" may be a new row or a description.', number, _DOUBT)
        else:
            rows[-1].paragraphs.append((number, words))
        row_expected, after_blank = cells is not None, False
    return rows


def _table_lines(page: _Page, name: str, header: str) -> list[NumberedLine]:
    """The lines of a table without its header row; a second header would mean that a heading is missing."""
    found = page.lines(name)
    headers = [number for number, line in found if "".join(line.split()) == header]
    if len(headers) > 1:
        raise page.error(f'a second table begins under "{name}"; its heading is missing.', headers[1])
    return _unless_empty([line for line in found if line[0] not in headers])


def _cell(page: _Page, row: _Row, index: int) -> Sentence | None:
    said = row.cells[index].strip() if index < len(row.cells) else ""
    return None if said.casefold() in NOT_STATED else Sentence(said, page.place(row.number), row.line)


def _described(page: _Page, row: _Row, cell: Sentence | None) -> Sentence | None:
    below = [text for _, text in row.paragraphs]
    if cell is not None:
        return Sentence("\n\n".join([cell.text, *below]), cell.place, "\n".join([row.line, *below]))
    if not below or (len(below) == 1 and below[0].casefold() in NOT_STATED):
        return None
    return Sentence("\n\n".join(below), page.place(row.paragraphs[0][0]))
