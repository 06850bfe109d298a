"""The tables of adverse events: participants and events by class and term, and participants by their worst grade.

The first line holds how many are in each group; every other number of participants is followed by its share of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bedside.analysis.adverse import ADVERSE, ALL, BETWEEN, METHOD, SERIOUS
from bedside.analysis.layouts import Column, Shown
from bedside.analysis.listed_events import OUTSIDE
from bedside.analysis.naming import named
from bedside.analysis.rows import Row
from bedside.analysis.tables import NONE, Marks, Table, read, shown
from bedside.analysis.words import WORDS, word
from bedside.analysis.worked import Worked
from bedside.protocol.estimands import Estimand
from bedside.rules.words import said_number

BY_TERM, BY_WORST = "adverse_terms", "adverse_worst"
MEMBERS, HAVING, SHARE, EVENTS, WORST = "ae_members", "ae_participants", "ae_share", "ae_events", "ae_worst_"
Lines = Mapping[str, Mapping[str, Row]]
"""The rows of a group: by the variable of a line, then by statistic."""


def adverse_tables(rows: Sequence[Row], worked: Worked, estimand: Estimand, language: str) -> Iterator[Table]:
    """Both tables of an outcome that counts adverse events."""
    groups: dict[str, dict[str, dict[str, Row]]] = {}
    outside: dict[str, dict[str, Row]] = {}
    for row in rows:
        if row.analysis == estimand.outcome and row.statistic.startswith("ae_"):
            groups.setdefault(row.group, {}).setdefault(row.variable, {})[row.statistic] = row
        elif row.analysis == estimand.outcome and row.variable == OUTSIDE:
            outside.setdefault(row.group, {})[row.statistic] = row
    yield _by_term(groups, outside, worked, estimand, language)
    yield _by_worst(groups, outside, worked, estimand, language)


def _by_term(
    groups: Mapping[str, Lines], outside: Lines, worked: Worked, estimand: Estimand, language: str
) -> Table:  # fmt: skip
    """Participants with any, and events, of each class and term, in each group; last what is in no other line."""
    marks = Marks(language)
    head = [*_sides(language)]
    for group in groups:
        name = named(worked, estimand, "arm", group).say(language)
        head += [word("ae_of_group", group=name, what=WORDS[each]).say(language) for each in (HAVING, EVENTS)]
    body = [(WORDS["ae_members"].say(language), "", *(
        cell for lines in groups.values() for cell in (shown(Column(MEMBERS), lines[ADVERSE], marks, language), NONE)
    ))]  # fmt: skip
    for path in groups[ALL]:
        cells = [
            (_of_all(HAVING, SHARE, lines[path], marks, language), shown(Column(EVENTS), lines[path], marks, language))
            for lines in groups.values()
        ]
        body.append((*_named(path, language), *(each for pair in cells for each in pair)))
    if outside:
        told = (_outside(outside[group], language) for group in groups)
        body.append((WORDS["outside"].say(language), "", *(cell for pair in told for cell in pair)))
    return _table(BY_TERM, head, body, 2, marks, groups, outside, worked, estimand)


def _by_worst(
    groups: Mapping[str, Lines], outside: Lines, worked: Worked, estimand: Estimand, language: str
) -> Table:  # fmt: skip
    """Participants by the worst grade of their events of each class and term; with several groups a line each."""
    marks, several = Marks(language), len(groups) > 1
    levels = [*_levels(groups[ALL]), "none"]
    head = [*_sides(language), *([WORDS["ae_group"].say(language)] if several else []), WORDS[HAVING].say(language)]
    head += [word("ae_worst", grade=said_number(each, language)).say(language) for each in levels[:-1]]
    head.append(WORDS["ae_worst_none"].say(language))
    body: list[tuple[str, ...]] = []
    for path in (MEMBERS, *groups[ALL]):
        for group, lines in groups.items():
            name = [named(worked, estimand, "arm", group).say(language)] if several else []
            if path == MEMBERS:
                size = shown(Column(MEMBERS), lines[ADVERSE], marks, language)
                body.append((WORDS[MEMBERS].say(language), "", *name, size, *(NONE for _ in levels)))
                continue
            held = [(HAVING, SHARE), *((f"{WORST}{each}", f"{WORST}{each}_share") for each in levels)]
            told = (_of_all(count, share, lines[path], marks, language) for count, share in held)
            body.append((*_named(path, language), *name, *told))
    return _table(BY_WORST, head, body, 2 + several, marks, groups, outside, worked, estimand)


def _table(
    name: str, head: Sequence[str], body: Sequence[tuple[str, ...]], sides: int, marks: Marks,
    groups: Mapping[str, Lines], outside: Lines, worked: Worked, estimand: Estimand,
) -> Table:  # fmt: skip
    notes = (*marks.told, *_notes(groups, worked, marks.language), *_left_out(outside, marks.language))
    title = WORDS[f"table {name}"].say(marks.language)
    return Table(estimand.outcome, name, title, tuple(head), tuple(body), notes, sides)


def _outside(line: Mapping[str, Row], language: str) -> tuple[str, str]:
    """Of whom, and how many events with how many serious ones among them."""
    events, serious = line["outside_events"].value, line["outside_serious"].value
    return str(line["outside_participants"].value), word("outside_count", events=events, serious=serious).say(language)


def _left_out(outside: Lines, language: str) -> Iterator[str]:
    """Where what is in no other line falls, where there is any."""
    line = outside.get(ALL, {})
    if line and line["outside_events"].value:
        places = {"before": "before_inclusion", "undosed": "before_dose", "after": "after_window"}
        told = {key: line[f"outside_{place}"].value for key, place in places.items()}
        events, serious = line["outside_events"].value, line["outside_serious"].value
        yield word("outside_note", events=events, serious=serious, **told).say(language)


def _levels(lines: Lines) -> list[str]:
    """The grades of the form, as numbers."""
    found = (each.removeprefix(WORST) for each in lines[ADVERSE] if each.startswith(WORST))
    return [each for each in found if "_" not in each and each != "none"]


def _sides(language: str) -> tuple[str, str]:
    return WORDS["ae_class"].say(language), WORDS["ae_term"].say(language)


def _named(path: str, language: str) -> tuple[str, str]:
    """The class and the term of a line, in words; the term is empty in the line of the whole class."""
    parts = path.split(BETWEEN, 2)
    if len(parts) == 1:
        return WORDS["ae_any"].say(language), ""
    if parts[1:] == [SERIOUS]:
        return WORDS["ae_serious"].say(language), ""
    above, term = (*parts[1:], "")[:2]
    return _word(above, language), _word(term, language)


def _word(name: str, language: str) -> str:
    """A class or a term; what was not coded, or not written, in our words."""
    return WORDS[f"ae_{name}"].say(language) if f"ae_{name}" in WORDS else name


def _of_all(statistic: str, share: str, line: Mapping[str, Row], marks: Marks, language: str) -> str:
    """`12 (28.6 %)`; none is 0 without a share."""
    column = Column(statistic)
    told = shown(column, line, marks, language)
    if not line[statistic].value or line[share].value is None:
        return told
    count, more = read(column, line, language), read(Column(share, Shown.PERCENT), line, language)
    return told.replace(count, f"{count} ({more})", 1)


def _notes(groups: Mapping[str, Lines], worked: Worked, language: str) -> Iterator[str]:
    """Of whom the shares are, which events are counted, and how many of them are coded."""
    about = groups[ALL][ADVERSE]
    members = about["ae_members"]
    held = worked.set(members.set)
    yield word("ae_of_set", set=held.text, size=members.value).say(language)
    emergent = about["ae_participants"].method == METHOD
    yield WORDS["ae_counted_emergent" if emergent else "ae_counted"].say(language)
    coded, plain = (int(str(about[each].value)) for each in ("ae_coded", "ae_not_coded"))
    if plain:
        yield word("ae_coded_some" if coded else "ae_coded_none", coded=coded, all=coded + plain).say(language)
    elif coded:
        yield WORDS["ae_coded_all"].say(language)
