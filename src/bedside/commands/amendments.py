"""`bedside protocol diff|in-force`: what a version changes, and which version holds where, when and for whom."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bedside.errors import UsageError
from bedside.protocol.activations import day, read_activations, read_participant
from bedside.protocol.amendments import ABSENT, MAIN, Amendment, Change, in_order, read_amendments, versions_of
from bedside.protocol.amendments import in_force as find_in_force
from bedside.protocol.comparing import Comparison, Place, compare
from bedside.protocol.loading import find_trial, load_versions
from bedside.protocol.model import Protocol
from bedside.protocol.wording import one
from bedside.rules.nodes import Node
from bedside.rules.text import say
from bedside.values.wording import Text

SAME = Text("The two are the same.", "Les deux sont identiques.")
AMENDED = Text(
    "Amendment {version} of {date}: {title}. {consent}", "Amendement {version} du {date}\u00a0: {title}. {consent}"
)
RECONSENT = {
    True: Text("Participants must agree again.", "Les participants doivent consentir à nouveau."),
    False: Text("No renewed consent is asked for.", "Aucun nouveau consentement n’est demandé."),
}
PLACES = Text("Every place that differs:", "Tous les endroits qui diffèrent\u00a0:")
IN_FORCE = Text("Version {version} is in force.", "La version {version} est en vigueur.")


# --- diff ---------------------------------------------------------------------------------------------------------


def diff(arguments: Namespace) -> int:
    """Print what changed from one version to another, or from one folder to another."""
    old, new = _two_folders(arguments) if arguments.other else _two_versions(arguments)
    between = () if arguments.other else _between(arguments.trial, old, new)
    compared = compare(old, new, arguments.lang)
    if arguments.format == "json":
        print(json.dumps(_as_data(compared, between, arguments.lang), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_as_text(compared, between, arguments.lang)))
    return 0


def _two_folders(arguments: Namespace) -> tuple[Protocol, Protocol]:
    old, new = load_versions(arguments.trial), load_versions(arguments.other)
    return _picked(old, arguments.old) or old[-1], _picked(new, arguments.new) or new[-1]


def _two_versions(arguments: Namespace) -> tuple[Protocol, Protocol]:
    """Those asked for; unless said, the latest and the one before it."""
    chain = load_versions(arguments.trial)
    new = _picked(chain, arguments.new) or chain[-1]
    before = chain[: chain.index(new)]
    if arguments.old is None and not before:
        what = f"no version of {new.id} comes before {new.version}."
        raise UsageError(what, "--from", f"There are: {', '.join(each.version for each in chain)}.")
    return _picked(chain, arguments.old) or before[-1], new


def _picked(chain: Sequence[Protocol], version: str | None) -> Protocol | None:
    return None if version is None else one(chain, "version", version, f"version of {chain[0].id}")


def _between(trial: str, old: Protocol, new: Protocol) -> tuple[Amendment, ...]:
    """The amendments that lead from the earlier of two versions to the later, whichever way they are compared."""
    order = [*new.amended_from, new.version] if old.version in new.amended_from else [*old.amended_from, old.version]
    first, last = sorted((order.index(old.version), order.index(new.version)))
    chain = in_order(read_amendments(find_trial(trial)), order[0])
    return tuple(each for each in chain if each.version in order[first + 1 : last + 1])


def _as_text(compared: Comparison, between: Sequence[Amendment], language: str) -> Iterator[str]:
    yield " → ".join(f"{each.id} {each.version} ({each.hash[:12]})" for each in (compared.old, compared.new))
    for each in between:
        title, consent = each.text.say(language), RECONSENT[each.reconsent].say(language)
        yield AMENDED.say(language).format(version=each.version, date=each.date, title=title, consent=consent)
    if not compared.places:
        yield SAME.say(language)
        return
    for difference in compared.prose:
        yield f"\n## {difference.section}"
        yield from (f"- {line}" for line in difference.removed)
        yield from (f"+ {line}" for line in difference.added)
    yield f"\n{PLACES.say(language)}"
    yield from (f"  {place.path}" for place in compared.places)


def _as_data(compared: Comparison, between: Sequence[Amendment], language: str) -> dict[str, Any]:
    sides = {"from": compared.old, "to": compared.new}
    return {
        **{side: {"id": each.id, "version": each.version, "hash": each.hash} for side, each in sides.items()},
        "amendments": [_amendment(each) for each in between],
        "prose": [
            {"section": each.section, "removed": list(each.removed), "added": list(each.added)}
            for each in compared.prose
        ],
        "places": [_place(place, language) for place in compared.places],
    }


def _amendment(made: Amendment) -> dict[str, Any]:
    return {
        "version": made.version,
        "date": str(made.date),
        "title": dict(made.text.pairs),
        "reconsent": made.reconsent,
        "changes": [_change(change) for change in made.changes],
    }


def _change(change: Change) -> dict[str, Any]:
    """As it stands in the amendment's file: without `from` it is added, without `to` taken out."""
    ends = {"from": change.before, "to": change.after}
    place = {"path": change.path} if change.file == MAIN else {"file": change.file, "path": change.path}
    return place | {end: value for end, value in ends.items() if value is not ABSENT}


def _place(place: Place, language: str) -> dict[str, Any]:
    return {"path": place.path, "from": _value(place.old, language), "to": _value(place.new, language)}


def _value(value: Any, language: str) -> str | None:
    """What stands at a place, in words: a rule as a sentence, a part by what it is called, nothing as null."""
    match value:
        case None:
            return None
        case Node():
            return say(value, language)
        case tuple():
            return ", ".join(str(_value(each, language)) for each in value)
        case Text():
            return value.say(language)
    text = getattr(value, "text", None)
    return text.say(language) if isinstance(text, Text) else str(value)


# --- in force -----------------------------------------------------------------------------------------------------


def in_force(arguments: Namespace) -> int:
    """Print the version in force and why."""
    if arguments.participant is not None and arguments.consents is None:
        raise UsageError(
            "for a participant, their consents are needed.", "--consents", "Give the CSV file of consents."
        )
    chain = load_versions(arguments.trial)
    amendments = in_order(read_amendments(find_trial(arguments.trial)), chain[0].version)
    who = arguments.participant
    participant = read_participant(Path(arguments.consents), who) if who is not None else None
    found = find_in_force(
        versions_of(chain[0].version, amendments),
        read_activations(Path(arguments.activations)),
        arguments.site,
        day(arguments.date, "--date"),
        participant,
    )
    why = [reason.say(arguments.lang) for reason in found.why]
    if arguments.format == "json":
        held = one(chain, "version", found.version, "version")
        asked = {"site": arguments.site, "date": arguments.date, "participant": who}
        told = {"protocol": held.id, "version": held.version, "hash": held.hash, **asked, "why": why}
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        print("\n".join([IN_FORCE.say(arguments.lang).format(version=found.version), *why]))
    return 0
