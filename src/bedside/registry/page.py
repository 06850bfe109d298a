"""Reads the text of a MedPath trial page, as copied or saved from the web.

The page is a list of headings and labels, each on its own line, with the values below. Its tables are taken
apart by `registry_tables`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bedside.errors import RegistryError
from bedside.registry.page_tables import arms_of, named_by_arms, outcomes, stated
from bedside.registry.record import (
    Intervention,
    NumberedLine,
    Place,
    RegistryRecord,
    Sentence,
    outline,
)

FORM = "MedPath trial page"
SAVE_WHOLE = "Save the whole page again, from its title to its copyright line."

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
    HEADER: ("Acronym|Official Title|Conditions|Interventions|Registration Number|Lead Sponsor|Collaborators",),
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
_HALF = re.compile("[\ud800-\udfff]")
_NUMBER = re.compile(r"(?!NCT)\S+|NCT\d{8}")


PAGE_MARKS = frozenset({"MedPath", "Registration Number", *_NEEDED})  # any of these lines tells the form


def read_page(text: str, source: str, path: str | None = None) -> RegistryRecord:
    """A registry record from the text of a page.

    `source` names the file in every place, `path` (default: source) in errors. Raises RegistryError.
    """
    page = _Page(source, path or source)
    if half := _HALF.search(text):
        line = text.count("\n", 0, half.start()) + 1
        raise page.error("this text holds half a character (an unpaired surrogate).", line)
    page.lay_out(text)
    title, phase, shown = _opening(page)
    interventions = tuple(Intervention(each) for each in page.values("Interventions"))
    arms = arms_of(page, [each.name.text for each in interventions])
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
        interventions=interventions + named_by_arms(arms, interventions),
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
        primary_outcomes=outcomes(page, "Primary Outcome Measures"),
        secondary_outcomes=outcomes(page, "Secondary Outcome Measures"),
        other_outcomes=outcomes(page, "Other Outcome Measures"),
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
        if all(line.strip() for _, line in body):
            what = "the page has lost its blank lines: its tables cannot be told from their descriptions."
            raise self.error(what)

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
        return stated(self.blocks.get(name, []))

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
        under = (line for name in ("Recruitment & Eligibility", "Study & Design") for line in self.blocks[name])
        found = sorted({*self.surplus, *(line for line in under if line[1].strip())})
        return tuple(self.say(line) for line in found) + self.values(_CLOSING_SECTION)


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
