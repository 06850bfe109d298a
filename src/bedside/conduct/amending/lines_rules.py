"""What the rules of another version would say of somebody: each criterion, each alert, and the primary outcome. As
information: an inclusion is not undone, and what was worked out on a form stays by the version of the form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bedside.conduct.amending.impact import Kind, Line
from bedside.conduct.amending.words import WORDS
from bedside.conduct.casebook.charts import Known
from bedside.conduct.inclusion.alerts import AlertNow, alerts_under
from bedside.conduct.inclusion.preview import worked
from bedside.conduct.participants.models import Person
from bedside.protocol.model import Criterion, Protocol
from bedside.rules.chart import Chart
from bedside.rules.meaning import ask
from bedside.rules.nodes import Named
from bedside.rules.words import said_value
from bedside.values.moment import Moment, now
from bedside.values.wording import LANGUAGES, Text

NOTHING = Text("", "")


def lines_of_criteria(
    criteria: tuple[str, ...], old: Protocol, new: Protocol, person: Person, known: Known
) -> Iterator[Line]:
    """The criteria that would be answered otherwise, and then whether the person would be eligible: of somebody
    enrolled at inclusion, of somebody in screening now; with all that is known now."""
    at, charts = _moment(person), {each.version: known.under(each) for each in (old, new)}
    before, after = (_answers(each, criteria, charts[each.version], at) for each in (old, new))
    otherwise = [name for name in criteria if before.get(name) != after.get(name)]
    texts = {each.id: each for protocol in (old, new) for each in protocol.criteria}
    for name in otherwise:
        yield Line(Kind.CRITERION, _called(texts[name]), before.get(name, NOTHING), after.get(name, NOTHING))
    if otherwise:
        whole = [_said(each.population, charts[each.version], at) for each in (old, new)]
        if whole[0] != whole[1]:
            yield Line(Kind.CRITERION, WORDS["eligible"], *whole)


def lines_of_alerts(
    alerts: tuple[str, ...], old: Protocol, new: Protocol, person: Person, known: Known
) -> Iterator[Line]:
    """The alerts of a participant that would come to something else now; one that is not asked comes to nothing."""
    before, after = (_alerts(each, person, known) if alerts else {} for each in (old, new))
    for name in alerts:
        was, is_ = before.get(name), after.get(name)
        if (was and was.state) != (is_ and is_.state):
            yield Line(Kind.ALERT, (is_ or was).alert.text, _state(was), _state(is_))


def lines_of_outcomes(old: Protocol, new: Protocol, person: Person, known: Known) -> Iterator[Line]:
    """The primary outcomes of a participant that would come to something else."""
    before, after = (_outcomes(each, person, known) for each in (old, new))
    for text, name in {**before, **after}:
        was, is_ = (each.get((text, name), NOTHING) for each in (before, after))
        if was != is_:
            yield Line(Kind.OUTCOME, text, was, is_)


def _moment(person: Person) -> Moment:
    return Moment(person.enrolled.at_us) if hasattr(person, "enrolled") else now()


def _answers(protocol: Protocol, criteria: tuple[str, ...], chart: Chart, at: Moment) -> dict[str, Text]:
    return {each.id: _said(each.rule, chart, at) for each in protocol.criteria if each.id in criteria}


def _said(rule: Named, chart: Chart, at: Moment) -> Text:
    value = ask(rule, chart, at, now()).value
    return Text(*(said_value(value, rule.unit, rule.truth, language) for language in LANGUAGES))


def _alerts(protocol: Protocol, person: Person, known: Known) -> dict[str, AlertNow]:
    return {each.alert.id: each for each in alerts_under(protocol, person, known.under(protocol), now())}


def _state(alert: AlertNow | None) -> Text:
    return WORDS[f"alert_{alert.state}"] if alert else NOTHING


def _called(criterion: Criterion) -> Text:
    return Text(f"{criterion.id} {criterion.text.en}", f"{criterion.id} {criterion.text.fr}")


def _outcomes(protocol: Protocol, person: Person, known: Known) -> Mapping[tuple[Text, str], Text]:
    found = worked(protocol, known.under(protocol), Moment(person.enrolled.at_us), now())
    return {(each.outcome.text, each.name): each.value for each in found}
