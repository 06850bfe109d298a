"""The tables of everybody's safety, and the listings: exposure to the cut, deaths, serious events, relation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bedside.analysis.adverse import BETWEEN, form_of
from bedside.analysis.exposed import EXPOSED
from bedside.analysis.extent import EXTENT
from bedside.analysis.layouts import Column, Shown, quartiles
from bedside.analysis.listed_events import DEATHS, RELATION, SERIOUS
from bedside.analysis.naming import named
from bedside.analysis.recorded import listing_of
from bedside.analysis.rows import Row
from bedside.analysis.tables import NONE, Marks, Table, read, shown
from bedside.analysis.words import WORDS, word
from bedside.analysis.worked import Worked
from bedside.protocol.casebook import Form
from bedside.protocol.estimands import Estimand
from bedside.rules.words import said_number

RELATED, LISTED = "adverse_related", "serious_listed"
OF_EXPOSED = (
    "exposed_members", "exposed_serious", "exposed_serious_people", "exposed_fatal", "exposed_deaths", "exposed_before",
    "exposed_window", "exposed_window_people",
)  # fmt: skip
OF_EXTENT = (Column("extent_total"), quartiles(), Column("minimum", Shown.NUMBER), Column("maximum", Shown.NUMBER))
OF_DEATHS = ("death_days", "death_first_dose", "death_last_dose")
OF_RELATION = ("related_events", "related_serious", "related_fatal")
OF_SERIOUS = (
    "serious_term", "serious_why", "serious_relation", "serious_action", "serious_outcome", "serious_place",
    "serious_fatal", "serious_grade", "serious_day", "serious_dose_day", "serious_ended",
)  # fmt: skip
IN_WORDS = 8
"""So many columns of the listing, with the participant, are words and not numbers."""
Lines = Mapping[str, Mapping[str, Row]]


def safety_tables(rows: Sequence[Row], worked: Worked, language: str) -> Iterator[Table]:
    """Those of everybody: exposure to the cut and its extent, where the protocol tells of them, and deaths."""
    found = listing_of(worked)
    if found is not None:
        yield _exposed(rows, found[0].outcome, language)
    if any(row.analysis == EXTENT for row in rows):
        yield _extent(rows, worked, language)
    yield _deaths(rows, worked, language)


def listing_tables(rows: Sequence[Row], worked: Worked, estimand: Estimand, language: str) -> Iterator[Table]:
    """Those of an outcome that counts adverse events: by relation, and serious events one by one."""
    form, mine = form_of(worked, estimand), [row for row in rows if row.analysis == estimand.outcome]
    if form is not None:
        yield _related(mine, worked, estimand, form, language)
        yield _serious(mine, worked, estimand, form, language)


# --- of everybody -----------------------------------------------------------------------------------------------------


def _exposed(rows: Sequence[Row], outcome: str, language: str) -> Table:
    marks, lines = Marks(language), _by([row for row in rows if row.analysis == EXPOSED], "group")
    head = tuple(word(each, outcome=outcome).say(language) for each in OF_EXPOSED)
    body = tuple(
        (WORDS[group].say(language), *(shown(Column(each), line, marks, language) for each in OF_EXPOSED))
        for group, line in lines.items()
    )
    notes = (*marks.told, WORDS["exposed_note"].say(language))
    return Table("", EXPOSED, WORDS["table exposed"].say(language), ("", *head), body, notes)


def _extent(rows: Sequence[Row], worked: Worked, language: str) -> Table:
    marks, lines = Marks(language), _by([row for row in rows if row.analysis == EXTENT], "variable")
    of_all = lines[""]
    body = tuple(
        (WORDS[name].say(language), *(shown(each, line, marks, language) for each in OF_EXTENT))
        for name, line in lines.items()
        if name
    )
    head = ("", *(WORDS[each.statistic].say(language) for each in OF_EXTENT))
    size, interrupted = of_all["extent_members"], of_all["extent_interrupted"]
    note = word("extent_note", set=worked.set(size.set).text, size=size.value, interrupted=interrupted.value)
    title = WORDS["table extent"].say(language)
    return Table("", EXTENT, title, head, body, (*marks.told, note.say(language)))


def _deaths(rows: Sequence[Row], worked: Worked, language: str) -> Table:
    mine = [row for row in rows if row.analysis == DEATHS and row.variable]
    body = tuple(
        (
            str(line["death_participant"].value),
            str(line["death_cause"].value or "") or WORDS["not_recorded"].say(language),
            *(_days(line, each, language) for each in OF_DEATHS),
        )
        for line in _by(mine, "group").values()
    )
    head = tuple(WORDS[each].say(language) for each in ("listing_participant", "death_cause", *OF_DEATHS))
    notes = _numbers(worked, language) if body else (WORDS["no_deaths_listed"].say(language),)
    return Table("", DEATHS, WORDS["table deaths_listed"].say(language), head, body, notes, 2)


# --- of an outcome ----------------------------------------------------------------------------------------------------


def _related(rows: Sequence[Row], worked: Worked, estimand: Estimand, form: Form, language: str) -> Table:
    """A line for each relation; with several groups, one for each of them."""
    marks, mine = Marks(language), [row for row in rows if row.variable.startswith(f"{RELATION}{BETWEEN}")]
    several = len({row.group for row in mine}) > 1
    lines: dict[tuple[str, str], dict[str, Row]] = {}
    for row in mine:
        lines.setdefault((row.variable.split(BETWEEN)[1], row.group), {})[row.statistic] = row
    body = tuple(
        (
            _code(form, _item(form, "serious_relation"), code, language) or WORDS["relation_not_said"].say(language),
            *([named(worked, estimand, "arm", group).say(language)] if several else []),
            _with_share(line, marks, language),
            *(shown(Column(each), line, marks, language) for each in OF_RELATION),
        )
        for (code, group), line in lines.items()
    )
    side = ["related_relation", *(["ae_group"] if several else [])]
    head = tuple(WORDS[each].say(language) for each in (*side, "related_participants", *OF_RELATION))
    title = WORDS[f"table {RELATED}"].say(language)
    return Table(estimand.outcome, RELATED, title, head, body, marks.told, len(side))


def _with_share(line: Mapping[str, Row], marks: Marks, language: str) -> str:
    told = shown(Column("related_participants"), line, marks, language)
    if not line["related_participants"].value or line["related_share"].value is None:
        return told
    return f"{told} ({read(Column('related_share', Shown.PERCENT), line, language)})"


def _serious(rows: Sequence[Row], worked: Worked, estimand: Estimand, form: Form, language: str) -> Table:
    lines = _by([row for row in rows if row.variable == SERIOUS], "group")
    body = tuple(
        (str(line["serious_participant"].value), *(_cell(line, each, form, language) for each in OF_SERIOUS))
        for line in lines.values()
    )
    head = tuple(WORDS[each].say(language) for each in ("listing_participant", *OF_SERIOUS))
    notes = _numbers(worked, language) if body else (WORDS["no_serious_listed"].say(language),)
    title = WORDS[f"table {LISTED}"].say(language)
    return Table(estimand.outcome, LISTED, title, head, body, notes, IN_WORDS)


def _cell(line: Mapping[str, Row], statistic: str, form: Form, language: str) -> str:
    """A time by its ends, a code in the words of the form, a word of ours, or the term as it is."""
    if statistic not in line:
        return _days(line, statistic, language)
    told = str(line[statistic].value or "")
    if statistic in ("serious_fatal", "serious_place"):
        return WORDS[told].say(language)
    if statistic == "serious_why":
        return _why(form, told, language) or NONE
    item = _item(form, statistic)
    return (_code(form, item, told, language) if item else told) or NONE


def _days(line: Mapping[str, Row], statistic: str, language: str) -> str:
    """Days to one decimal; both ends of a time that is written in part; a dash where there is none."""
    rows = [line[each] for each in (statistic, f"{statistic}_from", f"{statistic}_to") if each in line]
    told = dict.fromkeys(said_number(f"{float(str(row.value)):.1f}", language) for row in rows)
    return "–".join(told) or NONE


def _item(form: Form, statistic: str) -> str:
    """The item of the form that a column shows; empty for the term."""
    safety = form.safety
    assert safety is not None
    return {
        "serious_grade": safety.grade, "serious_relation": safety.relation.item,
        "serious_action": safety.action.item, "serious_outcome": safety.outcome.item,
    }.get(statistic, "")  # fmt: skip


def _code(form: Form, item: str, code: str, language: str) -> str:
    """The words of a choice; empty for a code that the item does not have."""
    return next((each.text.say(language) for each in form.item(item).codes if each.code == code), "")


def _why(form: Form, told: str, language: str) -> str:
    """The criteria of seriousness, each in the words of its item or of its choice."""
    assert form.safety is not None
    if form.safety.criterion:
        return _code(form, form.safety.criterion.item, told, language)
    return ", ".join(form.item(each).text.say(language) for each in told.split())


def _numbers(worked: Worked, language: str) -> tuple[str, ...]:
    """How participants are called."""
    keys = ("listing_numbers", *(("listing_reduced",) if worked.reduced else ()))
    return tuple(WORDS[each].say(language) for each in keys)


def _by(rows: Sequence[Row], part: str) -> Lines:
    lines: dict[str, dict[str, Row]] = {}
    for row in rows:
        lines.setdefault(getattr(row, part), {})[row.statistic] = row
    return lines
