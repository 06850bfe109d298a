"""The words of a snapshot that the analyses read must be words of bedside and of the protocol: one that nobody knows
would be counted as nothing, or as something else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bedside.analysis.people import CANNOT_TELL, CHECK_AGAIN, MET, UNMET
from bedside.analysis.snapshot import Snapshot, column_of
from bedside.errors import UsageError
from bedside.protocol.casebook import Form, ItemKind
from bedside.protocol.model import Protocol
from bedside.values.wording import Text

VERDICTS = (MET, UNMET, CANNOT_TELL)
YES_OR_NO = ("yes", "no")
Odd = tuple[str, Text, str, Collection[str]]
"""Whose it is, what it is of, what is written, and what may be."""


def check_words(snapshot: Snapshot, protocol: Protocol, where: str) -> None:
    """Refuse (UsageError) a verdict on a criterion that is none, and on the forms whose events are counted what is no
    choice of its item, such as a grade that does not exist.
    """
    for code, of, written, known in (*_verdicts(snapshot), *_choices(snapshot, protocol)):
        may_be = ", ".join(known)
        what = Text(
            f"{code}, {of.en}: “{written}” is none of what may stand there: {may_be}.",
            f"{code}, {of.fr}\u00a0: «\u00a0{written}\u00a0» n’est rien de ce qui peut y figurer\u00a0: {may_be}.",
        )
        raise UsageError(what, where, CHECK_AGAIN)


def _verdicts(snapshot: Snapshot) -> Iterator[Odd]:
    for row in snapshot.tables["criteria"]:
        if row["verdict"] not in VERDICTS:
            of = Text(f"verdict on the criterion {row['criterion']}", f"résultat du critère {row['criterion']}")
            yield str(row["participant"]), of, str(row["verdict"] or ""), VERDICTS


def _choices(snapshot: Snapshot, protocol: Protocol) -> Iterator[Odd]:
    estimands = protocol.promised.estimands if protocol.promised else ()
    for name in dict.fromkeys(each.listing.form for each in estimands if each.listing):
        yield from _on_form(snapshot, protocol.form(name))


def _on_form(snapshot: Snapshot, form: Form) -> Iterator[Odd]:
    """A choice that neither the form has nor the cut's own list of codes, which may be of an earlier version."""
    for item in form.items:
        place = column_of(snapshot.tables, f"{form.id}.{item.id}")
        if place is None or item.kind not in (ItemKind.CHOICE, ItemKind.YES_NO):
            continue
        table, column = place
        known = YES_OR_NO if item.kind is ItemKind.YES_NO else tuple(each.code for each in item.codes)
        listed = snapshot.codes(table, column)
        for row in snapshot.tables[table]:
            if (written := row[column]) and written not in known and written not in listed:
                of = Text(f"{form.text.en}, {item.text.en}", f"{form.text.fr}, {item.text.fr}")
                yield str(row["participant"]), of, str(written), known
