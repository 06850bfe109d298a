"""What the served study is filled with, day by day on its own clock: participants at several stages, by actions alone.

Everybody is made up: the patients are the trial's own worked ones, moved to the day.
"""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from tests.browser.clock import Clock
from tests.conduct.designs.small import small_scenarios
from tests.needs import ROOT

TRIAL = "jakahdi"
SITES = {"01": "Hôpital Saint-Exemple", "02": "Clinique du Modèle"}
PASSWORD = "correct-horse-battery"
NIGHT = "2026-11-23T03:04+01:00"
"""When the stories begin."""
PEOPLE: Mapping[str, tuple[tuple[str, str], ...]] = {
    "moreau": (("investigator", "01"),),
    "petit": (("nurse", "01"),),
    "garnier": (("nurse", "01"),),
    "leroy": (("data manager", ""), ("safety officer", "")),
    "marchand": (("monitor", "01"),),
    "admin": (("administrator", ""),),
    "brunet": (("inspector", ""),),
    "faure": (("nurse", "02"),),
    "lambert": (("pharmacist", "01"),),
    "roche": (("nurse", "01"),),
    "vidal": (("investigator", "01"),),
    "novice": (("nurse", "01"),),
    "colin": (("statistician", ""),),
}
"""Who has an account, in which roles where."""
WITHOUT_FACTOR = "novice"
"""Who has not set up a second factor yet."""
DAY_3 = {"taken_at": "2026-11-17 08:00", "entered": "yes", "gas_at": "2026-11-17 06:10", "pao2": "92", "fio2": "40 %",
         "platelets": "44", "bilirubin": "39", "map": "66", "gcs_at": "2026-11-17 07:30", "gcs": "13",
         "creatinine": "141", "urine_0_6": "310", "urine_6_12": "280", "urine_12_18": "330",
         "urine_18_24": "300"}  # fmt: skip
LABORATORY = {"taken_at": "2026-11-14 10:00", "ferritin": ">16500", "scd25": "8200", "fibrinogen": "1,2",
              "triglycerides": "3,4", "hemoglobin": "8.1 g/dL", "wbc": "1.8", "neutrophils": "0.6", "platelets": "31",
              "ast": "210", "bilirubin": "48", "creatinine": "176"}  # fmt: skip


def fill(clock: Clock, protocol: Any) -> dict[str, Any]:
    """Fill an empty study; returns what tests must know of it."""
    from bedside.conduct.registers.actions_sites import open_whole
    from bedside.conduct.study import actions
    from bedside.conduct.study.actions_notices import register_notice
    from bedside.conduct.study.models import Version
    from bedside.conduct.study.statuses import Status

    clock.set("2026-11-02T09:00+01:00")
    secrets = {name: _account(name, roles) for name, roles in PEOPLE.items()}
    for site in SITES:
        version = Version.objects.get(version=protocol.version)
        actions.approve(_actor("leroy", "data manager"), version, site, "2026-11-02")
        open_whole(_actor("leroy", "data manager"), site, "2026-11-02")
    register_notice(_actor("leroy", "data manager"), "1.0", "2026-10-12", "2026-11-02", "CPP 2026-A00001")
    actions.set_status(_actor("leroy", "safety officer"), Status.RECRUITING)
    persons = _persons(clock, protocol) | _amended(clock, protocol) | _for_stories(clock, protocol) | _simulated(clock)
    clock.set(NIGHT)
    return {"secrets": secrets, "persons": persons, "version": protocol.version}


def _actor(name: str, role: str, site: str = "") -> Any:
    from bedside.conduct.trail.keeping import Actor

    return Actor(name, role, SITES.get(site, "Sponsor"), "screens")


def _account(name: str, roles: tuple[tuple[str, str], ...]) -> str:
    """An account with its second factor; returns the secret of its codes."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    from bedside.conduct.people import actions
    from bedside.conduct.people.roles import Role
    from bedside.values.moment import DAY, now

    by = _actor("setup", "administrator")
    user = actions.add_user(by, name, SITES.get(roles[0][1], "Sponsor"), PASSWORD)
    for role, site in roles:
        until = int(now() + 60 * DAY) if Role(role) is Role.INSPECTOR else None
        actions.grant(by, user, Role(role), site, until)
    if name == WITHOUT_FACTOR:
        return ""
    secret = str(generate_totp_secret())
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def _persons(clock: Clock, protocol: Any) -> dict[str, str]:
    """Participants by what they show: in casebook, seeking, left out, screened, withdrawn, elsewhere."""
    from bedside.conduct.casebook.actions_drafts import keep_draft
    from bedside.conduct.casebook.typed import Typed
    from bedside.conduct.cuts.actions import take_cut
    from bedside.conduct.cuts.kinds import Kind
    from bedside.conduct.inclusion.actions import leave_out
    from bedside.conduct.participants import consent
    from bedside.conduct.participants.actions import deviate, happen, record_consent, screen
    from bedside.conduct.people.models import User
    from bedside.conduct.registers.actions import classify, plan_measure
    from bedside.conduct.registers.actions_people import delegate
    from bedside.conduct.registers.breaches import Severity
    from bedside.conduct.registers.delegation import Hand
    from bedside.values.moment import now

    doctor, nurse = _actor("moreau", "investigator", "01"), _actor("petit", "nurse", "01")
    clock.set("2026-11-14T11:00+01:00")
    whole = _enrolled(doctor, protocol, "patient", "stay-1")
    results = _sheet(nurse, whole, protocol, "D0", "laboratory", LABORATORY)
    query = _monitored(_actor("marchand", "monitor", "01"), results)
    history = _sheet(nurse, whole, protocol, "D0", "medical_history", {"trigger_detail": "diffuse lymphoma"})
    clock.set("2026-11-15T10:30+01:00")
    out = screen(doctor, "01", "hospital", "stay-2", facts(protocol))
    leave_out(doctor, out, ["E13"], "already in another trial")
    clock.set("2026-11-16T16:00+01:00")
    gone = _enrolled(doctor, protocol, "relative", "stay-3")
    _sampled(nurse, gone)
    clock.set("2026-11-17T09:20+01:00")
    sheet = _sheet(nurse, whole, protocol, "DAILY", "sofa_day", DAY_3, 3)
    keep_draft(User.objects.get(username="garnier"), sheet, {"map": Typed("64")}, {"map": 1})
    clock.set("2026-11-19T14:00+01:00")
    record_consent(doctor, gone, consent.Taken(consent.Step.WITHDRAW, now()))
    breach = deviate(doctor, gone, "ineligible", now(), "lactose intolerance known later", "E5", True)
    classify(_actor("leroy", "safety officer"), breach, Severity.SERIOUS, now(), "lactose in each tablet")
    plan_measure(nurse, breach, "preventive", "2026-12-15", "ask again at every screening")
    clock.set("2026-11-20T15:00+01:00")
    seeking = _enrolled(doctor, protocol, "relative", "stay-4")
    happen(doctor, whole, "icu_discharge", now())
    clock.set("2026-11-21T10:00+01:00")
    event = _reported(doctor, seeking, protocol)
    _imported(nurse, whole)
    lot = _supplied(_actor("lambert", "pharmacist", "01"), seeking, protocol)
    clock.set("2026-11-22T18:00+01:00")
    parcel, aliquot = _sent(nurse, _sampled(nurse, whole))
    task = delegate(doctor, "01", User.objects.get(username="petit"), ["data"], "2026-11-22", "", Hand("Moreau", "fr"))
    screened = screen(nurse, "01", "hospital", "stay-5", facts(protocol))
    elsewhere = screen(_actor("faure", "nurse", "02"), "02")
    cut = take_cut(_actor("leroy", "data manager"), Kind.EFFICACY, "steering committee")
    held = {"whole": whole, "left out": out, "withdrawn": gone, "seeking": seeking, "screened": screened,
            "elsewhere": elsewhere}  # fmt: skip
    rows = {
        "sheet": sheet,
        "results": results,
        "breach": breach,
        "cut": cut,
        "task": task,
        "lot": lot,
        "event": event,
        "parcel": parcel,
        "aliquot": aliquot,
        "term": history.entries.get(item="trigger_detail"),
    }
    keys = {name: str(row.pk) for name, row in rows.items()} | {"query": str(query)}
    return {name: person.code for name, person in held.items()} | keys


def _simulated(clock: Clock) -> dict[str, str]:
    """A simulation that is done, and one that was begun and stopped."""
    from django.conf import settings

    from bedside.conduct.designs.actions import begin

    clock.set("2026-11-22T19:00+01:00")
    done, begun = (begin(_actor("colin", "statistician"), small_scenarios(), trials, 1) for trials in (20, 2000))
    # In a process of its own, as always: what draws its figures would not survive the forking of the server.
    command = [sys.executable, "-m", "bedside", "study", "simulate", str(done.pk), "--workers", "1", "--study"]
    subprocess.run([*command, str(settings.FOLDER.path)], check=True, capture_output=True)
    return {"simulated": str(done.pk), "begun": str(begun.pk)}


def _amended(clock: Clock, protocol: Any) -> dict[str, str]:
    """Two made-up amendments that are kept and approved nowhere, and two participants whom they will concern."""
    from dataclasses import replace
    from datetime import date

    from bedside.conduct.study.actions import add_version
    from bedside.values.wording import Text

    clock.set("2026-11-17T10:00+01:00")
    doctor = _actor("moreau", "investigator", "02")
    held = {kind: _enrolled(doctor, protocol, "patient", f"stay-{kind}", "02").code for kind in ("renews", "waits")}
    last = next(each for each in protocol.schedule.visits if each.id == "D28")
    for number, after, title in (("1.1", "P7D", Text("Day 28 may be a week late", "Le jour 28 peut avoir une semaine "
                                                     "de retard")),
                                 ("1.2", "P10D", Text("Day 28 may be ten days late", "Le jour 28 peut avoir dix jours "
                                                      "de retard"))):  # fmt: skip
        visits = tuple(replace(each, after=after) if each is last else each for each in protocol.schedule.visits)
        version = replace(protocol, version=number, amended_from=(protocol.version,), hash="",
                          schedule=replace(protocol.schedule, visits=visits))  # fmt: skip
        add_version(_actor("leroy", "data manager"), version, True, f"{title.en} · {title.fr}", date(2026, 11, 9))
    return held


def _for_stories(clock: Clock, protocol: Any) -> dict[str, str]:
    """Participants for the stories of a signature, of imports and of the study drug: no other writes of them."""
    doctor, held = _actor("moreau", "investigator", "01"), {}
    signed, others = ("en", "fr", "passkey"), ("measured-en", "measured-fr", "treated-en", "treated-fr")
    days = {"2026-11-18": [f"signed-{each}" for each in signed], "2026-11-22": others}
    for day, kinds in days.items():
        clock.set(f"{day}T11:00+01:00")
        held |= {kind: _enrolled(doctor, protocol, "patient", f"stay-{kind}").code for kind in kinds}
    return held


def _sampled(by: Any, person: Any) -> list[Any]:
    """The aliquots of the first tube of somebody, just made."""
    from bedside.conduct.samples import actions
    from bedside.conduct.samples.tubes import collection

    tube = collection(person).tubes[0]
    held = actions.draw(by, person, tube.expected.place, "t", "research nurse")
    return list(actions.process(by, held, "t", "slight", True, 3).aliquots.order_by("pk"))


def _sent(by: Any, aliquots: list[Any]) -> tuple[Any, Any]:
    """A parcel that lacks the second of these aliquots, of which the first was assayed; a freezer that was too warm."""
    from bedside.conduct.samples import actions_custody as custody
    from bedside.values.moment import HOUR, Moment, now

    freezer = custody.add_freezer(by, "01", "F1")
    custody.store(by, aliquots, custody.Place(freezer, "1", "1", "B", "1"), "t")
    custody.note_excursion(by, freezer, Moment(now() - HOUR), now(), "-55", "door left open")
    parcel = custody.make_shipment(by, "01", "P1", "Central laboratory", "Courier", "5")
    custody.list_for(by, parcel, aliquots[:2])
    custody.send(by, parcel, "t")
    custody.receive(by, parcel, now(), "frozen", custody.Arrival([aliquots[0].label], (), ["unknown 1"]))
    run = custody.add_batch(by, "01", "R1", "Central laboratory", "Multiplex", "L1", "2026-11-22")
    custody.assay(by, run, aliquots[:1])
    custody.make_shipment(by, "01", "P2", "Central laboratory", "Courier")
    return parcel, aliquots[0]


def _reported(by: Any, person: Any, protocol: Any) -> Any:
    """A serious adverse event of which the sponsor was told; returns its form."""
    from bedside.conduct.safety.actions import notify, receive
    from bedside.conduct.safety.case import CRITERIA
    from bedside.values.moment import now

    told = {"term": "Septic shock", "grade": "grade_3", "serious": "yes", "important": "yes",
            "relation": "related", "began": "2026-11-21 06:00", "aware_at": "2026-11-21 08:00"}  # fmt: skip
    sheet = _sheet(by, person, protocol, "unscheduled", "adverse_events", told)
    report = notify(by, sheet, None, now(), language="fr")
    receive(_actor("leroy", "safety officer"), report, now(), CRITERIA)
    return sheet


def _imported(by: Any, person: Any) -> None:
    """A laboratory's file that says otherwise than the casebook: held until somebody decides."""
    from bedside.conduct.imports import actions, layouts
    from bedside.conduct.imports.files import received
    from bedside.conduct.imports.looking import look

    columns = {layouts.WHO: "Participant", layouts.TAKEN: "Sampled", layouts.CODE: "Code", layouts.VALUE: "Result",
               layouts.UNIT: "Unit"}  # fmt: skip
    typed = layouts.Typed("Made-up laboratory", "", "latin-1", "PLQ; platelets; 10*9/L; G/L", columns)
    layout = layouts.read_of(actions.keep_layout(by, "01", typed))
    rows = [";".join(columns.values()), f"{person.code};2026-11-14 10:00;PLQ;44;G/L"]
    sent = received("results.csv", "\n".join(rows).encode(), layout.encoding)
    actions.keep_file(by, "01", layout, sent, look("01", layout, sent).mark)


def _monitored(by: Any, sheet: Any) -> int:
    """A query of a monitor about a value, and a verification of another; returns the query's number."""
    from bedside.conduct.casebook.places import place_of_sheet
    from bedside.conduct.monitoring.actions import raise_query
    from bedside.conduct.monitoring.actions_verification import verify

    verify(by, sheet, {"platelets": 1})
    asked = raise_query(by, sheet.person, place_of_sheet(sheet), "scd25", "Which laboratory measured this?")
    return int(asked.pk)


def _enrolled(by: Any, protocol: Any, route: str, stay: str, site: str = "01") -> Any:
    """Somebody screened from a source, asked, consented to and enrolled within the hour."""
    from bedside.conduct.inclusion import questions
    from bedside.conduct.inclusion.actions import enrol
    from bedside.conduct.participants import consent
    from bedside.conduct.participants.actions import record_consent, screen
    from bedside.values.moment import now

    person = screen(by, site, "hospital", stay, facts(protocol))
    questions.answer(by, person, protocol, answers(protocol), now(), "")
    needs = next(each.needs for each in protocol.consent_routes if each.id == route)
    given = frozenset(group[0] for group in needs)
    record_consent(by, person, consent.Taken(consent.Step.GIVE, now(), route, "1.0", given), _signatory(route))
    enrol(by, person, now())
    return person


def _signatory(route: str) -> str:
    from bedside.conduct.participants.consent_words import SIGNATORIES

    return next(iter(SIGNATORIES)) if route == "relative" else ""


def _sheet(by: Any, person: Any, protocol: Any, visit: str, form: str, values: Mapping[str, str],
           day: int | None = None) -> Any:  # fmt: skip
    """A form as somebody filled it: `40 %` is a number and its unit."""
    from bedside.conduct.casebook.actions import open_sheet, save
    from bedside.conduct.casebook.typed import Typed

    sheet = open_sheet(by, person, visit, form, protocol.version, day)
    units = {item.id: item.units for item in protocol.form(form).items}
    save(by, sheet, {name: Typed(*_split(text, units[name])) for name, text in values.items()})
    return sheet


def _split(text: str, units: tuple[str, ...]) -> tuple[str, str]:
    number, _, unit = text.rpartition(" ")
    return (number, unit) if unit in units else (text, units[0] if units else "")


def _case(protocol: Any, trial: str) -> Any:
    from bedside.protocol.worked import read_cases
    from bedside.values.interval import MET

    return next(each for each in read_cases(ROOT / "trials" / trial, protocol) if each.expected.get("eligible") == MET)


def _asked(protocol: Any) -> set[str]:
    return {question.name for question in protocol.questions}


def facts(protocol: Any, trial: str = TRIAL) -> Iterator[Any]:
    """What data give of a trial's worked patient who is eligible, as of a minute ago."""
    from bedside.values.moment import EVER, SECOND, Moment, now

    case, asked = _case(protocol, trial), _asked(protocol)
    by = now() - 60 * SECOND - case.at

    def moved(at: int) -> Any:
        return Moment(at if abs(at) > EVER // 2 else at + by)

    for fact in itertools.chain.from_iterable(case.chart.facts.values()):
        if fact.variable not in asked:
            course = fact.course and (moved(fact.course[0]), moved(fact.course[1]))
            yield replace(fact, start=moved(fact.start), end=moved(fact.end), available=moved(fact.available),
                          course=course)  # fmt: skip


def answers(protocol: Any, trial: str = TRIAL) -> dict[str, str]:
    """What people answer of the same patient, but for the consent."""
    from bedside.values.interval import MET

    consent = {name for route in protocol.consent_routes for group in route.needs for name in group}
    return {
        fact.variable: "yes" if fact.value == MET else "no"
        for fact in itertools.chain.from_iterable(_case(protocol, trial).chart.facts.values())
        if fact.variable in _asked(protocol) - consent
    }


def _supplied(pharmacist: Any, person: Any, protocol: Any) -> Any:
    """A lot that came in and was released, some of it given out to a participant."""
    from bedside.conduct.pharmacy import actions, actions_people
    from bedside.conduct.pharmacy.actions import Delivery
    from bedside.conduct.pharmacy.moving import Units
    from bedside.values.moment import now

    (product, *_) = protocol.products
    held = Delivery(product.id, product.offered[0], "A1234", "2027-01", 56, reference="BL 1", told="intact")
    (row,) = actions.receive(pharmacist, "01", held, now())
    actions.release(pharmacist, "01", Units(row.lot, 56), now(), "sponsor's mail")
    actions_people.dispense(pharmacist, person, Units(row.lot, 14), now(), ("2026-11-21", "2026-11-27"))
    return row.lot
