"""What the codes of a cut mean that come from the protocol and the study: sites, visits, forms, criteria, outcomes.

A column is given its codes by its name, whichever table it stands in; one that says what its codes are keeps them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bedside.conduct.casebook.computing import computed_items, rules_of
from bedside.conduct.casebook.places import UNSCHEDULED, visit_text
from bedside.conduct.cuts.tables_of_rules import ALL
from bedside.conduct.inclusion.preview import CAUSES
from bedside.conduct.inclusion.scoring import totals_of
from bedside.conduct.laboratory.analytes import analytes
from bedside.conduct.people.models import Site
from bedside.exports.tables import Column, Table, Type
from bedside.protocol.model import Protocol
from bedside.rules.nodes import Named
from bedside.values.variable import Variable
from bedside.values.wording import LANGUAGES, Text

Codes = tuple[tuple[str, Text], ...]
Meant = tuple[str, str, Text]
"""The name of a column, a code that may stand there, and what it means."""


def codelists(protocols: Sequence[Protocol]) -> Mapping[str, Codes]:
    """The codes by the name of their column; of what several versions have, the latest says what it means."""
    found: dict[str, dict[str, Text]] = {"site": {site.code: Text(site.name, site.name) for site in _sites()}}
    for protocol in protocols:
        for column, code, text in _meant(protocol):
            found.setdefault(column, {})[code] = text
    return {column: tuple(codes.items()) for column, codes in found.items()}


def coded(table: Table, lists: Mapping[str, Codes]) -> Table:
    """The table with its columns given their codes."""
    return replace(table, columns=tuple(_coded(column, lists) for column in table.columns))


def _coded(column: Column, lists: Mapping[str, Codes]) -> Column:
    bare = column.type is Type.TEXT and not (column.codes or column.typed or column.source)
    return replace(column, codes=lists.get(column.name, ())) if bare else column


def _sites() -> Sequence[Site]:
    return list(Site.objects.order_by("code"))


def _meant(protocol: Protocol) -> Iterator[Meant]:
    yield "visit", UNSCHEDULED, visit_text(protocol, UNSCHEDULED, None)
    for visit in protocol.schedule.visits:
        yield "visit", visit.id, visit.text
    for event in protocol.schedule.events:
        yield from ((column, event.id, event.text) for column in ("visit", "event"))
    for form in protocol.forms:
        yield "form", form.id, form.text
        for item in analytes(protocol, form):
            yield "variable", item.variable, _of_variable(protocol.vocabulary[item.variable])
        for item in computed_items(form):
            yield "item", item.id, item.text
            yield "rule", item.rule, _of_rule(rules_of(protocol)[item.rule])
    yield from (("sample", each.id, each.text) for each in protocol.samples)
    yield from (("route", route.id, route.text) for route in protocol.consent_routes)
    yield from (("criterion", each.id, each.text) for each in protocol.criteria)
    yield "criterion", ALL, Text("all criteria together", "tous les critères ensemble")
    yield from _of_scores(protocol)
    yield from _of_outcomes(protocol)


def _of_scores(protocol: Protocol) -> Iterator[Meant]:
    for total, parts in totals_of(protocol).items():
        yield "score", total.name, _of_rule(total)
        yield from (("component", part.name, _of_rule(part)) for part in parts)


def _of_outcomes(protocol: Protocol) -> Iterator[Meant]:
    yield from (("outcome", each.id, each.text) for each in protocol.outcomes)
    yield from (("part", each.part, _of_rule(each.verdict)) for each in protocol.endpoints if each.part)
    for duration in protocol.durations:
        yield from (("cause", ending.name, _of_rule(ending)) for ending in duration.endings)
    yield from (("cause", name, Text(name, french)) for name, french in CAUSES.items())


def _of_rule(rule: Named) -> Text:
    return Text(*(rule.say(language) for language in LANGUAGES))


def _of_variable(variable: Variable) -> Text:
    return Text(*(variable.say(language) for language in LANGUAGES))
