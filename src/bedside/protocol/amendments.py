"""Amendments: a difference on one version of a protocol, and which version is in force for whom.

An amendment is a list of changes to protocol.yaml and to the files that it names, each a JSON pointer with what stood
there (`from`) and what shall stand (`to`). It says what it expects to find, so that it can only be applied to what was
reviewed. Two amendments that change the same place of the same version collide and are refused.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any as Anything

from bedside.errors import AmendmentError
from bedside.protocol.marked_yaml import Pointer, read_marked
from bedside.protocol.model import Text
from bedside.protocol.schema import check_shape

MAIN = "protocol.yaml"
ABSENT = object()
"""Stands for "nothing there"."""


@dataclass(frozen=True)
class Change:
    """At `path` in `file`, `before` becomes `after`; either may be ABSENT (an addition, a removal).

    An addition among names stands below the name `below`, or last.
    """

    path: str
    before: Anything
    after: Anything
    where: str = ""
    file: str = MAIN
    below: str = ""

    @property
    def pointer(self) -> Pointer:
        """The path as keys (RFC 6901); lists are counted from 0."""
        return tuple(part.replace("~1", "/").replace("~0", "~") for part in self.path.split("/")[1:])

    def meets(self, other: Change) -> bool:
        """True when one of the two changes the place of the other, or something under it."""
        shorter, longer = sorted((self.pointer, other.pointer), key=len)
        return self.file == other.file and longer[: len(shorter)] == shorter

    @property
    def place(self) -> str:
        """The path; in another file than protocol.yaml, with its name before it."""
        return self.path if self.file == MAIN else f"{self.file} {self.path}"


@dataclass(frozen=True)
class Amendment:
    """What makes `version` out of `base`; `reconsent` when participants must agree before it holds for them."""

    base: str
    version: str
    date: datetime.date
    text: Text
    reconsent: bool
    changes: tuple[Change, ...]
    where: str = ""

    @property
    def files(self) -> tuple[str, ...]:
        """The files that it changes, each once."""
        return tuple(dict.fromkeys(change.file for change in self.changes))

    def where_of(self, file: str) -> str:
        """Where it first changes a file."""
        return next(change.where for change in self.changes if change.file == file)


def read_amendment(path: Path) -> Amendment:
    """An amendment from its file. Raises ProtocolError with file and line."""
    held = read_marked(path)
    check_shape(held, "amendment")
    row = held.data
    changes = tuple(
        Change(
            each["path"], each.get("from", ABSENT), each.get("to", ABSENT), held.place(("changes", i)),
            each.get("file", MAIN), each.get("below", ""),
        )
        for i, each in enumerate(row["changes"])
    )  # fmt: skip
    try:
        date = datetime.date.fromisoformat(row["date"])
    except ValueError:
        raise AmendmentError(f"“{row['date']}” is no date.", held.place(("date",)), "Correct it.") from None
    text = Text(row["title"]["en"], row["title"]["fr"])
    return Amendment(row["from"], row["version"], date, text, row["reconsent"], changes, held.place(()))


def read_amendments(folder: Path) -> tuple[Amendment, ...]:
    """All amendments of a trial, by file name."""
    return tuple(read_amendment(path) for path in sorted((folder / "amendments").glob("*.yaml")))


def in_order(amendments: Sequence[Amendment], first: str) -> tuple[Amendment, ...]:
    """The amendments as one chain from the first version.

    Raises AmendmentError when two start from one version (naming the places they both change, if any), when two
    make one version, or when one starts from a version that does not exist.
    """
    left, chain, version = list(amendments), [], first
    while following := [each for each in left if each.base == version]:
        if len(following) > 1:
            raise _fork(following[0], following[1])
        chain.append(following[0])
        left.remove(following[0])
        version = following[0].version
        if version in (first, *(each.version for each in chain[:-1])):
            raise AmendmentError(f"version “{version}” is made twice.", chain[-1].where, "Give it a new number.")
    if left:
        known = ", ".join([first, *(each.version for each in chain)])
        what = f"there is no version “{left[0].base}” to amend."
        raise AmendmentError(what, left[0].where, f"There are: {known}.")
    return tuple(chain)


def _fork(one: Amendment, other: Amendment) -> AmendmentError:
    places = collisions(one, other)
    both = f" and both change {', '.join(places)}" if places else ""
    what = f"the amendments to {one.version} and to {other.version} both start from {one.base}{both}."
    return AmendmentError(what, other.where, f"Base one on the other: from: “{one.version}”.")


def collisions(one: Amendment, other: Amendment) -> tuple[str, ...]:
    """The places that two amendments both change; a place collides with everything under it."""
    pairs = ((mine, theirs) for mine in one.changes for theirs in other.changes if mine.meets(theirs))
    return tuple(dict.fromkeys(max(pair, key=lambda each: len(each.pointer)).place for pair in pairs))


# --- which version is in force --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Version:
    """A version of the protocol, as far as being in force goes."""

    number: str
    reconsent: bool = False


@dataclass(frozen=True)
class Activation:
    """A site works by a version from this date on."""

    site: str
    version: str
    date: datetime.date


@dataclass(frozen=True)
class Participant:
    """A participant and the versions they (or who speaks for them) agreed to, each with its date."""

    id: str
    consents: tuple[tuple[str, datetime.date], ...] = ()


def versions_of(first: str, amendments: Iterable[Amendment]) -> tuple[Version, ...]:
    """The chain of versions that amendments make, oldest first."""
    return (Version(first), *(Version(each.version, each.reconsent) for each in amendments))


@dataclass(frozen=True)
class InForce:
    """The version in force, and why: one reason a line, each in English and in French."""

    version: str
    why: tuple[Text, ...]


def version_in_force(
    protocol_versions: Sequence[Version],
    activations: Iterable[Activation],
    site: str,
    date: datetime.date,
    participant: Participant | None = None,
) -> str:
    """The number of the version that `in_force` finds."""
    return in_force(protocol_versions, activations, site, date, participant).version


def in_force(
    protocol_versions: Sequence[Version],
    activations: Iterable[Activation],
    site: str,
    date: datetime.date,
    participant: Participant | None = None,
) -> InForce:
    """The version by which a site works on a date; for a participant, the one that holds for them.

    The site works by the latest version activated there by that date. A participant starts from the version
    they first agreed to and follows the site, but not past an amendment that asks for renewed consent before
    they gave it. Without a participant, or before any consent of theirs, the site's version holds. Raises
    AmendmentError when the site has none, or when a version is named that does not exist.
    """
    order = [version.number for version in protocol_versions]
    active = [(_index(order, each.version), each.date) for each in activations if each.site == site]
    latest = max(((index, -day.toordinal()) for index, day in active if day <= date), default=None)
    if latest is None:
        what = f"no version of the protocol is activated at {site} on {date}."
        raise AmendmentError(what, f"site {site}", "Record its activation first.")
    index, since = latest[0], datetime.date.fromordinal(-latest[1])
    why = (_since(site, order[index], since),)
    if participant is None:
        return InForce(order[index], why)
    consents = sorted((day, _index(order, number)) for number, day in participant.consents if day <= date)
    if not consents:
        return InForce(order[index], (*why, _never_agreed(participant.id, date)))
    held, reasons = _held(protocol_versions, index, consents, participant.id, date)
    return InForce(order[held], (*why, *reasons))


def _held(
    versions: Sequence[Version],
    active: int,
    consents: Sequence[tuple[datetime.date, int]],
    who: str,
    date: datetime.date,
) -> tuple[int, tuple[Text, ...]]:
    """How far a participant follows a site that works by version `active`, and why not farther."""
    day, held = consents[0]
    reasons = [_first_agreed(who, versions[held].number, day)]
    for index in range(held + 1, active + 1):
        if versions[index].reconsent:
            again = [day for day, agreed in consents if agreed >= index]
            if not again:
                return held, (*reasons, _not_renewed(who, versions[index].number, date))
            reasons.append(_renewed(who, versions[index].number, again[0]))
        held = index
    return held, tuple(reasons)


def _since(site: str, version: str, day: datetime.date) -> Text:
    return Text(
        f"{site} has worked by version {version} since {day}.",
        f"{site} travaille avec la version {version} depuis le {day}.",
    )


def _never_agreed(who: str, date: datetime.date) -> Text:
    return Text(
        f"{who} had agreed to no version by {date}: the site's version holds.",
        f"{who} n’avait consenti à aucune version au {date}\u00a0: la version du centre vaut.",
    )


def _first_agreed(who: str, version: str, day: datetime.date) -> Text:
    return Text(
        f"{who} first agreed to version {version}, on {day}, and follows the site from there.",
        f"{who} a d’abord consenti à la version {version}, le {day}, et suit le centre à partir de là.",
    )


def _renewed(who: str, version: str, day: datetime.date) -> Text:
    return Text(
        f"Version {version} asks for renewed consent: {who} gave it on {day}.",
        f"La version {version} demande un nouveau consentement\u00a0: {who} l’a donné le {day}.",
    )


def _not_renewed(who: str, version: str, date: datetime.date) -> Text:
    return Text(
        f"Version {version} asks for renewed consent: {who} had not given it by {date}.",
        f"La version {version} demande un nouveau consentement\u00a0: {who} ne l’avait pas donné au {date}.",
    )


def _index(order: Sequence[str], number: str) -> int:
    if number not in order:
        raise AmendmentError(f"there is no version “{number}”.", todo=f"There are: {', '.join(order)}.")
    return order.index(number)
