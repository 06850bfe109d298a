"""How far a sheet has come: how many of its items are answered, what is still to fill, what rules cannot read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bedside.conduct.casebook.models import Entry
from bedside.conduct.casebook.reading import answers_of, found_in
from bedside.errors import UsageError
from bedside.protocol.forms import Answer, Missing
from bedside.protocol.model import Form, Item, ItemKind, Protocol
from bedside.values.wording import Text


class Status(StrEnum):
    """How far a sheet has come, in one word."""

    NOT_STARTED = "not started"
    STARTED = "started"
    COMPLETE = "complete"
    PROBLEMS = "with problems"


WORDS = {
    Status.NOT_STARTED: Text("not started", "non commencé"),
    Status.STARTED: Text("started", "commencé"),
    Status.COMPLETE: Text("complete", "complet"),
    Status.PROBLEMS: Text("with problems", "avec problèmes"),
}
REQUIRED_COMPLETE = Text(
    "required items complete, optional ones empty: {count}", "items requis complets, facultatifs vides\u202f: {count}"
)
UNSAVED = Text("typed, not saved", "saisi, non enregistré")
SIGNS = {Status.NOT_STARTED: "○", Status.STARTED: "◐", Status.COMPLETE: "✓", Status.PROBLEMS: "!"}
TONES = {Status.NOT_STARTED: "still", Status.STARTED: "open", Status.COMPLETE: "good", Status.PROBLEMS: "bad"}
_TIMES = (ItemKind.DATE, ItemKind.TIME)


@dataclass(frozen=True)
class Progress:
    """`answered` of `total` items that skip logic asks; `needed` are required ones still open, `unread` what rules
    cannot read as it stands, `held` what a check refuses. `waiting`: something is typed there and not saved.
    `bare`: nothing but times is answered, though the form asks for more."""

    answered: int
    total: int
    needed: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    bare: bool = False
    held: tuple[str, ...] = ()
    waiting: bool = False

    @property
    def status(self) -> Status:
        """In one word."""
        if self.unread or self.held:
            return Status.PROBLEMS
        if not self.answered and not self.waiting:
            return Status.NOT_STARTED
        return Status.STARTED if self.needed or self.bare or self.waiting else Status.COMPLETE

    @property
    def text(self) -> Text:
        """The status in words; complete is what is required, and it is said what else is empty, or not saved."""
        if self.waiting and self.status is Status.STARTED:
            return UNSAVED
        empty = self.total - self.answered
        if self.status is Status.COMPLETE and empty:
            return REQUIRED_COMPLETE.filled(count=empty)
        return WORDS[self.status]

    @property
    def sign(self) -> str:
        """The status as a sign, beside its words."""
        return SIGNS[self.status]

    @property
    def tone(self) -> str:
        """The status as a class of the style sheet."""
        return TONES[self.status]


def progress_of(protocol: Protocol, form: Form, entries: Mapping[str, Entry]) -> Progress:
    """How far a sheet with these entries has come."""
    answers = answers_of(entries)
    asked = [item for item in form.items if item.kind is not ItemKind.COMPUTED and is_shown(item, answers)]
    found = found_in(protocol, form.id, entries)
    return Progress(
        sum(item.id in answers for item in asked),
        len(asked),
        tuple(_needed(form, asked, answers, entries)),
        tuple(name for name, each in found.items() if isinstance(each, UsageError)),
        bool(said := [item for item in asked if item.kind not in _TIMES]) and not any(i.id in answers for i in said),
    )


def _needed(
    form: Form, asked: Iterable[Item], answers: Mapping[str, Answer], entries: Mapping[str, Entry]
) -> Iterator[str]:  # fmt: skip
    """What is required and not settled; of a serious event also how bad it was, what was done, and how it ended."""
    said = {name: answer.value for name, answer in answers.items()}
    serious = form.safety and form.reporting and said.get(form.reporting.item) in form.reporting.holds
    more = form.safety.needed(said) if form.safety and serious else ()
    for item in asked:
        if (item.required or item.id in more) and not settled(answers.get(item.id), entries.get(item.id)):
            yield item.id


def is_shown(item: Item, answers: Mapping[str, Answer]) -> bool:
    """Whether skip logic asks an item, given what the others hold."""
    if item.shown_when is None:
        return True
    other = answers.get(item.shown_when.item)
    return other is not None and other.value in item.shown_when.holds


def settled(answer: Answer | None, entry: Entry | None) -> bool:
    """Whether a required item is done: it has a value, or why there is none; an awaited result is not done."""
    if answer is None or entry is None:
        return False
    if answer.missing is None:
        return True
    return answer.missing is not Missing.AWAITED and bool(entry.because)
