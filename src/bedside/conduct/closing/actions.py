"""Freezing, locking, opening again, and signing; each one transaction with its entry in the trail."""

from __future__ import annotations

from bedside.conduct.casebook.actions_computed import recompute
from bedside.conduct.closing.checklist import Line, checklist
from bedside.conduct.closing.meanings import SIGNED_AT, Meaning, said
from bedside.conduct.closing.models import Signature
from bedside.conduct.closing.part import Part
from bedside.conduct.closing.signing import Signatures, digest_of
from bedside.conduct.closing.standing import in_the_way
from bedside.conduct.locks.models import Closing
from bedside.conduct.locks.reading import closings
from bedside.conduct.locks.scopes import Scope
from bedside.conduct.locks.states import WAY_WORDS, WAYS, WORDS, State, Way
from bedside.conduct.participants.models import Person
from bedside.conduct.people.models import Site
from bedside.conduct.trail.keeping import Act, Actor, in_turn, keep
from bedside.errors import BedsideError, UsageError
from bedside.values.wording import Text

CANNOT = Text("“{way}” cannot be done: what is there is {listed}.",
              "«\u00a0{way}\u00a0» n’est pas possible\u00a0: ce qui est là est {listed}.")  # fmt: skip


class NotReady(BedsideError):
    """Something stands in the way of a lock or a signature; `reasons` says what, in both languages."""

    def __init__(self, scope: Scope, reasons: tuple[Text, ...]) -> None:
        listed = Text.joined("; ", reasons)
        what = Text("not yet: {listed}.", "pas encore\u00a0: {listed}.").filled(listed=listed)
        super().__init__(what, _where(scope), "Settle each of these first.")
        self.reasons = reasons


class ChangedMeanwhile(BedsideError):
    """Something was saved since the signer opened the page: what nobody looked at is not signed."""

    def __init__(self, scope: Scope) -> None:
        what = Text("something was saved here since you opened this page; nothing is signed yet.",
                    "quelque chose a été enregistré ici depuis l’ouverture de cette page\u202f; rien n’est encore "
                    "signé.")  # fmt: skip
        super().__init__(what, _where(scope), "Look at what stands there now, then sign.")


@in_turn
def close(by: Actor, way: Way, scope: Scope, reason: str) -> Closing:
    """Freeze, lock or open a scope. What is opened is worked out anew at once.

    Raises UsageError without a reason, for a place there is not, and where the table of states has no such way;
    NotReady for a lock while a blocking line of the checklist stands.
    """
    if not reason.strip():
        raise UsageError("no reason is given.", _where(scope), "Say why.")
    _check_there(scope)
    rule, found = WAYS[way], closings(scope).states(scope)
    if not found & rule.needs or found & rule.excludes:
        listed = Text.joined(", ", (WORDS[state] for state in State if state in found))
        what = CANNOT.filled(way=WAY_WORDS[way], listed=listed)
        raise UsageError(what, _where(scope), _way_out(way, found))
    if way is Way.LOCK and (standing := [line for line in checklist(scope) if line.stands]):
        raise NotReady(scope, tuple(_counted(line) for line in standing))
    act = Act(by, way.value, scope.site, scope.participant, scope.place, reason.strip())
    row = keep(act, Closing(state=rule.becomes, **vars(scope)))
    if rule.becomes is State.OPEN:
        for person in Part(scope).persons:
            recompute(by, person)
    return row


@in_turn
def sign(
    by: Actor, person: Person, scope: Scope, meaning: Meaning, name: str, language: str, seen: str | None = None
) -> Signature:  # fmt: skip
    """Sign a form, a visit or a whole casebook as it stands now; who asks has just proved who they are.

    `name` is the signer's, as it is to be printed; `language` the one in which they read what they sign; `seen` the
    digest (`digest_of`) of what the page before them showed, None where there was no page. Raises UsageError for a
    scope that is not signed, without a name, or for what they signed already; NotReady where something is missing;
    ChangedMeanwhile where something else stands than was seen.
    """
    if scope.level not in SIGNED_AT or scope.participant != person.code:
        raise UsageError("this is not signed.", _where(scope), "Sign a form, a visit or a casebook.")
    if not name.strip():
        raise UsageError("no name is given.", _where(scope), "Write your name as it is to be printed.")
    held = Signatures([person])
    own = [each for each in held.rows if (each.scope, each.meaning, each.event.actor) == (scope, meaning, by.name)]
    if any(held.holds(each) for each in own):
        raise UsageError("you have signed this already, and nothing changed since.", _where(scope), "Nothing to do.")
    if reasons := in_the_way(person, scope):
        raise NotReady(scope, tuple(reasons))
    digest = digest_of(person, scope)
    if seen is not None and seen != digest:
        raise ChangedMeanwhile(scope)
    act = Act(by, "sign", scope.site, scope.participant, scope.place, detail={"meaning": meaning.value})
    text = said(meaning, scope.level).say(language)
    return keep(act, Signature(meaning=meaning, said=text, name=name.strip(), signed=digest, **vars(scope)))


def _check_there(scope: Scope) -> None:
    if scope.site and not Site.objects.filter(code=scope.site).exists():
        raise UsageError(f"there is no site {scope.site}.", "closing", "Choose one of the study's sites.")
    if scope.participant and not Person.objects.filter(code=scope.participant, site=scope.site).exists():
        raise UsageError(f"there is nobody {scope.participant} at {scope.site}.", "closing", "Look in the list.")


def _way_out(way: Way, found: frozenset[State]) -> str:
    if way is Way.UNLOCK and State.FROZEN in found:
        return "Unlock what is locked place by place, or lift the freeze first."
    if State.LOCKED in found:
        return "What is locked is unlocked first."
    return "Look at what it is now."


def _counted(line: Line) -> Text:
    count = len(line.found)
    return Text(f"{line.check.text.en} ({count})", f"{line.check.text.fr} ({count})")


def _where(scope: Scope) -> str:
    return " / ".join(part for part in (scope.participant or scope.site, scope.place) if part) or "study"
