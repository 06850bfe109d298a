"""Checks of the logic: a population anybody would belong to, criteria and outcomes that nothing can answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bedside.errors import ProtocolError
from bedside.lint.both_languages import AND, listed, quoted
from bedside.lint.findings import Hit, Severity, rule
from bedside.lint.stated import Stated
from bedside.protocol.model import Criterion, OutcomeKind, Text
from bedside.records.dictionary import dictionary
from bedside.rules.chart import Chart
from bedside.rules.meaning import ask
from bedside.rules.nodes import Named, variables
from bedside.values.moment import Moment
from bedside.values.variable import Answerer

WHO = {
    Answerer.INVESTIGATOR: Text("the investigator", "l’investigateur"),
    Answerer.PATIENT: Text("the patient or a relative", "le patient ou un proche"),
    Answerer.DOCUMENT: Text("a document", "un document"),
}
NOBODY = Text("nobody", "personne")
ELIGIBLE, CANDIDATE = Text("eligible", "éligible"), Text("candidate", "candidat")
NO_CRITERION = Text(
    "nobody can say who is {population}: no criterion.",
    "nul ne peut dire qui est «\u00a0{population}\u00a0»\u00a0: aucun critère.",
)
READS_NOTHING = Text("its rule reads nothing: {sentence}", "sa règle ne lit rien\u00a0: {sentence}")


@rule(
    "P040", Severity.ERROR, "An inclusion criterion that must be known to be met, such as the age.",
    Text(
        "a patient of whom nothing is known would count as “{population}”.",
        "un patient dont on ne sait rien compterait comme «\u00a0{population}\u00a0».",
    ),
)  # fmt: skip
def true_of_the_unknown(stated: Stated) -> Iterator[Hit]:
    """The population holds a patient of whom nothing at all is recorded."""
    populations: tuple[tuple[Text, Callable[[], Named]], ...] = (
        (ELIGIBLE, lambda: stated.protocol.population), (CANDIDATE, lambda: stated.protocol.data_population),
    )  # fmt: skip
    for name, asked in populations:
        try:
            population = asked()
        except ProtocolError:
            yield Hit("criteria", {"population": name}, instead=NO_CRITERION)
            continue
        if ask(population, _nothing_known(population), Moment(0)).value.low == 1.0:
            yield Hit("criteria", {"population": name})


def _nothing_known(population: Named) -> Chart:
    """An empty chart from a source that records all that lasts: there, no record of a support means none."""
    lasting = [variable.name for variable in variables(population).values() if variable.lasting]
    return Chart.of((), recorded=lasting)


@rule(
    "P041", Severity.ERROR, "A rule that reads variables of the dictionary, or questions that somebody is asked.",
    Text("nobody can know {names}: {sentence}", "nul ne peut connaître {names}\u00a0: {sentence}"),
    Text("Who can answer this, and from what?", "Qui peut y répondre, et d’après quoi\u202f?"),
)  # fmt: skip
def nobody_can_answer(stated: Stated) -> Iterator[Hit]:
    """A criterion reads something that no source, no form and no person supplies, or nothing at all."""
    asked = {question.name for question in stated.protocol.questions}
    for criterion in stated.protocol.criteria:
        unknown = sorted(set(criterion.variables) - asked - set(dictionary()) - stated.recorded)
        if not criterion.variables:
            yield _hit(stated, criterion, instead=READS_NOTHING)
        elif unknown:
            yield _hit(stated, criterion, names=", ".join(unknown))


def _hit(stated: Stated, criterion: Criterion, instead: Text | None = None, **places: object) -> Hit:
    """A hit on a criterion, quoting it."""
    place = stated.place(f"criterion {criterion.id}")
    return Hit(place, {"sentence": quoted(criterion.sentence), **places}, instead=instead)


@rule(
    "P042", Severity.ERROR, "A limit inside the variable's bounds.",
    Text(
        "always {verdict}, whoever the patient: {sentence}",
        "toujours {verdict}, quel que soit le patient\u00a0: {sentence}",
    ),
)  # fmt: skip
def always_the_same(stated: Stated) -> Iterator[Hit]:
    """A criterion gives the same answer whoever the patient is."""
    for criterion in stated.protocol.criteria:
        answer = criterion.rule.range
        if criterion.variables and answer.known:
            verdict = Text("met", "rempli") if answer.low == 1.0 else Text("not met", "non rempli")
            yield _hit(stated, criterion, verdict=verdict)


@rule(
    "P043", Severity.INFO, "A part of the criterion that hospital data can answer (`data=`), where there is one.",
    Text(
        "no data source can answer it, but {who} can: {sentence}",
        "aucune source de données ne peut y répondre (qui le peut\u00a0: {who})\u00a0: {sentence}",
    ),
    Text(
        "Is it recorded anywhere in a form that a program can read, or is each candidate asked?",
        "Est-ce enregistré quelque part sous une forme qu’un programme peut lire, ou faut-il le demander pour chaque"
        " candidat\u202f?",
    ),
)  # fmt: skip
def no_data_source(stated: Stated) -> Iterator[Hit]:
    """No data source can answer a criterion: somebody must, for each candidate. (Silent on consent by routes that
    each cite a source: the protocol says there how consent is given and kept.)
    """
    routes = stated.protocol.consent_routes
    told = {name for route in routes if route.source for group in route.needs for name in group}
    untold = {name for route in routes if not route.source for group in route.needs for name in group}
    for criterion in stated.protocol.criteria:
        if criterion.data_rule is None and not set(criterion.variables) <= told - untold:
            able = [WHO[each] for each in criterion.answerers if each in WHO] or [NOBODY]
            yield _hit(stated, criterion, who=listed(able, AND))


@rule(
    "P044", Severity.ERROR, "`items: [vital_signs.temperature]` in the outcome.",
    Text("no form item feeds it: {measure}", "aucune rubrique de formulaire ne l’alimente\u00a0: {measure}"),
    Text("On which form is it recorded?", "Sur quel formulaire est-ce recueilli\u202f?"),
)  # fmt: skip
def outcome_without_items(stated: Stated) -> Iterator[Hit]:
    """No form item feeds an outcome."""
    known = {f"{form.id}.{item.id}" for form in stated.protocol.forms for item in form.items}
    for outcome in stated.protocol.outcomes:
        if not set(outcome.items) & known:
            yield Hit(stated.place(f"outcome {outcome.id}"), {"measure": stated.measured(outcome)})


@rule(
    "P045", Severity.WARNING, "An endpoint in endpoints.py for the primary outcome.",
    Text("no rule works it out: {measure}", "aucune règle ne le calcule\u00a0: {measure}"),
)  # fmt: skip
def primary_without_rule(stated: Stated) -> Iterator[Hit]:
    """No rule works out the primary outcome."""
    worked_out = {each.outcome for each in stated.protocol.endpoints}
    worked_out |= {each.outcome for each in stated.protocol.durations}
    for outcome in stated.protocol.outcomes:
        if outcome.kind is OutcomeKind.PRIMARY and outcome.id not in worked_out:
            yield Hit(stated.place(f"outcome {outcome.id}"), {"measure": stated.measured(outcome)})


@rule(
    "P046", Severity.WARNING, "Use the question in a criterion, or take it out.",
    Text("nothing uses its answer: “{asked}”", "rien n’utilise sa réponse\u00a0: «\u00a0{asked}\u00a0»"),
)  # fmt: skip
def question_never_used(stated: Stated) -> Iterator[Hit]:
    """A question is declared and no rule, consent route or form uses its answer."""
    routed = {name for route in stated.protocol.consent_routes for group in route.needs for name in group}
    for question in stated.protocol.questions:
        if question.name not in {*stated.read, *routed, *stated.recorded}:
            yield Hit(stated.place(f"question {question.name}"), {"asked": question.asked})


RULES = (
    true_of_the_unknown, nobody_can_answer, always_the_same, no_data_source, outcome_without_items,
    primary_without_rule, question_never_used,
)  # fmt: skip
