"""Comments on an item: what is to be said beside its value. They are added, never changed; only redacted."""

from __future__ import annotations

from bedside.conduct.casebook.gate import check_open
from bedside.conduct.casebook.models import Comment, Sheet
from bedside.conduct.casebook.places import act_on, scope_of
from bedside.conduct.locks.reading import check_open as check_not_closed
from bedside.conduct.privacy import scanning
from bedside.conduct.study.protocol import protocol_of
from bedside.conduct.trail.keeping import Actor, in_turn, keep
from bedside.errors import UsageError
from bedside.values.wording import Text

LONGEST = 2000
"""Of a comment, in characters."""


class MayIdentify(UsageError):
    """A comment may say who somebody is (`found`): it is kept only once somebody says why it may stay."""

    def __init__(self, found: list[scanning.Found], where: str | Text) -> None:
        self.found = scanning.said(found)
        what = Text("this may identify somebody: {found}.", "ceci peut identifier quelqu’un\u00a0: {found}.")
        super().__init__(what.filled(found=self.found), where, "Take it out, or say why it may stay.")


@in_turn
def comment(by: Actor, sheet: Sheet, item: str, text: str, reason: str = "") -> Comment:
    """Put a comment beside an item; `reason` is why a text that may identify somebody may stay.

    Raises UsageError for an empty or too long text, MayIdentify for one that may name somebody, ProtocolError for an
    item that the form does not have, NoLawfulBasis where the sheet may not be written now, Shut
    where it is frozen or locked.
    """
    form = protocol_of(sheet.version).form(sheet.form)
    where, said = Text.joined(", ", (form.text, form.item(item).text)), text.strip()
    check_open(sheet.person, sheet.form, sheet.visit)
    check_not_closed(scope_of(sheet, item), where)
    if not said:
        raise UsageError("the comment is empty.", where, "Write it, or leave it.")
    if len(said) > LONGEST:
        raise UsageError(f"the comment is longer than {LONGEST} characters.", where, "Write it shorter.")
    found = scanning.scan(said)
    if found and not reason.strip():
        raise MayIdentify(found, where)
    return keep(act_on(by, "comment", sheet, item, reason.strip()), Comment(sheet=sheet, item=item, text=said))
