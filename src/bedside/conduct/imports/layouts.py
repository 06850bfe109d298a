"""How a laboratory writes its files, as data of the site: headings, codes, units. Canonical records need none."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bedside.conduct.imports.files import ENCODINGS, PERSONAL, plain
from bedside.conduct.imports.models import Layout
from bedside.conduct.imports.words import WORDS
from bedside.conduct.inclusion.importing import sources
from bedside.conduct.laboratory.analytes import variables
from bedside.conduct.privacy import scanning
from bedside.errors import UsageError
from bedside.values.wording import Text

WHO, TAKEN, CLOCK, CODE, VALUE, UNIT = "who", "taken", "clock", "code", "value", "unit"
COLUMNS = (WHO, TAKEN, CLOCK, CODE, VALUE, UNIT)
"""What a column may mean: whose it is, the day (and time) of the sample, its time of day where that stands apart, the
laboratory's code, the result, its unit where the file gives one."""
NEEDED = (WHO, TAKEN, CODE, VALUE)
RECORDS = "canonical records"
"""The layout that needs no mapping: the measurements of docs/generated/canonical-records.md."""


@dataclass(frozen=True)
class Read:
    """A layout as rows are read by it. `codes` is None where a code is a variable's own name and a unit its UCUM code;
    else each code, with the unit as written (empty: the file gives none), says variable and UCUM unit."""

    name: str
    columns: Mapping[str, str]
    codes: Mapping[tuple[str, str], tuple[str, str]] | None
    source: str = ""
    encoding: str = ENCODINGS[0]
    kept: Layout | None = None


@dataclass(frozen=True)
class Typed:
    """A layout as somebody types it; `codes` one a line: code; variable; unit; unit as written."""

    name: str = ""
    source: str = ""
    encoding: str = ENCODINGS[0]
    codes: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


def records(source: str) -> Read:
    """The layout of canonical records: by participant, or by stay where a source is named."""
    who = "stay_id" if source else "participant"
    columns = {WHO: who, TAKEN: "start", CODE: "variable", VALUE: "value", UNIT: "unit"}
    return Read(source or RECORDS, columns, None, source)


def layouts_of(site: str) -> list[Read]:
    """The layouts that hold at a site, by name."""
    latest = {each.name: each for each in Layout.objects.filter(site=site).order_by("pk")}
    return [read_of(latest[name]) for name in sorted(latest)]


def history_of(site: str) -> list[tuple[Layout, bool]]:
    """Every layout that was ever kept at a site, the latest first, and whether it holds: the last of its name does."""
    kept = list(Layout.objects.filter(site=site).select_related("event").order_by("-pk"))
    latest = {each.name: each.pk for each in reversed(kept)}
    return [(each, latest[each.name] == each.pk) for each in kept]


def read_of(kept: Layout) -> Read:
    """A kept layout, as rows are read by it."""
    codes = {(code, written): (variable, unit) for code, variable, unit, written in lines_of(kept.codes)}
    return Read(kept.name, json.loads(kept.columns), codes, kept.source, kept.encoding, kept)


def lines_of(text: str) -> Iterator[tuple[str, str, str, str]]:
    """Each line of the codes in its four parts: code, variable, unit, unit as written; what is not given is empty."""
    for line in text.splitlines():
        if line.strip():
            parts = [part.strip() for part in line.split(";")]
            code, variable, unit, written = (*parts[:4], "", "", "", "")[:4]
            yield code, variable, unit, written


def chosen(site: str, name: str) -> Read:
    """`layout:NAME` of the site, `stay:SOURCE` or nothing for canonical records. Raises UsageError for none."""
    kind, _, of = name.partition(":")
    if kind == "layout":
        found = next((each for each in layouts_of(site) if each.name == of), None)
        if found is not None:
            return found
    elif not name or (kind == "stay" and of in sources()):
        return records(of)
    raise UsageError("there is no such layout.", "imports", "Choose one of the list.")


def problems(typed: Typed) -> list[Text]:
    """Everything that keeps this from being a layout."""
    return list(_problems(typed))


def _problems(typed: Typed) -> Iterator[Text]:
    if not typed.name or scanning.scan(typed.name) or typed.name == RECORDS:
        yield WORDS["no_name"]
    if typed.encoding not in ENCODINGS:
        yield WORDS["no_encoding"]
    named = {name: heading for name, heading in typed.columns.items() if heading}
    if set(NEEDED) - set(named) or len(set(named.values())) != len(named):
        yield WORDS["no_columns"]
    for name, heading in named.items():
        if plain(heading) in PERSONAL and not (name == WHO and typed.source):
            yield WORDS["personal_column"].filled(heading=heading)
    yield from _of_codes(typed)


def _of_codes(typed: Typed) -> Iterator[Text]:
    known, seen, lines = variables(), set(), list(lines_of(typed.codes))
    if not lines:
        yield WORDS["no_codes"]
    for code, variable, unit, written in lines:
        if variable not in known:
            yield WORDS["code_unknown"].filled(code=code, variable=variable, known=", ".join(sorted(known)))
        elif unit not in known[variable][1]:
            yield WORDS["code_unit"].filled(code=code, unit=unit, known=", ".join(known[variable][1]))
        if not code or (code, written) in seen:
            yield WORDS["code_twice"].filled(code=code)
        seen.add((code, written))
