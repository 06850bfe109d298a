"""A study of some hundred people at three sites, made by the application's own actions, as virtual patients live it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from bedside.conduct.casebook.actions import open_sheet, save
from bedside.conduct.demonstration.cast import SITES, STEP_S, Cast
from bedside.conduct.demonstration.filling import set_up
from bedside.conduct.demonstration.lives import Life, lives
from bedside.conduct.demonstration.playing import Play
from bedside.conduct.inclusion.actions import enrol
from bedside.conduct.participants.consent import Kind
from bedside.conduct.people import actions as people
from bedside.conduct.people.roles import Action, Role
from bedside.conduct.people.second_factor import give_demonstration_code
from bedside.conduct.study.protocol import protocol_of, read_once
from bedside.conduct.trail.keeping import in_turn
from bedside.protocol.model import Form, Protocol
from bedside.values.moment import DAY, HOUR, Moment, now
from load.sixty import FORM, VISIT, answers

LIVES = 30
"""Virtual patients that qualify; each is lived by many, at other times."""
IN_SCREENING = 10
"""One person in so many is still in screening."""
LONGEST, DAYS = 12, 180
"""Everybody enrolled was included between so many days ago: all of them after the visit of the form."""
PASSWORD = "correct-horse-battery"
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Account:
    """Somebody who can log in, the secret of their codes, and the site where they work."""

    username: str
    password: str
    secret: str
    site: str

    def code(self) -> str:
        """The code of this moment."""
        return str(format_hotp_value(hotp_value(self.secret, int(time.time()) // STEP_S)))


@dataclass(frozen=True)
class Somebody:
    """A participant or (not included) somebody in screening."""

    code: str
    site: str
    included: int | None


@dataclass(frozen=True)
class Made:
    """A study to use: the form that is saved, the accounts, the people."""

    form: Form
    accounts: list[Account]
    people: list[Somebody]


def fill(protocol: Protocol, many: int, users: int, tell: Tell) -> Made:
    """Fill a new study of this protocol with `many` people, most of them enrolled, and `users` with accounts."""
    tell("sites and accounts")
    cast, protocol = set_up(protocol), protocol_of(protocol.version)
    accounts = [_account(cast, number) for number in range(users)]
    tell(f"{users} accounts; looking for virtual patients that qualify")
    known = list(islice(lives(protocol), min(LIVES, many)))
    found = []
    for number in range(many):
        found.append(_live(protocol, cast, known[number % len(known)], number))
        if (number + 1) % 25 == 0:
            tell(f"{number + 1} of {many} people")
    return Made(protocol.form(FORM), accounts, found)


@in_turn
def _account(cast: Cast, number: int) -> Account:
    site, name = SITES[number % len(SITES)]
    by = cast.acting(Action.MANAGE_PEOPLE)
    role = (Role.NURSE, Role.INVESTIGATOR)[number // len(SITES) % 2]
    user = people.add_user(by, f"{role.value}-of-{site}-{number}", name, PASSWORD)
    people.grant(by, user, role, site)
    return Account(user.username, PASSWORD, give_demonstration_code(by, user), site)


@in_turn
@read_once()
def _live(protocol: Protocol, cast: Cast, life: Life, number: int) -> Somebody:
    """Screen somebody, and mostly include them and fill the form once."""
    site, screening = SITES[number % len(SITES)][0], number // len(SITES) % IN_SCREENING == 0
    ago = HOUR if screening else (LONGEST + number * 7 % (DAYS - LONGEST)) * DAY
    play = Play(protocol, cast, site, life.at(Moment((now() - ago) // HOUR * HOUR)))
    person = play.screen()
    if not screening:
        play.consent(Kind.PATIENT)
    play.prepare()
    if screening:
        return Somebody(person.code, site, None)
    included = play.life.included
    enrol(cast.acting(Action.ENROL, site), person, included)
    by = cast.acting(Action.WRITE_DATA, site)
    sheet = open_sheet(by, person, VISIT, FORM, protocol.version)
    save(by, sheet, answers(protocol.form(FORM), included, 0))
    return Somebody(person.code, site, int(included))
