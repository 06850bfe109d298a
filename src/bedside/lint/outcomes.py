"""Checks of outcomes: what would be measured, of whom, in what, and when."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bedside.lint.both_languages import AND, listed
from bedside.lint.findings import Hit, Severity, rule
from bedside.lint.stated import Stated, on_one_line
from bedside.protocol.model import Item, Outcome, Text, Visit
from bedside.values.moment import DAY, read_length

LABORATORY = re.compile(
    r"\b(?:levels?|concentrations?|dosages? of|titres?|titers?|assays?|"
    r"(?:cells?|platelets?|leu[ck]ocytes?) counts?)\b",
    re.IGNORECASE,
)
UNIT_OR_ASSAY = re.compile(
    r"\b(?:[mnpµuk]?(?:g|mol|U|IU|Eq)|\[?IU\]?|10\^?[0-9*]+|[0-9⁰-⁹]+|G)\s?/\s?[mdµu]?L\b|"
    r"\b(?:ELISA|assay|immunoassay|unit|units|local laborator(?:y|ies)|central laboratory)\b",
    re.IGNORECASE,
)
INFECTION = re.compile(r"\binfections?\b", re.IGNORECASE)
DEFINITION = re.compile(
    r"\b(?:defined|definition|according to|documented|culture|CDC|NHSN|ECDC|HAI-?Net|HELICS|hours after)\b",
    re.IGNORECASE,
)
FUNGAL = Text("fungal", "fongiques")
KINDS_OF_INFECTION = {
    Text("bacterial", "bactériennes"): re.compile(r"\bbacteri\w+", re.IGNORECASE),
    Text("viral", "virales"): re.compile(r"\bvir(?:al|us)\w*", re.IGNORECASE),
    FUNGAL: re.compile(r"\bfung\w+|\bmycotic\b|\byeasts?\b", re.IGNORECASE),
}
STAY = re.compile(
    r"\b(?:length|duration) of (?:\w+\s+){0,4}?stay\b|\bdays? in (?:the )?(?:ICU|hospital|intensive)",
    re.IGNORECASE,
)
OR = r"(?:\s*(?:,|/|\bor\b|\band\b))+\s*"
ENDS = re.compile(
    rf"\b(?:discharge|transfer|exit)\w*{OR}(?:to\s+|until\s+)?(?:death|died|dead)\b|"
    rf"\b(?:death|died){OR}(?:\w+\s+){{0,2}}?(?:discharge|transfer|exit)",
    re.IGNORECASE,
)
AT_A_DAY = re.compile(
    r"^\s*(?:at|on|by|after)?\s*(?:(?:day|week|month|year|hour)\b|\d+\s*-?(?:day|week|month|year|hour)s?\b)",
    re.IGNORECASE,
)
OVER_A_TIME = re.compile(r"\b(?:until|up to|through|throughout|within|during|between|over|from|daily)\b", re.IGNORECASE)
AT_THE_START = re.compile(
    r"^\s*(?:at|on)?\s*(?:day\s*0|inclusion|baseline|admission|enrol?ment|screening)\s*$", re.IGNORECASE
)
VITAL = re.compile(r"\b(?:surviv\w+|mortality|deaths?|dead|alive|died)\b", re.IGNORECASE)
MEASURED = re.compile(
    r"\b(?:with|scores?|levels?|counts?|decrease|increase|measurement|free of|without)\b", re.IGNORECASE
)
LENGTHS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.4375, "year": 365.25}
"""Days in each; a month is a twelfth of a Julian year."""
MOMENTS = re.compile(
    r"\b(?:(?P<unit>day|week|month|year)s?\s*(?P<number>\d{1,4})|"
    r"(?P<count>\d{1,4})\s*-?(?P<units>hour|day|week|month|year)s?)\b",
    re.IGNORECASE,
)


@rule(
    "P030", Severity.QUESTION, "“ferritin in µg/L, by each site's laboratory” in the outcome's definition.",
    Text(
        "neither unit nor assay is named: {measure}",
        "ni l’unité ni la technique de dosage ne sont indiquées\u00a0: {measure}",
    ),
    Text(
        "By which assay and in which unit is it measured?",
        "Par quelle technique et dans quelle unité la mesure est-elle faite\u202f?",
    ),
)  # fmt: skip
def no_unit_or_assay(stated: Stated) -> Iterator[Hit]:
    """A laboratory outcome names neither a unit nor an assay."""
    for outcome in stated.protocol.outcomes:
        if not (LABORATORY.search(stated.outcome(outcome)) or _assayed(stated, outcome)):
            continue
        if not _settled(stated, outcome, UNIT_OR_ASSAY, r"\bassays?\b|\bunits?\b"):
            yield _hit(stated, outcome, r"\bassays?\b|\bunits?\b|technique")


def _hit(stated: Stated, outcome: Outcome, *topics: str, **places: object) -> Hit:
    """A hit on an outcome, quoting it, with the assumption about these topics."""
    taken = stated.assumption(*topics, near=outcome.assumptions)
    return Hit(stated.place(f"outcome {outcome.id}"), {"measure": stated.measured(outcome), **places}, taken)


def _assayed(stated: Stated, outcome: Outcome) -> bool:
    return any(item.assay for item in _items(stated, outcome))


def _items(stated: Stated, outcome: Outcome) -> list[Item]:
    items = {f"{form.id}.{item.id}": item for form in stated.protocol.forms for item in form.items}
    return [items[place] for place in outcome.items if place in items]


def _settled(stated: Stated, outcome: Outcome, words: re.Pattern[str], topic: str) -> bool:
    """Whether the record or a definition that rests on no assumption about it says these words."""
    if words.search(stated.outcome(outcome)):
        return True
    definition = outcome.definition.en if outcome.definition else ""
    return bool(words.search(definition)) and not stated.open(outcome.assumptions, topic)


@rule(
    "P031", Severity.QUESTION, "“infection by HAI-Net ICU v2.3, beginning more than 48 hours after admission”.",
    Text(
        "what counts as an infection is not defined: {measure}",
        "ce qui compte comme infection n’est pas défini\u00a0: {measure}",
    ),
    Text(
        "How is an infection defined, and from when on does it count?",
        "Comment une infection est-elle définie, et à partir de quel moment compte-t-elle\u202f?",
    ),
)  # fmt: skip
def undefined_infection(stated: Stated) -> Iterator[Hit]:
    """Infections are counted and nothing defines one."""
    for outcome in stated.protocol.outcomes:
        if INFECTION.search(stated.measure(outcome)) and not _settled(stated, outcome, DEFINITION, "infection"):
            yield _hit(stated, outcome, "infection", "defin|count")


@rule(
    "P032", Severity.QUESTION, "“bacterial, viral and fungal infections”.",
    Text(
        "{kinds} infections are listed, fungal ones are not: {measure}",
        "les infections {kinds} sont citées, les infections fongiques ne le sont pas\u00a0: {measure}",
    ),
    Text("Do fungal infections count?", "Les infections fongiques comptent-elles\u202f?"),
)  # fmt: skip
def infections_without_fungi(stated: Stated) -> Iterator[Hit]:
    """Kinds of infection are listed and fungal ones are not among them."""
    for outcome in stated.protocol.outcomes:
        text = stated.outcome(outcome)
        kinds = [name for name, pattern in KINDS_OF_INFECTION.items() if pattern.search(text)]
        if INFECTION.search(text) and len(kinds) > 1 and FUNGAL not in kinds:
            yield _hit(stated, outcome, "infection", "fung", kinds=listed(kinds, AND))


@rule(
    "P033", Severity.QUESTION, "How deaths count: say, time to discharge alive with death as a competing event.",
    Text(
        "the stay ends by discharge or by death alike: {measure}",
        "la sortie et le décès mettent fin au séjour sans distinction\u00a0: {measure}",
    ),
    Text(
        "How are deaths, and readmissions, counted in the length of stay?",
        "Comment les décès et les réadmissions sont-ils comptés dans la durée de séjour\u202f?",
    ),
)  # fmt: skip
def stay_mixes_death(stated: Stated) -> Iterator[Hit]:
    """A length of stay ends by discharge or death alike: a short one may be the best result or the worst."""
    for outcome in stated.protocol.outcomes:
        text, near = stated.outcome(outcome), outcome.assumptions
        ruled = outcome.dead is not None and not stated.open(near, "stay|discharge|death")
        if STAY.search(text) and ENDS.search(text) and not ruled:
            yield _hit(stated, outcome, "stay|discharge", "death|died|readmission")


@rule(
    "P034", Severity.QUESTION, "`dead: {en: Counts as failure., ...}` in the outcome, resting on no assumption.",
    Text(
        "measured {when}, with no rule for those who have died: {measure}",
        "mesure {when}, sans règle pour les participants décédés\u00a0: {measure}",
    ),
    Text(
        "What is recorded {when} of participants who have died?",
        "Que recueille-t-on {when} pour les participants décédés\u202f?",
    ),
)  # fmt: skip
def no_rule_for_the_dead(stated: Stated) -> Iterator[Hit]:
    """Something is measured at a day by which people may have died, and no rule says what is recorded of them."""
    for outcome in _measured_at_a_day(stated):
        if not VITAL.search(stated.outcome(outcome)) and not _ruled(stated, outcome, outcome.dead, DIED):
            yield _hit(stated, outcome, DIED, "day|before|record|outcome", when=_when(outcome))


@rule(
    "P035", Severity.QUESTION,
    "`discharged: {en: Measured at a visit., ...}` in the outcome, resting on no assumption.",
    Text(
        "measured {when}, with no rule for those discharged before: {measure}",
        "mesure {when}, sans règle pour les participants déjà sortis\u00a0: {measure}",
    ),
    Text(
        "What is measured {when} in participants who have left?",
        "Que mesure-t-on {when} chez les participants déjà sortis\u202f?",
    ),
)  # fmt: skip
def no_rule_for_the_discharged(stated: Stated) -> Iterator[Hit]:
    """Something is measured at a day by which people may have left, and no rule says what is measured of them."""
    for outcome in _measured_at_a_day(stated):
        if not _ruled(stated, outcome, outcome.discharged, LEFT):
            yield _hit(stated, outcome, LEFT, "measur|left|follow", when=_when(outcome))


DIED = r"\bdied\b|\bdead\b|\bdeaths?\b"
LEFT = r"\bleft\b|discharged|\bdischarge\b"


def _measured_at_a_day(stated: Stated) -> Iterator[Outcome]:
    """Outcomes measured at one moment after inclusion, but for survival alone, which is followed anywhere."""
    for outcome in stated.protocol.outcomes:
        when, text = on_one_line(outcome.time_frame.text), stated.measure(outcome)
        at_a_day = AT_A_DAY.search(when) and not OVER_A_TIME.search(when) and not AT_THE_START.search(when)
        if at_a_day and not (VITAL.search(text) and not MEASURED.search(text)):
            yield outcome


def _ruled(stated: Stated, outcome: Outcome, told: Text | None, topic: str) -> bool:
    return told is not None and not stated.open(outcome.assumptions, topic)


def _when(outcome: Outcome) -> Text:
    """The time frame inside a sentence; in French a day is `à J28`, anything longer the record's own words."""
    text = on_one_line(outcome.time_frame.text)
    day = re.fullmatch(r"(?:at|on|by)?\s*day\s*(\d+)\.?", text, re.IGNORECASE)
    in_french = f"à J{day[1]}" if day else f"au moment dit «\u00a0{text}\u00a0»"
    return Text(text[:1].lower() + text[1:], in_french)


@rule(
    "P036", Severity.QUESTION, "“adverse events and serious adverse events”.",
    Text(
        "“severe” is a grade, “serious” a legal category (ICH E2A): {measure}",
        "«\u00a0severe\u00a0» (sévère) est un grade, «\u00a0serious\u00a0» (grave) une catégorie réglementaire"
        " (ICH E2A)\u00a0: {measure}",
    ),
    Text(
        "Are severe adverse events (a grade) or serious ones meant?",
        "S’agit-il des événements indésirables sévères (un grade) ou des événements indésirables graves\u202f?",
    ),
)  # fmt: skip
def severe_for_serious(stated: Stated) -> Iterator[Hit]:
    """“Severe adverse events” are counted where “serious” ones may be meant: one is a grade, the other a duty."""
    for outcome in stated.protocol.outcomes:
        text = stated.outcome(outcome)
        severe = re.search(r"\bsevere adverse (?:drug )?(?:event|reaction)", text, re.IGNORECASE)
        if severe and not re.search(r"\bserious", text, re.IGNORECASE):
            yield _hit(stated, outcome, "severe|serious", "adverse")


@rule(
    "P037", Severity.WARNING, "A visit whose window holds the day that the time frame names.",
    Text(
        "no visit stands at “{when}” (its visits: {visits}): {measure}",
        "aucune visite n’a lieu au moment dit «\u00a0{when}\u00a0» (ses visites\u00a0: {visits})\u00a0: {measure}",
    ),
    Text("At which visit is it taken?", "À quelle visite la mesure est-elle faite\u202f?"),
)  # fmt: skip
def time_frame_without_visit(stated: Stated) -> Iterator[Hit]:
    """An outcome's time frame names a day at which none of its visits takes place."""
    visits = {visit.id: visit for visit in stated.protocol.schedule.visits}
    for outcome in stated.protocol.outcomes:
        mine = [visits[name] for name in outcome.visits if name in visits]
        for days, slack in _moments(on_one_line(outcome.time_frame.text)):
            if not any(_holds(visit, days, slack) for visit in mine):
                told = listed(outcome.visits or [Text("none", "aucune")])
                when = on_one_line(outcome.time_frame.text)
                places = {"when": when, "visits": told, "measure": stated.measured(outcome)}
                yield Hit(stated.place(f"outcome {outcome.id}"), places)


def _moments(text: str) -> Iterator[tuple[float, float]]:
    """The days that a time frame names, each with half of its own unit as slack where that is a month or more."""
    for match in MOMENTS.finditer(text):
        unit = (match["unit"] or match["units"]).casefold()
        slack = LENGTHS[unit] / 2 if LENGTHS[unit] > LENGTHS["week"] else 0.0
        yield int(match["number"] or match["count"]) * LENGTHS[unit], slack


def _holds(visit: Visit, days: float, slack: float) -> bool:
    first = visit.day - read_length(visit.before) / DAY - slack
    last = (visit.until_day or visit.day) + read_length(visit.after) / DAY + slack
    return first <= days <= last


RULES = (
    no_unit_or_assay, undefined_infection, infections_without_fungi, stay_mixes_death, no_rule_for_the_dead,
    no_rule_for_the_discharged, severe_for_serious, time_frame_without_visit,
)  # fmt: skip
