"""Checks of outcomes: what would be measured, of whom, in what, and when."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
KINDS_OF_INFECTION = {
    "bacterial": re.compile(r"\bbacteri\w+", re.IGNORECASE),
    "viral": re.compile(r"\bvir(?:al|us)\w*", re.IGNORECASE),
    "fungal": re.compile(r"\bfung\w+|\bmycotic\b|\byeasts?\b", re.IGNORECASE),
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


@rule("P030", Severity.QUESTION, "“ferritin in µg/L, by each site's laboratory” in the outcome's definition.")
def no_unit_or_assay(stated: Stated) -> Iterator[Hit]:
    """A laboratory outcome names neither a unit nor an assay."""
    for outcome in stated.protocol.outcomes:
        if not (LABORATORY.search(stated.outcome(outcome)) or _assayed(stated, outcome)):
            continue
        if not _settled(stated, outcome, UNIT_OR_ASSAY, r"\bassays?\b|\bunits?\b"):
            message = f"neither unit nor assay is named: “{stated.measure(outcome)}”"
            question = "By which assay and in which unit is it measured?"
            taken = stated.assumption(r"\bassays?\b|\bunits?\b|technique", near=outcome.assumptions)
            yield Hit(stated.place(f"outcome {outcome.id}"), message, question, taken)


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


@rule("P031", Severity.QUESTION, "“infection by HAI-Net ICU v2.3, beginning more than 48 hours after admission”.")
def undefined_infection(stated: Stated) -> Iterator[Hit]:
    """Infections are counted and nothing defines one."""
    for outcome in stated.protocol.outcomes:
        if INFECTION.search(stated.measure(outcome)) and not _settled(stated, outcome, DEFINITION, "infection"):
            message = f"what counts as an infection is not defined: “{stated.measure(outcome)}”"
            question = "How is an infection defined, and from when on does it count?"
            taken = stated.assumption("infection", "defin|count", near=outcome.assumptions)
            yield Hit(stated.place(f"outcome {outcome.id}"), message, question, taken)


@rule("P032", Severity.QUESTION, "“bacterial, viral and fungal infections”.")
def infections_without_fungi(stated: Stated) -> Iterator[Hit]:
    """Kinds of infection are listed and fungal ones are not among them."""
    for outcome in stated.protocol.outcomes:
        text = stated.outcome(outcome)
        kinds = [name for name, pattern in KINDS_OF_INFECTION.items() if pattern.search(text)]
        if INFECTION.search(text) and len(kinds) > 1 and "fungal" not in kinds:
            message = f"{' and '.join(kinds)} infections are listed, fungal ones are not: “{stated.measure(outcome)}”"
            taken = stated.assumption("infection", "fung", near=outcome.assumptions)
            yield Hit(stated.place(f"outcome {outcome.id}"), message, "Do fungal infections count?", taken)


@rule("P033", Severity.QUESTION, "How deaths count: say, time to discharge alive with death as a competing event.")
def stay_mixes_death(stated: Stated) -> Iterator[Hit]:
    """A length of stay ends by discharge or death alike: a short one may be the best result or the worst."""
    for outcome in stated.protocol.outcomes:
        text, near = stated.outcome(outcome), outcome.assumptions
        ruled = outcome.dead is not None and not stated.open(near, "stay|discharge|death")
        if STAY.search(text) and ENDS.search(text) and not ruled:
            message = f"the stay ends by discharge or by death alike: “{stated.measure(outcome)}”"
            question = "How are deaths, and readmissions, counted in the length of stay?"
            taken = stated.assumption("stay|discharge", "death|died|readmission", near=near)
            yield Hit(stated.place(f"outcome {outcome.id}"), message, question, taken)


@rule("P034", Severity.QUESTION, "`dead: {en: Counts as failure., ...}` in the outcome, resting on no assumption.")
def no_rule_for_the_dead(stated: Stated) -> Iterator[Hit]:
    """Something is measured at a day by which people may have died, and no rule says what is recorded of them."""
    for outcome in _measured_at_a_day(stated):
        if not VITAL.search(stated.outcome(outcome)) and not _ruled(stated, outcome, outcome.dead, DIED):
            message = f"measured {_when(outcome)}, with no rule for those who have died: “{stated.measure(outcome)}”"
            question = f"What is recorded {_when(outcome)} of participants who have died?"
            taken = stated.assumption(DIED, "day|before|record|outcome", near=outcome.assumptions)
            yield Hit(stated.place(f"outcome {outcome.id}"), message, question, taken)


@rule(
    "P035",
    Severity.QUESTION,
    "`discharged: {en: Measured at a visit., ...}` in the outcome, resting on no assumption.",
)
def no_rule_for_the_discharged(stated: Stated) -> Iterator[Hit]:
    """Something is measured at a day by which people may have left, and no rule says what is measured of them."""
    for outcome in _measured_at_a_day(stated):
        if not _ruled(stated, outcome, outcome.discharged, LEFT):
            message = (
                f"measured {_when(outcome)}, with no rule for those discharged before: “{stated.measure(outcome)}”"
            )
            question = f"What is measured {_when(outcome)} in participants who have left?"
            taken = stated.assumption(LEFT, "measur|left|follow", near=outcome.assumptions)
            yield Hit(stated.place(f"outcome {outcome.id}"), message, question, taken)


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


def _when(outcome: Outcome) -> str:
    text = on_one_line(outcome.time_frame.text)
    return text[:1].lower() + text[1:]


@rule("P036", Severity.QUESTION, "“adverse events and serious adverse events”.")
def severe_for_serious(stated: Stated) -> Iterator[Hit]:
    """“Severe adverse events” are counted where “serious” ones may be meant: one is a grade, the other a duty."""
    for outcome in stated.protocol.outcomes:
        text = stated.outcome(outcome)
        severe = re.search(r"\bsevere adverse (?:drug )?(?:event|reaction)", text, re.IGNORECASE)
        if severe and not re.search(r"\bserious", text, re.IGNORECASE):
            message = f"“severe” is a grade, “serious” a legal category (ICH E2A): “{stated.measure(outcome)}”"
            question = "Are severe adverse events (a grade) or serious ones meant?"
            taken = stated.assumption("severe|serious", "adverse", near=outcome.assumptions)
            yield Hit(stated.place(f"outcome {outcome.id}"), message, question, taken)


@rule("P037", Severity.WARNING, "A visit whose window holds the day that the time frame names.")
def time_frame_without_visit(stated: Stated) -> Iterator[Hit]:
    """An outcome's time frame names a day at which none of its visits takes place."""
    visits = {visit.id: visit for visit in stated.protocol.schedule.visits}
    for outcome in stated.protocol.outcomes:
        mine = [visits[name] for name in outcome.visits if name in visits]
        for days, slack in _moments(on_one_line(outcome.time_frame.text)):
            if not any(_holds(visit, days, slack) for visit in mine):
                told = ", ".join(outcome.visits) or "none"
                when = on_one_line(outcome.time_frame.text)
                message = f"no visit stands at “{when}” (its visits: {told}): “{stated.measure(outcome)}”"
                yield Hit(stated.place(f"outcome {outcome.id}"), message, "At which visit is it taken?")


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
