"""Adverse events of the demonstration: one that was told and assessed, one whose clock runs, one that is exempt.

They are written on whatever form the protocol has for them; a trial without one gets none.
"""

from __future__ import annotations

from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.casebook.models import Sheet
from bedside.conduct.casebook.places import UNSCHEDULED, free_number
from bedside.conduct.demonstration.cast import Cast
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.typed_times import with_offset
from bedside.conduct.people.roles import Action
from bedside.conduct.safety import actions
from bedside.conduct.safety.actions import Judgement
from bedside.conduct.safety.actions_judgement import confirm
from bedside.conduct.safety.case import CRITERIA
from bedside.conduct.safety.reading import case_of
from bedside.conduct.trail.keeping import in_turn
from bedside.protocol.model import Form, Item, Protocol
from bedside.protocol.safety import LIFE_THREATENING, NO, YES, Coded, Safety
from bedside.values.moment import DAY, HOUR, Moment, now

TOLD, RUNNING, EXEMPT = "Septic shock", "Upper gastrointestinal bleeding", "Longer stay"
"""Terms as somebody would type them; not coded."""
REFERENCE = "2026-09"
AUTHORITY = "Autorité fictive"


@in_turn
def add_events(protocol: Protocol, cast: Cast, persons: list[Person]) -> None:
    """Give the last of these people who are long enough in the study their events; nothing where the protocol has no
    form, or fewer people are there.
    """
    form = next((each for each in protocol.forms if each.safety and each.reporting), None)
    if form is None or len(persons) < 3:
        return
    before = [each for each in persons if each.enrolled.at_us < now() - 2 * DAY]
    told, running, exempt = (before if len(before) >= 3 else persons)[-3:]
    _assessed(cast, _judged(cast, _event(cast, protocol, form, told, TOLD, 20, LIFE_THREATENING, "recovering")))
    _event(cast, protocol, form, running, RUNNING, 3, "other")
    _judged(cast, _event(cast, protocol, form, exempt, EXEMPT, 40, "", "recovering", exempt_=True))


def _event(
    cast: Cast, protocol: Protocol, form: Form, person: Person, term: str, hours: float, why: str, outcome: str = "",
    exempt_: bool = False,
) -> Sheet:  # fmt: skip
    """An event that was known so many hours ago, on a sheet of its own; without an outcome, nothing was done yet."""
    held, asked = form.safety, form.reporting
    assert held is not None and asked is not None
    at = with_offset(Moment(now() - int(hours * HOUR)))
    typed = {held.term: term, held.began: at, asked.aware: at, asked.item: asked.holds[0]}
    typed[held.grade] = _graded(form.item(held.grade), 4 if why == LIFE_THREATENING else 3)
    related = {meaning: code for code, meaning in held.relation.means}
    typed |= {held.relation.item: related["related"]}
    if outcome:
        typed |= _meaning(held.outcome, outcome) | _meaning(held.action, "unchanged")
    if exempt_ and held.exempt:
        typed |= {item: values[0] for item, values in held.exempt[0].when}
        why = next(iter(held.exempt[0].criteria), why)
    typed |= _why(held, why)
    by = cast.acting(Action.WRITE_DATA, person.site)
    sheet = open_sheet(by, person, UNSCHEDULED, form.id, protocol.version, None, free_number(person, form.id))
    save(by, sheet, {name: Typed(text) for name, text in typed.items() if text})
    return sheet


def _meaning(asked: Coded, meaning: str) -> dict[str, str]:
    """The answer that means this, where the form has one."""
    codes = [code for code, means in asked.means if means == meaning]
    return {asked.item: codes[0]} if codes else {}


def _graded(item: Item, grade: int) -> str:
    return next(code.code for code in item.codes if code.means == grade)


def _why(held: Safety, why: str) -> dict[str, str]:
    """Why it is serious: one criterion, and no other."""
    if held.criterion:
        codes = {meaning: code for code, meaning in held.criterion.means}
        return {held.criterion.item: codes.get(why, "")}
    return {item: YES if word == why else NO for item, word in held.criteria}


def _judged(cast: Cast, sheet: Sheet) -> Sheet:
    """Whatever was proposed is confirmed by an investigator; the one whose clock runs is left to whoever tries."""
    if seen := case_of(sheet).standing.waiting:
        confirm(cast.acting(Action.JUDGE_EVENT, sheet.person.site), sheet, seen)
    return sheet


def _assessed(cast: Cast, sheet: Sheet) -> None:
    """Told, received, assessed, and sent to the authority."""
    at, site = Moment(now() - 15 * HOUR), sheet.person.site
    report = actions.notify(cast.acting(Action.NOTIFY_SAFETY, site), sheet, None, at, language="en")
    sponsor = cast.acting(Action.ASSESS_SAFETY)
    actions.receive(sponsor, report, Moment(at + HOUR), CRITERIA)
    actions.assess(sponsor, report, Judgement("related", "unexpected", REFERENCE))
    if case_of(sheet).susar:
        actions.submit(sponsor, report, AUTHORITY, "DEMO-1", Moment(at + 6 * HOUR))
