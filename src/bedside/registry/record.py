"""A registry record as its public record says it, and how bulleted text becomes sentences.

Everything a record says is a `Sentence`: the words, and the place where they stand. A field that the
record does not fill is None (or an empty tuple); no field is derived, translated or completed here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields, is_dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: a file name with a line, or with a JSON pointer (and the line inside its value)."""

    source: str
    line: int | None = None
    pointer: str | None = None

    def __str__(self) -> str:
        if self.pointer is None:
            return self.source if self.line is None else f"{self.source}:{self.line}"
        inner = "" if self.line is None else f" line {self.line}"
        return f"{self.source}#{self.pointer}{inner}"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One bullet, paragraph or value of a record, in its own words.

    `text` is for reading: no bullet, no markdown escapes, one line per paragraph. `original` is what the
    source writes, bullet and escapes included (of a table cell: its whole row). `children` are the bullets
    nested under this one.
    """

    text: str
    place: Place
    original: str = ""
    children: tuple[Sentence, ...] = ()

    def __post_init__(self) -> None:
        if not self.original:
            object.__setattr__(self, "original", self.text)

    def __str__(self) -> str:
        return self.text

    def walk(self) -> Iterator[Sentence]:
        """This sentence and everything nested under it, in the order of the source."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Intervention:
    """An intervention as named by the record; `type` is the registry's word (DRUG, PROCEDURE, ...)."""

    name: Sentence
    type: Sentence | None = None
    description: Sentence | None = None
    other_names: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Arm:
    """A group of participants; `interventions` are the names the record gives for this group."""

    label: Sentence
    type: Sentence | None = None
    description: Sentence | None = None
    interventions: tuple[Sentence, ...] = ()

    @property
    def place(self) -> Place:
        return self.label.place


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome measure with its time frame, None where the record gives none that can be told apart."""

    measure: Sentence
    time_frame: Sentence | None = None
    description: Sentence | None = None

    @property
    def place(self) -> Place:
        return self.measure.place


TARGET_WORDS = frozenset({"ESTIMATED", "ANTICIPATED", "TARGET RECRUITMENT"})


@dataclass(frozen=True, slots=True)
class RegistryRecord:
    """What a public registry says of one study.

    `enrolment_type` says what the enrolment number is ("ESTIMATED", "ACTUAL", or the page's own label).
    `unsorted` are eligibility sentences that stand under no inclusion or exclusion heading;
    `eligibility_headings` are the headings between them. `other` is what a page says that has no field.
    """

    form: str
    source: str
    registration_number: Sentence
    title: Sentence
    official_title: Sentence | None = None
    acronym: Sentence | None = None
    brief_summary: tuple[Sentence, ...] | None = None
    detailed_description: tuple[Sentence, ...] | None = None
    phase: Sentence | None = None
    status: Sentence | None = None
    conditions: tuple[Sentence, ...] = ()
    interventions: tuple[Intervention, ...] = ()
    sponsor: Sentence | None = None
    collaborators: tuple[Sentence, ...] = ()
    sex: Sentence | None = None
    minimum_age: Sentence | None = None
    maximum_age: Sentence | None = None
    age_groups: tuple[Sentence, ...] = ()
    healthy_volunteers: Sentence | None = None
    enrolment: Sentence | None = None
    enrolment_type: Sentence | None = None
    study_type: Sentence | None = None
    design: Sentence | None = None
    allocation: Sentence | None = None
    model: Sentence | None = None
    model_description: Sentence | None = None
    purpose: Sentence | None = None
    masking: Sentence | None = None
    masking_description: Sentence | None = None
    masked: tuple[Sentence, ...] = ()
    arms: tuple[Arm, ...] = ()
    eligibility_headings: tuple[Sentence, ...] = ()
    inclusion: tuple[Sentence, ...] = ()
    exclusion: tuple[Sentence, ...] = ()
    unsorted: tuple[Sentence, ...] = ()
    primary_outcomes: tuple[Outcome, ...] = ()
    secondary_outcomes: tuple[Outcome, ...] = ()
    other_outcomes: tuple[Outcome, ...] = ()
    other: tuple[Sentence, ...] = ()

    @property
    def enrolment_count(self) -> int | None:
        """The number of participants the record states, planned or actual (see `enrolment_type`)."""
        return None if self.enrolment is None else int(self.enrolment.text)

    @property
    def target_enrolment(self) -> int | None:
        """The planned number of participants; None when the number stated is not said to be a plan."""
        planned = self.enrolment_type is not None and self.enrolment_type.text.upper() in TARGET_WORDS
        return self.enrolment_count if planned else None

    @property
    def accepts_healthy_volunteers(self) -> bool | None:
        """Whether healthy volunteers may enter; None when the record does not say so plainly."""
        said = "" if self.healthy_volunteers is None else self.healthy_volunteers.text.casefold()
        return {"true": True, "yes": True, "false": False, "no": False}.get(said)

    def sentences(self) -> Iterator[Sentence]:
        """Every sentence of the record once, nested ones after the one that holds them."""
        yield from dict.fromkeys(_sentences_in(self))


def _sentences_in(thing: object) -> Iterator[Sentence]:
    if isinstance(thing, Sentence):
        yield from thing.walk()
    elif isinstance(thing, tuple):
        for part in thing:
            yield from _sentences_in(part)
    elif is_dataclass(thing):
        for each in fields(thing):
            yield from _sentences_in(getattr(thing, each.name))


# --- bulleted text -> nested sentences -------------------------------------------------------------------

_BULLET = re.compile(
    r"^(?P<indent>\s*)(?P<marker>[•◦▪■●○‣·∙*\-–—]|\(?(?:\d{1,2}|[A-Za-z]|[ivx]{2,4})[.)])(?:\s+(?P<text>.*))?$"
)
_GENUS = re.compile(r"^\s*[A-Z]\.\s+[a-z]")  # "E. coli infection" is no item E
_DEEPEST = 40  # far beyond any record; keeps a malformed file from nesting without end
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")  # CommonMark 2.4: any ASCII punctuation may be escaped
_JOINS_THE_ONE_BEFORE = re.compile(r"^(?:and/or|or|and)\b", re.IGNORECASE)
_WAITS_FOR_THE_NEXT = re.compile(r"(?:^|[\s,;/])or\W*$", re.IGNORECASE)

NumberedLine = tuple[int, str]


@dataclass(slots=True)
class _Item:
    number: int
    indent: int
    marker: str | None
    parts: list[str]
    written: list[str]
    children: list[_Item] = field(default_factory=list)

    @property
    def words(self) -> str:
        return " ".join(part for part in self.parts if part)

    def holds(self, newer: _Item) -> bool:
        """A bullet holds what is indented deeper; a paragraph holds bullets only when it ends in a colon."""
        if self.marker is not None:
            return newer.indent > self.indent
        return newer.marker is not None and self.words.endswith(":") and newer.indent >= self.indent

    def continued_by(self, line: str) -> bool:
        """A wrapped line goes on with its bullet; a bare line starts anew unless it begins in lower case."""
        return self.marker is not None or line.strip()[:1].islower()


def unescaped(text: str) -> str:
    r"""Markdown text with its backslash escapes taken away (`\>` becomes `>`)."""
    return _ESCAPED.sub(r"\1", text)


def outline(
    lines: Sequence[NumberedLine], place_of: Callable[[int], Place], markdown: bool = False
) -> tuple[Sentence, ...]:
    """Numbered lines of bulleted text as nested sentences; every letter and digit is kept.

    Depth follows indentation. At the top level a bullet that begins with "Or" or "And" belongs to the
    criterion before it, and one that follows a closing "or" belongs to the criterion it closes.
    """
    read = unescaped if markdown else str
    return tuple(_sentence(item, place_of, read) for item in _grouped(_items(lines)))


def _items(lines: Sequence[NumberedLine]) -> list[_Item]:
    roots: list[_Item] = []
    open_items: list[_Item] = []
    after_blank = True
    for number, line in lines:
        if not line.strip():
            after_blank = True
            continue
        item = _item(number, line)
        last = open_items[-1] if open_items else None
        if item.marker is None and last is not None and not after_blank and last.continued_by(line):
            last.parts.append(line.strip())
            last.written.append(line.rstrip())
        else:
            _hang(item, roots, open_items)
        after_blank = False
    return roots


def _item(number: int, line: str) -> _Item:
    flat = line.expandtabs(4)
    indent = len(flat) - len(flat.lstrip())
    match = None if _GENUS.match(flat) else _BULLET.match(flat)
    marker = match["marker"] if match else None
    text = (match["text"] or "") if match else flat
    return _Item(number, indent, marker, [text.strip()], [line.rstrip()])


def _hang(item: _Item, roots: list[_Item], open_items: list[_Item]) -> None:
    while open_items and (len(open_items) >= _DEEPEST or not open_items[-1].holds(item)):
        open_items.pop()
    (open_items[-1].children if open_items else roots).append(item)
    open_items.append(item)


def _grouped(roots: Sequence[_Item]) -> list[_Item]:
    grouped: list[_Item] = []
    for item in roots:
        waits = bool(grouped) and _WAITS_FOR_THE_NEXT.search(_last_words(grouped[-1])) is not None
        if grouped and (waits or _JOINS_THE_ONE_BEFORE.match(item.words)):
            grouped[-1].children.append(item)
        else:
            grouped.append(item)
    return grouped


def _last_words(item: _Item) -> str:
    while item.children:
        item = item.children[-1]
    return item.words


def _sentence(item: _Item, place_of: Callable[[int], Place], read: Callable[[str], str]) -> Sentence:
    children = tuple(_sentence(child, place_of, read) for child in item.children)
    text = read(item.words) or (item.marker or "")  # a bullet without words is kept as its mark
    return Sentence(text, place_of(item.number), "\n".join(item.written), children)
