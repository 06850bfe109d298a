"""What the registers of the demonstration hold: sites opened, tasks delegated, trainings, a breach and its clock."""

from __future__ import annotations

import datetime

from bedside.conduct.demonstration.cast import ORIGIN, PARTS, SITES, Cast
from bedside.conduct.demonstration.playing import DOCUMENT
from bedside.conduct.participants.models import Deviation
from bedside.conduct.people.permissions import acting
from bedside.conduct.people.roles import Action, Role
from bedside.conduct.registers import actions, actions_people
from bedside.conduct.registers.actions_sites import open_whole
from bedside.conduct.registers.breaches import Severity
from bedside.conduct.registers.delegation import TASKS, Hand, staff
from bedside.conduct.study.actions_notices import register_notice
from bedside.conduct.study.clock import today
from bedside.conduct.trail.keeping import in_turn
from bedside.values.moment import Moment

DELEGATED = {Role.NURSE: ("consent", "assessments", "data", "samples"), Role.PHARMACIST: ("pharmacy",)}
NEEDED = {
    Role.NURSE: ("gcp", "protocol"), Role.INVESTIGATOR: ("gcp", "protocol", "safety"),
    Role.PHARMACIST: ("gcp", "protocol"),
}  # fmt: skip
OPINION = "fictional opinion of an ethics committee · avis fictif d’un comité"
BREACH = "It may have put the patient at risk: the exclusion is one of safety."
FREEZER = "The freezer of the samples stood at −62 °C for two hours during a power cut."
COLD = "No tube thawed: the log of temperatures was read."
LESSON = "Investigator: read the exclusion criteria aloud before every inclusion."


def open_sites(cast: Cast, day: str, version: str) -> None:
    """Every site opens, its tasks delegated, its people trained, but the investigators not yet in safety reporting."""
    keeps = cast.acting(Action.KEEP_REGISTERS)
    register_notice(cast.acting(Action.APPROVE_VERSION), DOCUMENT, day, day, OPINION)
    for code, _ in SITES:
        open_whole(keeps, code, day)
    for role, topics in NEEDED.items():
        for topic in topics:
            actions_people.require(keeps, role, topic, version if topic == "protocol" else "")
    for code, _ in SITES:
        _delegate(cast, code, day)
    trained = {part.username for part in PARTS if part.role in NEEDED}
    for number, user in enumerate((user for user in cast.users if user.username in trained), 1):
        for topic in NEEDED[Role.NURSE]:
            told, shown = version if topic == "protocol" else "", f"certificate {number}-{topic}"
            actions_people.record_training(keeps, user, topic, day, shown, told)


def _delegate(cast: Cast, site: str, day: str) -> None:
    """The investigator delegates to whoever else works there, and they accept."""
    by = cast.acting(Action.DELEGATE, site)
    for user, role in staff(site):
        if user.username == by.name:
            continue
        held = actions_people.delegate(by, site, user, [each for each in TASKS if each in DELEGATED[role]], day, "",
                                       Hand("Dr A. Example", "en"))  # fmt: skip
        actions_people.accept(acting(user, Action.ACCEPT_TASKS, site, ORIGIN), held, Hand("B. Example", "en"))


@in_turn
def assess_breaches(cast: Cast) -> None:
    """The first deviation is a serious breach that is not notified yet, with an action still to be done; a freezer
    failed at the same site.
    """
    deviation = Deviation.objects.order_by("pk").first()
    if deviation is None:
        return
    safety, site = cast.acting(Action.ASSESS_BREACH), deviation.event.site
    actions.classify(safety, deviation, Severity.SERIOUS, Moment(deviation.found_us), BREACH)
    due = (today() + datetime.timedelta(days=14)).isoformat()
    actions.plan_measure(cast.acting(Action.RECORD_DEVIATION, site), deviation, "preventive", due, LESSON)
    nurse, found = cast.acting(Action.RECORD_DEVIATION, site), Moment(deviation.found_us)
    actions.classify(safety, actions.deviate_at(nurse, site, "equipment", found, FREEZER), Severity.MINOR, found, COLD)
