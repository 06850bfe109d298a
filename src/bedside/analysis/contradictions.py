"""What in a snapshot contradicts itself: each is looked for before anything is analysed, and told with what was made
of it. Nothing is put right here: the site does that, and a new cut is taken.

A time that is written in part contradicts another only where it does whatever it means.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from bedside.analysis.adverse import is_serious, number_of
from bedside.analysis.counted_twice import counted_twice
from bedside.analysis.listing_rule import after_death
from bedside.analysis.people import ELIGIBLE, Listed, Person
from bedside.analysis.people import MET as YES
from bedside.analysis.recorded import listing_of
from bedside.analysis.rows import About, Row
from bedside.analysis.snapshot import Record
from bedside.analysis.stays_contradicted import Pair, stays_contradicted
from bedside.analysis.values import read_by, value_of
from bedside.analysis.worked import Worked, answer_of, asked_at, counted_to
from bedside.analysis.written_times import MINUTE, when
from bedside.protocol.casebook import Form
from bedside.protocol.estimands import FOUND_INELIGIBLE, Estimand, Method
from bedside.protocol.model import Endpoint, Evaluation
from bedside.records.deaths import DEAD
from bedside.rules.nodes import Over, walk
from bedside.values.interval import MET
from bedside.values.moment import Moment, read_length, show
from bedside.values.wording import Text

CONTRADICTION, OF_ALL = "contradiction", "contradictions"
FOUND = "{contradictions}"


def contradictions(worked: Worked) -> Iterator[Row]:
    """How many there are, then one a row: `group` is the code of the participant, the warning says which.

    `01-S014 (no. 3): ...` has the number beside the code: by it the same person goes in listings and figures.
    """
    people = list(enumerate(worked.people, 1))
    found = [(number, person, *each) for number, person in people for each in _of(worked, person)]
    yield About(OF_ALL, "", OF_ALL).row("contradictions", len(found), FOUND, "counted")
    for number, person, outcome, told in found:
        whose = Text(f"{person.code} (no. {number}): {told.en}", f"{person.code} (n°\u00a0{number})\u00a0: {told.fr}")
        about = About(outcome or OF_ALL, "", CONTRADICTION, person.code)
        yield about.row("contradiction", 1, FOUND, "counted", whose)


def _of(worked: Worked, person: Person) -> Iterator[Pair]:
    of_person = chain(
        _criteria(worked, person),
        _deaths(worked, person),
        _measured(worked, person),
        _doses(worked, person),
        _adverse(worked, person),
    )
    yield from (("", told) for told in of_person)
    yield from _late(worked, person)
    yield from _successes(worked, person)
    yield from stays_contradicted(worked, person)
    yield from counted_twice(worked, person)


# --- criteria ---------------------------------------------------------------------------------------------------------


def _criteria(worked: Worked, person: Person) -> Iterator[Text]:
    """A deviation that says of somebody that they were not eligible, whose records say that they were."""
    by_records = {row["verdict"] for row in _of_person(worked, "criteria", person) if row["criterion"] == ELIGIBLE}
    for row in _of_person(worked, "deviations", person):
        if row["kind"] in FOUND_INELIGIBLE and YES in by_records:
            name = f" ({row['criterion']})" if row.get("criterion") else ""
            yield Text(
                f"a deviation says not eligible, found later{name}, and by the records every criterion is met; not"
                " among those who met every criterion",
                f"un écart dit non éligible, constaté après{name}, et selon les données tous les critères sont"
                " remplis\u202f; non compté parmi ceux remplissant tous les critères",
            )


def _of_person(worked: Worked, table: str, person: Person) -> list[Record]:
    return [row for row in worked.snapshot.tables.get(table, ()) if row["participant"] == person.code]


# --- death ------------------------------------------------------------------------------------------------------------


def _deaths(worked: Worked, person: Person) -> Iterator[Text]:
    died = person.died
    told = sorted({fact.start for fact in person.chart.facts.get(DEAD, ()) if fact.value == MET})
    if len(told) > 1:
        yield Text(
            f"deaths are recorded at {show(told[0])} and at {show(told[-1])}; the first one is analysed",
            f"des décès sont consignés au {show(told[0])} et au {show(told[-1])}\u202f; le premier est analysé",
        )
    if died is None:
        return
    if died < person.included:
        yield Text(
            f"death ({show(died)}) before inclusion ({show(person.included)}); analysed as dead from inclusion on, with"
            " no day alive",
            f"décès ({show(died)}) avant l’inclusion ({show(person.included)})\u202f; analysé comme décédé dès"
            " l’inclusion, sans jour de vie",
        )
    if died > worked.taken:
        yield Text(
            f"death ({show(died)}) after the cut was taken ({show(worked.taken)}); analysed as alive at the cut",
            f"décès ({show(died)}) après l’extraction ({show(worked.taken)})\u202f; analysé comme vivant alors",
        )
    if (alive := person.alive_until) is not None and alive > died + MINUTE:
        yield Text(
            f"known alive ({show(alive)}) after death ({show(died)}); analysed as dead from then on",
            f"connu vivant ({show(alive)}) après le décès ({show(died)})\u202f; analysé comme décédé depuis lors",
        )


def _successes(worked: Worked, person: Person) -> Iterator[Pair]:
    """A success of somebody who had died before it was asked."""
    for estimand in worked.promised.estimands:
        if estimand.method is not Method.PROPORTION:
            continue
        for endpoint in worked.endpoints(estimand):
            answer, at = answer_of(person, endpoint), person.included + asked_at(endpoint)
            if endpoint.verdict.truth and answer and answer.value == MET and person.died_by(at):
                assert person.died is not None
                yield (
                    estimand.outcome,
                    Text(
                        f"success for {estimand.outcome} although death ({show(person.died)}) came before it was asked"
                        f" ({show(Moment(at))}); counted as a success, as the cut has it",
                        f"succès pour {estimand.outcome} malgré un décès ({show(person.died)}) antérieur à l’échéance"
                        f" ({show(Moment(at))})\u202f; compté comme un succès, tel que dans l’extraction",
                    ),
                )


def _measured(worked: Worked, person: Person) -> Iterator[Text]:
    """Values of somebody who had died before the window opened in which they are measured: of what, not which."""
    died = person.died
    measured = (each for each in worked.promised.estimands if each.method is Method.VALUES)
    opened = {
        each.outcome: min(opens)
        for each in measured
        if (opens := [_opens(person, one) for one in worked.endpoints(each) if _has_value(person, one)])
    }
    if late := [outcome for outcome, at in opened.items() if died is not None and died < at]:
        assert died is not None
        first, of = show(Moment(min(opened[each] for each in late))), ", ".join(late)
        yield Text(
            f"a value of {of} although death ({show(died)}) came before any record could count for it (from {first}"
            " on); analysed as measured, as the cut has it",
            f"une valeur de {of} malgré un décès ({show(died)}) antérieur à toute donnée pouvant y compter (à partir du"
            f" {first})\u202f; analysée comme mesurée, telle que dans l’extraction",
        )


def _has_value(person: Person, endpoint: Endpoint) -> bool:
    """Whether somebody has a value; of a score known in part, what is not measured may have made the part."""
    value = None if endpoint.verdict.truth else value_of(person, endpoint)
    return value is not None and (value.known or read_by(endpoint) is not None)


def _opens(person: Person, endpoint: Endpoint) -> int:
    """The first moment from which a record can be what an endpoint reads."""
    return min(person.included + read_length(each.after) - _looks_back(each) for each in endpoint.evaluations)


def _looks_back(each: Evaluation) -> int:
    return max((node.window.back for node in walk(each.rule) if isinstance(node, Over)), default=0)


# --- doses, events ----------------------------------------------------------------------------------------------------


def _doses(worked: Worked, person: Person) -> Iterator[Text]:
    early = [each for each in person.doses if each.last < person.included]
    if early:
        yield Text(
            f"a dose ({when(early[0])}) before inclusion ({show(person.included)}); it counts as the first dose",
            f"une prise ({when(early[0])}) avant l’inclusion ({show(person.included)})\u202f; elle compte comme la"
            " première",
        )
    late = [each for each in person.doses if person.died is not None and each.first > person.died]
    if late and person.died is not None:
        yield Text(
            f"a dose ({when(late[-1])}) after death ({show(person.died)}); it counts among the doses",
            f"une prise ({when(late[-1])}) après le décès ({show(person.died)})\u202f; elle compte parmi les prises",
        )
    if future := [each for each in person.doses if each.first > worked.taken]:
        yield Text(
            f"a dose ({when(future[-1])}) after the cut was taken; it counts among the doses",
            f"une prise ({when(future[-1])}) après l’extraction\u202f; elle compte parmi les prises",
        )


def _adverse(worked: Worked, person: Person) -> Iterator[Text]:
    found = listing_of(worked)
    if found is None:
        return
    estimand, form = found
    mine = person.listed.get(estimand.outcome, ())
    for each in mine:
        yield from _event(worked, person, each, form)
    if form.safety is not None and not any(form.safety.fatal(each.holds) for each in mine):
        yield from _unexplained(worked, person, estimand)


def _unexplained(worked: Worked, person: Person, estimand: Estimand) -> Iterator[Text]:
    """A death while adverse events are counted, of somebody without a fatal one. Of later deaths none is asked for."""
    last = min(person.included + counted_to(number_of(worked, estimand)), worked.taken)
    if person.died is not None and person.included <= person.died <= last:
        yield Text(
            f"death ({show(person.died)}) while adverse events are counted, and no fatal event is recorded; counted"
            " among the deaths, and not among fatal events",
            f"décès ({show(person.died)}) pendant que les événements indésirables sont comptés, et aucun événement"
            " fatal n’est consigné\u202f; compté parmi les décès, et non parmi les événements fatals",
        )


def _late(worked: Worked, person: Person) -> Iterator[Pair]:
    """Events of any outcome that a form lists, which began after death: nobody is at risk then."""
    for estimand in worked.promised.estimands:
        if estimand.listing is None or person.died is None:
            continue
        form = worked.protocol.form(estimand.listing.form)
        for each in person.listed.get(estimand.outcome, ()):
            if each.began is not None and after_death(person, each):
                en, fr = _called(each, form)
                yield (
                    "" if form.safety else estimand.outcome,
                    Text(
                        f"{en} began ({when(each.began)}) after death ({show(person.died)}); it is counted among the"
                        " events, and in no rate: the time at risk had ended",
                        f"{fr} débuté ({when(each.began)}) après le décès ({show(person.died)})\u202f; il est compté"
                        " parmi les événements, et dans aucun taux\u00a0: le temps à risque avait pris fin",
                    ),
                )


def _event(worked: Worked, person: Person, each: Listed, form: Form) -> Iterator[Text]:
    en, fr = _called(each, form)
    if each.began and each.ended and each.ended.last < each.began.first:
        yield Text(
            f"{en} ended ({when(each.ended)}) before it began ({when(each.began)}); it counts from its beginning",
            f"{fr} terminé ({when(each.ended)}) avant son début ({when(each.began)})\u202f; il compte dès son début",
        )
    if each.began and each.began.first > worked.taken:
        yield Text(
            f"{en} began ({when(each.began)}) after the cut was taken; it is listed, and counted if in the window",
            f"{fr} débuté ({when(each.began)}) après l’extraction\u202f; il est listé, et compté si la fenêtre le"
            " contient",
        )
    fatal = form.safety is not None and form.safety.fatal(each.holds)
    if fatal and person.died is None:
        yield Text(
            f"{en} is told to be fatal, and no death is recorded; analysed as alive as far as known",
            f"{fr} est dit fatal, et aucun décès n’est consigné\u202f; analysé comme vivant autant qu’on le sait",
        )
    if fatal and form.reporting is not None and not is_serious(form, each):
        yield Text(
            f"{en} is told to be fatal, and not to be serious; it is listed, and not counted as serious",
            f"{fr} est dit fatal, et non grave\u202f; il est listé, et n’est pas compté comme grave",
        )


def _called(each: Listed, form: Form) -> tuple[str, str]:
    if form.safety is None:
        return f"an event of the form “{form.text.en}”", f"un événement du formulaire «\u00a0{form.text.fr}\u00a0»"
    term = each.holds.get(form.safety.term, "")
    return (f"the event “{term}”", f"l’événement «\u00a0{term}\u00a0»") if term else ("an event", "un événement")
