"""Adverse events as a regulator reads them: by class and term, and by the worst grade, in the safety set and its arms.

Counted are treatment-emergent events: those that began at or after the first dose, as far as their times tell, within
the window in which the outcome counts. Somebody stands once in a line, however many events of it they had, and in the
column of the worst of their grades. Source: ICH E3, Structure and content of clinical study reports, 1995, 12.2.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bedside.analysis.counts import EVENTS, within
from bedside.analysis.people import Listed, Person
from bedside.analysis.rows import OBSERVED, ONE, PEOPLE, About, Row
from bedside.analysis.warned import NOBODY_IN_SET, unconfirmed, without_grade
from bedside.analysis.worked import Worked, answer_of, counted_to
from bedside.protocol.casebook import Form
from bedside.protocol.estimands import AnalysisSet, Estimand, Membership
from bedside.protocol.model import Endpoint

ADVERSE, SERIOUS, ALL = "adverse", "serious", "all"
NOT_CODED, NOT_SAID = "not_coded", "not_said"
"""The class of a term that nobody has coded, and the term and the grade of an event of which none is written."""
BETWEEN = " > "
"""What parts the class from its term in the variable of a row: `adverse > CLASS > TERM`."""
METHOD = "counted, begun at or after the first dose"
IN_WINDOW = "counted"


@dataclass(frozen=True)
class Happened:
    """One event of somebody: its class and term, its grade where one is written, and whether it was serious."""

    code: str
    above: str
    term: str
    grade: str
    serious: bool
    coded: bool


def adverse(worked: Worked, estimand: Estimand) -> Iterator[Row]:
    """All rows of an outcome whose form is one of adverse events; none of another."""
    form = form_of(worked, estimand)
    if form is None:
        return
    held = safety_set(worked, estimand)
    about = About(estimand.outcome, held.id, ADVERSE, time=worked.visit(estimand.outcome))
    members = worked.members(held.id)
    found = [each for person in members for each in _happened(worked, estimand, form, held, person)]
    found = _one_spelling(found)
    yield from _coded(about, found)
    lines = _lines(found, form)
    for arm, people in _groups(worked, members):
        yield from _group(about.of(group=arm), worked, estimand, held, form, people, found, lines)


def form_of(worked: Worked, estimand: Estimand) -> Form | None:
    """The form of adverse events that an outcome counts; None where it counts something else."""
    form = worked.protocol.form(estimand.listing.form) if estimand.listing else None
    return form if form is not None and form.safety is not None else None


def safety_set(worked: Worked, estimand: Estimand) -> AnalysisSet:
    """Those who had a dose, where the protocol has a set of them and says where doses stand; else the outcome's own."""
    treated = [each for each in worked.promised.sets if each.holds is Membership.TREATED]
    return treated[0] if treated and worked.promised.first_dose else worked.set(estimand.set)


def grades_of(form: Form) -> Mapping[str, str]:
    """The codes of its grades, each with the number that it means."""
    assert form.safety is not None
    codes = form.item(form.safety.grade).codes
    return {each.code: f"{each.means:f}" for each in codes if each.means is not None}


def _groups(worked: Worked, members: Sequence[Person]) -> Iterator[tuple[str, Sequence[Person]]]:
    """Everybody, then each arm where it is known who is in which."""
    yield ALL, members
    if worked.arms is not None and not worked.one_group:
        for arm in worked.protocol.arms:
            yield arm.id, [person for person in members if person.arm == arm.id]


# --- the events ---------------------------------------------------------------------------------------------------


def _happened(
    worked: Worked, estimand: Estimand, form: Form, held: AnalysisSet, person: Person
) -> Iterator[Happened]:  # fmt: skip
    assert form.safety is not None
    grades, after = grades_of(form), counted_to(number_of(worked, estimand))
    for each in person.listed.get(estimand.outcome, ()):
        if not within(person, each, after) or not emergent(held, person, each):
            continue
        above, term = each.coded or (NOT_CODED, _plain(each.holds.get(form.safety.term, "")) or NOT_SAID)
        grade = grades.get(each.holds.get(form.safety.grade, ""), "")
        yield Happened(person.code, _plain(above), _plain(term), grade, is_serious(form, each), each.coded is not None)


def number_of(worked: Worked, estimand: Estimand) -> Endpoint:
    """The part of the outcome that tells how many events there were."""
    return next(each for each in worked.endpoints(estimand) if not each.verdict.truth)


def emergent(held: AnalysisSet, person: Person, each: Listed) -> bool:
    """Whether an event may have begun at or after the first dose; of a set without doses every event counts."""
    if held.holds is not Membership.TREATED or person.dosed is None or each.began is None:
        return True
    return each.began.last >= person.dosed.first


def is_serious(form: Form, each: Listed) -> bool:
    return form.reporting is not None and each.holds.get(form.reporting.item, "") in form.reporting.holds


def _plain(text: str) -> str:
    """A term without needless spaces, and without the sign that parts it from its class."""
    return " ".join(text.replace(">", "›").split())


def _one_spelling(found: Sequence[Happened]) -> list[Happened]:
    """Terms that were typed alike but for capitals are one: that which was typed most often, of two the first."""
    typed = Counter(each.term for each in found if not each.coded)
    chosen: dict[str, str] = {}
    for term in sorted(typed, key=lambda each: (-typed[each], each)):
        chosen.setdefault(term.casefold(), term)
    return [
        each
        if each.coded
        else Happened(each.code, each.above, chosen[each.term.casefold()], each.grade, each.serious, False)
        for each in found
    ]


# --- the lines ----------------------------------------------------------------------------------------------------


Line = tuple[str, Callable[[Happened], bool]]


def _lines(found: Sequence[Happened], form: Form) -> list[Line]:
    """Any event, any serious one, then each class with its terms, the most frequent first; what is not coded last."""
    lines: list[Line] = [(ADVERSE, lambda _: True)]
    if form.reporting is not None:
        lines.append((f"{ADVERSE}{BETWEEN}{SERIOUS}", lambda each: each.serious))
    classes = _frequent((each.above, each.code) for each in found)
    for above in classes:
        if classes != [NOT_CODED]:
            lines.append((f"{ADVERSE}{BETWEEN}{above}", _of(above)))
        terms = ((each.term, each.code) for each in found if each.above == above)
        lines += [(f"{ADVERSE}{BETWEEN}{above}{BETWEEN}{term}", _of(above, term)) for term in _frequent(terms)]
    return lines


def _of(above: str, term: str = "") -> Callable[[Happened], bool]:
    return lambda each: each.above == above and term in ("", each.term)


def _frequent(pairs: Iterator[tuple[str, str]]) -> list[str]:
    """Names by how many participants have them; what is not coded or not said comes last."""
    having: dict[str, set[str]] = {}
    for name, code in pairs:
        having.setdefault(name, set()).add(code)
    return sorted(having, key=lambda each: (each in (NOT_CODED, NOT_SAID), -len(having[each]), each))


# --- the rows -----------------------------------------------------------------------------------------------------


def _coded(about: About, found: Sequence[Happened]) -> Iterator[Row]:
    yield about.row("ae_coded", sum(each.coded for each in found), EVENTS, OBSERVED)
    yield about.row("ae_not_coded", sum(not each.coded for each in found), EVENTS, OBSERVED)


def _group(
    about: About, worked: Worked, estimand: Estimand, held: AnalysisSet, form: Form, people: Sequence[Person],
    found: Sequence[Happened], lines: Sequence[Line],
) -> Iterator[Row]:  # fmt: skip
    """The rows of one group: how many it holds, then each line."""
    codes = {person.code for person in people}
    mine = [each for each in found if each.code in codes]
    open_ = _open(worked, estimand, people)
    yield about.people("ae_members", len(people), *((unconfirmed(open_),) if open_ else ()))
    levels = list(dict.fromkeys(grades_of(form).values()))
    method = METHOD if held.holds is Membership.TREATED else IN_WINDOW
    for path, takes in lines:
        yield from _line(about.of(variable=path), [each for each in mine if takes(each)], len(people), levels, method)


def _open(worked: Worked, estimand: Estimand, people: Sequence[Person]) -> int:
    """Of how many nobody has confirmed that all of their events are recorded."""
    endpoint = number_of(worked, estimand)
    answers = (answer_of(person, endpoint) for person in people)
    return sum(answer is None or not answer.known for answer in answers)


def _line(about: About, held: Sequence[Happened], members: int, levels: Sequence[str], method: str) -> Iterator[Row]:
    worst = {code: max(_grades(held, code), key=float, default="") for code in {each.code for each in held}}
    ungraded = sum(not each.grade for each in held)
    warned = (without_grade(ungraded),) if ungraded else ()
    yield about.row("ae_participants", len(worst), PEOPLE, method)
    yield _share(about, "ae_share", len(worst), members, method)
    yield about.row("ae_events", len(held), EVENTS, method)
    for level in levels:
        having = sum(grade == level for grade in worst.values())
        yield about.row(f"ae_worst_{level}", having, PEOPLE, method, *warned)
        yield _share(about, f"ae_worst_{level}_share", having, members, method)
    having = sum(not grade for grade in worst.values())
    yield about.row("ae_worst_none", having, PEOPLE, method)
    yield _share(about, "ae_worst_none_share", having, members, method)


def _grades(held: Sequence[Happened], code: str) -> list[str]:
    return [each.grade for each in held if each.code == code and each.grade]


def _share(about: About, statistic: str, having: int, members: int, method: str) -> Row:
    return about.row(statistic, having / members if members else NOBODY_IN_SET, ONE, method)
