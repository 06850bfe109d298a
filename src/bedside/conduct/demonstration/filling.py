"""A demonstration study, whole: its sites, its people, and a participant at every stage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bedside.conduct.demonstration.amended import amend
from bedside.conduct.demonstration.cast import ORIGIN, SITES, SPONSOR, Cast, take_parts
from bedside.conduct.demonstration.cutting import take_a_cut
from bedside.conduct.demonstration.dictionary import add_dictionary
from bedside.conduct.demonstration.events import add_events
from bedside.conduct.demonstration.infected import add_infections
from bedside.conduct.demonstration.laboratories import give_ranges
from bedside.conduct.demonstration.laboratory_files import import_file
from bedside.conduct.demonstration.lives import lives
from bedside.conduct.demonstration.playing import Play
from bedside.conduct.demonstration.put_right import correct_an_inclusion, include_by_mistake
from bedside.conduct.demonstration.sampling import add_samples
from bedside.conduct.demonstration.signed import sign_and_freeze
from bedside.conduct.demonstration.site_files import assess_breaches, open_sites
from bedside.conduct.demonstration.stories import stories, told
from bedside.conduct.demonstration.study_drug import supply_drug
from bedside.conduct.demonstration.visits import visits
from bedside.conduct.demonstration.waiting import STAGES, ready
from bedside.conduct.inclusion.importing import import_stay
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import consent_of
from bedside.conduct.people import actions as people
from bedside.conduct.people.roles import Action
from bedside.conduct.study import actions as study
from bedside.conduct.study.create import operator
from bedside.conduct.study.models import Version
from bedside.conduct.study.protocol import protocol_of, read_once
from bedside.conduct.study.reading import target
from bedside.conduct.study.statuses import Status
from bedside.conduct.trail.keeping import Actor, in_turn
from bedside.protocol.model import Protocol
from bedside.values.moment import DAY, HOUR, Moment, now, to_datetime

IN_FORCE = 240 * DAY
"""How long ago the version was approved at the sites: before anybody was included."""
WAITING = HOUR // 2
"""How long ago those in screening could have been included."""
Tell = Callable[[str, float], None]


@dataclass
class Filled:
    """What a demonstration holds: the codes of the persons at each stage, and the stories no life was found for."""

    stages: dict[str, list[str]] = field(default_factory=dict)
    untold: tuple[str, ...] = ()

    def add(self, stage: str, code: str) -> None:
        """Somebody more."""
        self.stages.setdefault(stage, []).append(code)


def fill(protocol: Protocol, tell: Tell, stays: tuple[str, ...] = (), source: str = "") -> Filled:
    """Fill a study that holds the version of its protocol, and nothing else.

    `stays` of a configured `source` are imported at the first site, as a nurse would from the ward's list. Everybody
    is one transaction, and acts as somebody of the cast. Raises UsageError in a real study.
    """
    tell("people and sites", 0.0)
    cast, found = set_up(protocol), Filled()
    held, sites = protocol_of(protocol.version), [code for code, _ in SITES]
    tell("virtual patients", 0.03)
    parts, left = told(held, lives(held), now(), len(STAGES))
    whole, done = len(STAGES) + len(parts), 0
    for story, life in parts:
        with read_once():
            found.add(story.stage, in_turn(Play(held, cast, sites[story.site], life).include)(story).code)
        tell("participants", 0.2 + 0.8 * (done := done + 1) / whole)
    for (site, stage), life in zip(STAGES, left, strict=False):
        play = Play(held, cast, sites[site], life.at(_minute(now() - WAITING)))
        with read_once():
            in_turn(stage)(play)
        found.add(stage.__name__.replace("_", " "), play.person.code)
        tell("people in screening", 0.2 + 0.8 * (done := done + 1) / whole)
    correct_an_inclusion(cast, _in_follow_up())
    for code in found.stages.get(ready.__name__, [])[:1]:
        include_by_mistake(cast, code)
    add_events(held, cast, _in_follow_up())
    add_infections(held, cast, _in_follow_up())
    for stay in stays:
        tell("stays of the ward", 0.98)
        found.add("imported", import_stay(cast.acting(Action.SCREEN, sites[0]), sites[0], source, stay).code)
    assess_breaches(cast)
    supply_drug(held, cast, _in_follow_up())
    add_dictionary(cast, held)
    import_file(cast, held, sites[0])
    for site in sites[:2]:
        add_samples(cast, site)
    tell("visits of the monitor", 0.99)
    for site in sites:
        visits(cast, site)
    tell("amendment", 0.99)
    amend(cast, held)
    tell("data cut", 0.99)
    take_a_cut(cast)
    sign_and_freeze(cast)
    found.untold = tuple(story.stage for story in stories(held) if story.stage not in found.stages)
    return found


def _in_follow_up() -> list[Person]:
    """Those whose forms may still be written, the last enrolled last."""
    enrolled = Person.objects.filter(enrolled__isnull=False).order_by("-enrolled__at_us")
    return [each for each in enrolled if consent_of(each).lawful][:6][::-1]


@in_turn
def set_up(protocol: Protocol) -> Cast:
    """The sites, the people, the protocol in force everywhere, the study recruiting."""
    by = Actor(operator(), "", SPONSOR, ORIGIN)
    whole = target(protocol) or 0
    for place, (code, name) in enumerate(SITES):
        people.open_site(by, code, name, (whole + place) // len(SITES) or None)
    cast = take_parts(by)
    day = to_datetime(Moment(now() - IN_FORCE)).date().isoformat()
    version = Version.objects.get(version=protocol.version)
    for code, _ in SITES:
        study.approve(cast.acting(Action.APPROVE_VERSION), version, code, day)
    give_ranges(cast, day)
    open_sites(cast, day, protocol.version)
    study.set_status(cast.acting(Action.SET_STATUS), Status.RECRUITING)
    return cast


def _minute(at: int) -> Moment:
    return Moment(at - at % (HOUR // 60))
