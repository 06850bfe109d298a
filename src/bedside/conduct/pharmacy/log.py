"""The accountability log as rows of a file, and as a sheet to print: every act, with what was left after it.

Columns after ICH E6(R3), annex 1, 2.10 and the drug accountability record of appendix C: dates, quantities, batch
numbers, expiry dates, the numbers of kits and of participants, who did it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import typst
from django.conf import settings

from bedside.conduct.frame.templatetags.words import local, utc
from bedside.conduct.frame.words import language, say, told
from bedside.conduct.people.models import Site
from bedside.conduct.pharmacy.accounts import ACCOUNTS, KINDS, Account, Kind
from bedside.conduct.pharmacy.ledger import standing
from bedside.conduct.pharmacy.models import Movement
from bedside.conduct.pharmacy.reading import Supply, moved
from bedside.values.moment import now

TEMPLATE = Path(__file__).with_name("log.typ")
COLUMNS = (
    "number", "at", "saved", "site", "act", "product", "strength", "lot", "expiry", "kit", "quantity", "from", "to",
    "participant", "first_day", "last_day", "temperature", "to_site", "reference", "witness", "checked_by", "by",
    "protocol", "taken_back", "told",
)  # fmt: skip
PRINTED = ("at", "act", "way", "kit", "quantity", "left", "participant", "reference", "by")


def rows(movements: Iterable[Movement]) -> Iterator[Sequence[object]]:
    """A header, then a line an act, in the words of the machine and ISO 8601."""
    yield COLUMNS
    for row in movements:
        checked = getattr(row, "checked", None)
        yield (
            row.pk, utc(row.at_us), utc(row.event.at_us), row.site, row.kind, row.lot.product, row.lot.strength,
            row.lot.number, row.lot.expiry, row.kit, row.quantity, row.origin, row.target, _participant(row),
            row.first_day, row.last_day, row.temperature, row.to_site, row.reference, row.witness,
            checked.event.actor if checked else "", row.event.actor, row.version,
            "yes" if hasattr(row, "undone") else "no", (row.event.reason or "") if row.undoes else (row.told or ""),
        )  # fmt: skip


def pdf(site: Site, supply: Supply) -> bytes:
    """The log of a site in the reader's language, lot by lot."""
    return bytes(typst.compile(TEMPLATE, sys_inputs={"held": json.dumps(contents(site, supply), ensure_ascii=False)}))


def contents(site: Site, supply: Supply) -> dict[str, object]:
    """What is printed."""
    return {
        "language": language(), "title": say("pharmacy.log_of", site=f"{site.code}, {site.name}"),
        "study": f"{told(supply.protocol.text)} ({supply.protocol.id}, {supply.protocol.version})",
        "columns": [say(f"pharmacy.column_{name}") for name in PRINTED],
        "lots": [
            {"title": f"{told(each.text)}, {say('pharmacy.lot_of', number=each.lot.number)}",
             "about": _about(supply, each.lot.expiry, each.lot.product), "rows": list(_printed(supply, each.lot.pk))}
            for each in supply.stock
        ],
        "footer": say("pharmacy.printed", at=local(now())), "nothing": say("pharmacy.no_acts"),
        "not_real": say("not_real") if settings.DEMONSTRATION else "",
    }  # fmt: skip


def _about(supply: Supply, expiry: str, product: str) -> str:
    kept = next((told(each.storage) for each in supply.protocol.products if each.id == product), "")
    return " · ".join(filter(None, (say("pharmacy.expiry_is", expiry=expiry), kept)))


def _printed(supply: Supply, lot: int) -> Iterator[list[str]]:
    """The acts on a lot in the order in which they happened, each with what the shelves held after it."""
    counting, left = {each.number for each in standing(map(moved, supply.rows))}, 0
    for row in sorted((row for row in supply.rows if row.lot_id == lot), key=lambda row: (row.at_us, row.pk)):
        origin, target = moved(row).origin, moved(row).target
        change = sum(
            sign * row.quantity for shelf, sign in ((origin, -1), (target, 1))
            if shelf.site == supply.site and shelf.account in (Account.STOCK, Account.QUARANTINE)
        )  # fmt: skip
        left += change if row.pk in counting else 0
        yield [local(row.at_us), _act(row), f"{told(ACCOUNTS[origin.account])} → {told(ACCOUNTS[target.account])}",
               row.kit, str(row.quantity), str(left), _participant(row), row.reference, row.event.actor]  # fmt: skip


def _act(row: Movement) -> str:
    said = told(KINDS[Kind(row.kind)])
    return f"{said} ({say('pharmacy.was_undone')})" if hasattr(row, "undone") else said


def _participant(row: Movement) -> str:
    return row.person.enrolled.number if row.person and hasattr(row.person, "enrolled") else ""
