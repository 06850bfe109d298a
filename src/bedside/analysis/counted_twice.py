"""Events that a snapshot holds twice, in the table of outcomes and on the form that lists them: do both say the same?

What the form lists is put through the outcome's own rule, on the records of the snapshot: an infection that began too
early to count is none of the outcome, and no contradiction. Where the rule cannot tell whether a listed event counts,
the table of outcomes must leave it open too.
"""

from __future__ import annotations

from collections.abc import Iterator

from bedside.analysis.counts import is_number, within
from bedside.analysis.listing_rule import counted_of, read_by, variables_of
from bedside.analysis.naming import named
from bedside.analysis.people import Answer, Person
from bedside.analysis.snapshot import column_of
from bedside.analysis.worked import Worked, answer_of, counted_to
from bedside.protocol.casebook import Form
from bedside.protocol.estimands import Estimand, Listing
from bedside.protocol.model import Endpoint
from bedside.rules.words import said_number
from bedside.values.interval import Interval
from bedside.values.wording import LANGUAGES, Text


def counted_twice(worked: Worked, person: Person) -> Iterator[tuple[str, Text]]:
    """Of each number of a counted outcome on which the two differ: the outcome, and both numbers."""
    for estimand in worked.promised.estimands:
        if (listing := estimand.listing) is None:
            continue
        form, mine = worked.protocol.form(listing.form), person.listed.get(estimand.outcome, ())
        for endpoint in worked.endpoints(estimand):
            answer = answer_of(person, endpoint)
            if answer is None or not _held(worked, endpoint, form, listing):
                continue
            counted = counted_of(person, endpoint, form, listing, mine)
            if not _same(answer.value, counted):
                inside = sum(within(person, each, counted_to(endpoint)) for each in mine)
                yield estimand.outcome, _told(worked, estimand, endpoint, form, answer, counted, inside)


def _held(worked: Worked, endpoint: Endpoint, form: Form, listing: Listing) -> bool:
    """Whether it is a number of what the form records, and the snapshot has the columns."""
    if endpoint.verdict.truth or not is_number(endpoint):
        return False
    read = read_by(endpoint)
    items = [each for each in form.items if each.time == listing.began and variables_of(each) & read]
    recorded = frozenset[str]().union(*map(variables_of, items))
    columns = (
        column_of(worked.snapshot.tables, f"{form.id}.{name}") for name in (*(i.id for i in items), listing.began)
    )
    return bool(read) and read <= recorded and None not in columns


def _same(answer: Interval, counted: Interval) -> bool:
    """Whether the least that the outcome says can be what is listed, and its most leaves room for all of it."""
    return counted.low <= answer.low <= counted.high <= answer.high


# --- what is said -----------------------------------------------------------------------------------------------------


def _told(
    worked: Worked, estimand: Estimand, endpoint: Endpoint, form: Form, answer: Answer, counted: Interval, inside: int
) -> Text:
    what = named(worked, estimand, "variable", endpoint.part or endpoint.outcome)
    says = _number(answer.value, endpoint.verdict.range.high)
    lists = _number(counted, endpoint.verdict.range.high)
    return Text(
        f"{estimand.outcome}, {what.en}: the table of outcomes has {says.en}, and of the {inside} that the form"
        f" “{form.text.en}” lists in the window its rule counts {lists.en}; shares, totals and the rate since inclusion"
        " are those of the table, listings, kinds, first events and the rate since the first dose those of the form",
        f"{estimand.outcome}, {what.fr}\u00a0: la table des critères en a {says.fr}, et parmi les {inside} que le"
        f" formulaire «\u00a0{form.text.fr}\u00a0» liste dans la fenêtre la règle en compte {lists.fr}\u202f; les"
        " parts, totaux et taux depuis l’inclusion sont ceux de la table, les listes, natures, premiers événements et"
        " taux depuis la première prise ceux du formulaire",
    )


def _number(value: Interval, most: float) -> Text:
    """`2`, `at least 2` where no more is known than the most that there can be, `1 to 2`."""
    low, high = ({each: said_number(f"{end:g}", each) for each in LANGUAGES} for end in (value.low, value.high))
    if value.known:
        return Text(low["en"], low["fr"])
    if value.high >= most:
        return Text(f"at least {low['en']}", f"au moins {low['fr']}")
    return Text(f"{low['en']} to {high['en']}", f"{low['fr']} à {high['fr']}")
