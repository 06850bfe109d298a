"""Making and taking back tokens; each one transaction, with its entry in the trail."""

from __future__ import annotations

import secrets
from collections.abc import Collection

from bedside.conduct.api.models import Token, TokenEnded
from bedside.conduct.people.factors import has_second_factor
from bedside.conduct.people.models import Site, User
from bedside.conduct.people.permissions import MAY_NOT, SITE, STUDY, rights
from bedside.conduct.people.roles import ACTIONS, TABLE, Action
from bedside.conduct.trail import chain
from bedside.conduct.trail.keeping import Act, Actor, in_turn, keep
from bedside.errors import UsageError
from bedside.values.moment import DAY, Moment, now

LONGEST = 366 * DAY
"""How long a token may hold."""
OFFERED = (
    Action.SEE_STUDY, Action.SEE_PARTICIPANTS, Action.SEE_IDENTITY_FREE_DATA, Action.SEE_TRAIL, Action.EXPORT_TRAIL,
    Action.SCREEN, Action.RECORD_CONSENT, Action.CERTIFY_EMERGENCY, Action.ENROL, Action.WRITE_DATA,
    Action.MANAGE_RANGES, Action.SEE_REGISTERS, Action.RECORD_DEVIATION, Action.KEEP_REGISTERS, Action.ASSESS_BREACH,
    Action.DELEGATE, Action.RECORD_TRAINING, Action.SEE_CUTS, Action.TAKE_CUT, Action.SEE_RESULTS,
    Action.SEE_BOARD, Action.SEE_BOARD_PRIMARY, Action.SET_STATUS,
    Action.CHOOSE_SETTINGS, Action.CODE_TERMS, Action.SEE_DASHBOARD, Action.SEE_DOSSIER,
    Action.RAISE_QUERY, Action.ANSWER_QUERY, Action.CLOSE_QUERY, Action.VERIFY_SOURCE, Action.SET_VERIFICATION_PLAN,
    Action.IMPORT_DATA, Action.ADJUDICATE_IMPORT, Action.SEE_CLOSING, Action.FREEZE, Action.APPROVE_VERSION,
    Action.SEE_PHARMACY, Action.KEEP_PHARMACY, Action.STEER_SUPPLY, Action.SEE_SAMPLES, Action.RECORD_SAMPLES,
    Action.SEE_SAFETY, Action.NOTIFY_SAFETY, Action.JUDGE_EVENT, Action.ASSESS_SAFETY,
)  # fmt: skip
"""What the API does, in the order in which a screen offers it."""
MARK = "bedside"


@in_turn
def make_token(
    by: Actor, user: User, name: str, scope: Collection[Action], sites: Collection[str], until: Moment
) -> tuple[Token, str]:
    """A token of a user, and its text, which is shown once and kept nowhere.

    People make their own. For an account that nobody logs in to (no second factor: that of a machine) an administrator
    does. Raises UsageError for another's account, a scope that is empty or beyond what the user may do, an end that is
    past or more than a year ahead.
    """
    if by.name != user.username and has_second_factor(user):
        raise UsageError("people make their own tokens.", f"user {user.username}", "Ask them to.")
    if not name.strip():
        raise UsageError("the token has no name.", "token", "Say which program will use it.")
    if not now() < until <= now() + LONGEST:
        raise UsageError("a token ends within a year.", "token", "Choose a day to come, at most a year ahead.")
    _check_scope(user, scope, sites)
    secret, public = secrets.token_urlsafe(32), secrets.token_hex(6)
    salt, digest = chain.salted(secret)
    token = Token(
        user=user, name=name.strip(), public=public, secret_salt=salt, secret_digest=digest,
        scope=" ".join(each.name for each in OFFERED if each in scope), sites=" ".join(sorted(sites)),
        until_us=int(until),
    )  # fmt: skip
    kept = keep(Act(by, "make token", place=f"user {user.username} / token {public}"), token)
    return kept, f"{MARK}_{public}_{secret}"


@in_turn
def end_token(by: Actor, token: Token, reason: str = "") -> TokenEnded:
    """Take a token back: one's own, or as an administrator anybody's, with the reason.

    Raises UsageError when it was already, or another's is without a reason.
    """
    if by.name != token.user.username and not reason.strip():
        raise UsageError("no reason is given.", f"token {token.public}", "Say why.")
    if TokenEnded.objects.filter(token=token).exists():
        raise UsageError("this token was taken back already.", f"token {token.public}", "Look at the list of tokens.")
    place = f"user {token.user.username} / token {token.public}"
    return keep(Act(by, "end token", place=place, reason=reason), TokenEnded(token=token))


def grantable(user: User) -> list[Action]:
    """The actions of the API that a user may do anywhere."""
    held = {action for right in rights(user) for action in TABLE[right.role]}
    return [action for action in OFFERED if action in held]


def _check_scope(user: User, scope: Collection[Action], sites: Collection[str]) -> None:
    if not scope:
        raise UsageError("the token may do nothing.", "token", "Choose at least one action.")
    known = set(Site.objects.values_list("code", flat=True))
    if strange := [site for site in sites if site not in known]:
        raise UsageError(f"there is no site {', '.join(strange)}.", "token", "Choose from the study's sites.")
    for action in scope:
        beyond = [site for site in sites if not any(right.allows(action, site) for right in rights(user))]
        if action not in grantable(user) or beyond:
            where = SITE.filled(site=", ".join(beyond)) if beyond else STUDY
            what = MAY_NOT.filled(who=user.username, what=ACTIONS[action], where=where)
            raise UsageError(what, "token", "Choose less.")
