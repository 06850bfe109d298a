"""What is closed now: of every place, the latest row whose scope covers it decides; with none, it is open."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from bedside.conduct.locks import words
from bedside.conduct.locks.models import Closing
from bedside.conduct.locks.scopes import Scope
from bedside.conduct.locks.states import WORDS, State, opened_by
from bedside.errors import BedsideError
from bedside.values.moment import Moment, to_datetime
from bedside.values.wording import Text


class Shut(BedsideError):
    """What would be written is frozen or locked (`closing`)."""

    def __init__(self, closing: Closing, where: str | Text) -> None:
        self.text, todo = told(closing), whom_to_ask(closing)
        super().__init__(self.text, where, todo)
        self.closing = closing


class Closings:
    """The rows that concern a part of the study, the latest first."""

    def __init__(self, rows: Iterable[Closing]) -> None:
        self.rows = [(row.scope, row) for row in rows]

    def last(self, scope: Scope) -> Closing | None:
        """The latest row that covers a scope; None where nothing was ever closed."""
        return next((row for covered, row in self.rows if covered.covers(scope)), None)

    def at(self, scope: Scope) -> Closing | None:
        """What closes a scope as a whole now; None where it is open."""
        found = self.last(scope)
        return found if found is not None and found.state != State.OPEN else None

    def state(self, scope: Scope) -> State:
        """The state of a scope as a whole."""
        found = self.at(scope)
        return State(found.state) if found is not None else State.OPEN

    def states(self, scope: Scope) -> frozenset[State]:
        """Every state that is found in a scope: its own, and those of what was closed or opened inside it."""
        inside = (covered for covered, _ in self.rows if scope.covers(covered))
        return frozenset(self.state(each) for each in (scope, *inside))


def closings(scope: Scope) -> Closings:
    """The rows about a scope: those that cover it, and those inside it."""
    rows = Closing.objects.select_related("event").order_by("-pk")
    if scope.site:
        rows = rows.filter(site__in=("", scope.site))
    if scope.participant:
        rows = rows.filter(participant__in=("", scope.participant))
    return Closings(rows)


def closed(scope: Scope) -> Closing | None:
    """What closes this place now; None where it may be written."""
    return closings(scope).at(scope)


def check_open(scope: Scope, where: str | Text = "") -> None:
    """Raises Shut where the place is frozen or locked."""
    found = closed(scope)
    if found is not None:
        raise Shut(found, where or scope.place or scope.participant or scope.site or "study")


def told(closing: Closing) -> Text:
    """That something is closed: by whom, since when, why."""
    state = WORDS[State(closing.state)]
    at = timezone.localtime(to_datetime(Moment(closing.event.at_us))).strftime("%Y-%m-%d %H:%M")
    places = {"at": at, "who": closing.event.actor, "why": closing.event.reason or "▮"}
    return Text(
        words.WORDS["closed"].en.format(state=state.en, **places),
        words.WORDS["closed"].fr.format(state=state.fr, **places),
    )


def whom_to_ask(closing: Closing) -> Text:
    """Who opens it again."""
    roles, who = opened_by(State(closing.state)), closing.event.actor
    return Text(
        words.WORDS["ask"].en.format(who=who, roles=" / ".join(each.en for each in roles)),
        words.WORDS["ask"].fr.format(who=who, roles=" / ".join(each.fr for each in roles)),
    )
