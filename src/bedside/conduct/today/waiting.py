"""What waits for one person at a site: forms that they typed in and did not save, and who saved something meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bedside.conduct.casebook.models import Draft, Entry, Sheet
from bedside.conduct.casebook.places import place_of_sheet, visit_text
from bedside.conduct.casebook.reading import current
from bedside.conduct.participants.models import Person
from bedside.conduct.people.models import User
from bedside.conduct.study.protocol import protocol_of, read_once
from bedside.values.moment import Moment
from bedside.values.wording import Text


@dataclass(frozen=True)
class Waiting:
    """A draft: of whom, which form and visit, how many items, since when, and who saved some of them meanwhile."""

    person: Person
    form: Text
    visit: Text
    address: str
    items: int
    at: Moment
    theirs: tuple[Entry, ...]


def waiting(user: User, site: str) -> list[Waiting]:
    """The drafts of somebody at a site, those in conflict first, then the oldest."""
    held = Draft.objects.filter(user=user, sheet__person__site=site).exclude(typed={})
    with read_once():
        found = [_waiting(draft) for draft in held.select_related("sheet__person__enrolled", "sheet__event")]
    return sorted(found, key=lambda each: (not each.theirs, each.at))


def _waiting(draft: Draft) -> Waiting:
    sheet: Sheet = draft.sheet
    protocol = protocol_of(sheet.version)
    return Waiting(
        sheet.person, protocol.form(sheet.form).text, visit_text(protocol, sheet.visit, sheet.day),
        place_of_sheet(sheet).address(sheet.person.code), len(draft.typed), Moment(draft.at_us), tuple(_theirs(draft)),
    )  # fmt: skip


def _theirs(draft: Draft) -> Iterator[Entry]:
    """The items of the draft that were saved by another since it was begun, with another text."""
    for item, entry in current(draft.sheet).items():
        saved_since = item in draft.typed and entry.number > draft.base.get(item, 0)
        differs = saved_since and (entry.typed or "") != draft.typed[item].get("text", "")
        if differs and entry.event.actor != draft.user.username:
            yield entry
