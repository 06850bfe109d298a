"""Dictionaries are added, entries coded: each one transaction, with its entry in the trail."""

from __future__ import annotations

import json
import re
from pathlib import Path

from bedside.conduct.casebook.models import Entry
from bedside.conduct.coding import shelf
from bedside.conduct.coding.books import Kind
from bedside.conduct.coding.models import Coded, Dictionary
from bedside.conduct.coding.standing import State, standing_of
from bedside.conduct.trail.keeping import Act, Actor, in_turn, keep, note
from bedside.errors import UsageError
from bedside.scores.ctcae import Version

VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


def add_dictionary(by: Actor, kind: Kind, version: str, folder: Path) -> Dictionary:
    """Code by this version from now on; what was coded by another is to be coded anew. The very files of a version
    that is there already are put back in their place.

    Raises UnreadableFile for files that do not fit, UsageError for other files of a version that was added.
    """
    if not VERSION.fullmatch(version):
        raise UsageError(f"“{version}” is no version.", "dictionary", "Write it like 27.1.")
    if kind is Kind.CTCAE and version not in list(Version):
        todo = f"Write it like the study’s choice: {' or '.join(Version)}."
        raise UsageError(f"“{version}” is no version of CTCAE.", "dictionary", todo)
    terms, digest = shelf.READ[kind](folder), shelf.digest(kind, folder)
    held = Dictionary.objects.filter(kind=kind.value, version=version).first()
    if held is not None and held.digest != digest:
        what = f"{kind.value} {version} was added with other files."
        raise UsageError(what, "dictionary", "Give it a version of its own.")
    shelf.put(kind, version, folder)
    if held is not None:
        note(Act(by, "put back dictionary", place=f"{kind.value} {version}"))
        return held
    return _add(by, Dictionary(kind=kind.value, version=version, digest=digest, terms=len(terms)))


@in_turn
def _add(by: Actor, row: Dictionary) -> Dictionary:
    return keep(Act(by, "add dictionary", place=f"{row.kind} {row.version}"), row)


@in_turn
def code(by: Actor, entry: Entry, chosen: str, reason: str = "") -> Coded:
    """Say which term of the dictionary in use an entry means.

    Raises UsageError for an entry that is no longer the latest or has no text, without dictionary, for a term that
    there is not or that is not current, for what is coded so already, and for another code without a reason.
    """
    where = f"{entry.sheet.form} / {entry.item}"
    held = standing_of(entry)
    if held is None:
        raise UsageError("there is nothing to code in this value now.", where, "Load the list again.")
    if held.dictionary is None:
        raise UsageError(f"there is no {held.kind.value} here.", where, "Add it: bedside study add-dictionary.")
    term = shelf.book(held.dictionary).terms.get(chosen)
    if term is None or not term.current:
        raise UsageError(f"“{chosen}” is no current term.", where, "Choose one that is suggested.")
    if held.state is State.CODED and held.coded is not None:
        if held.coded.code == chosen:
            raise UsageError("it is coded so already.", where, "Leave it, or choose another term.")
        if not reason.strip():
            raise UsageError("no reason is given.", where, "Say why it means another term.")
    person = entry.sheet.person
    act = Act(by, "code", person.site, person.code, f"{where} / {entry.sheet.pk}", reason)
    above = json.dumps(term.above, ensure_ascii=False)
    return keep(act, Coded(entry=entry, dictionary=held.dictionary, code=term.code, name=term.name, above=above))
