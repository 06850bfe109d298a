"""JAKAHDI: how its outcomes are worked out from records, where a rule can say it.

Lengths of stay, adverse events and infections are no rule over one moment: their items are in the forms.
"""

from dataclasses import replace

from bedside.protocol.authoring import Trial, endpoint, evaluation, value
from bedside.protocol.model import Endpoint, Evaluation
from bedside.records.dictionary import variable
from bedside.rules.language import all_of, in_force, latest
from bedside.rules.nodes import Named
from bedside.scores import sofa
from bedside.values.moment import days

AT_INCLUSION, END_OF_DAY_7, END_OF_DAY_28, SIX_MONTHS = "PT0H", "P8D", "P29D", "P183D"
AT_DAY_28 = {
    "S5": "temperature", "S6": "triglycerides", "S7": "hemoglobin", "S10": "wbc", "S12": "ferritin", "S13": "scd25",
    "S14": "fibrinogen", "S16": "platelets",
}  # fmt: skip


def endpoints(trial: Trial) -> list[Endpoint]:
    return [primary(trial), sofa_at_day_28(trial), survival(), *measured_at_day_28()]


def sofa_of(trial: Trial) -> Named:
    options = replace(sofa.VARIANTS[trial.choice("sofa_variant")], window=trial.span("sofa_window"))
    return sofa.sofa(options).total


def alive(name: str, after: str) -> Evaluation:
    return evaluation(name, after, ~in_force(variable("dead")), en="alive", fr="vivant")


def primary(trial: Trial) -> Endpoint:
    score = sofa_of(trial)
    before = evaluation("sofa_at_inclusion", AT_INCLUSION, score, en="SOFA at inclusion", fr="SOFA à l'inclusion")
    after = evaluation("sofa_at_day_7", END_OF_DAY_7, score, en="SOFA at day 7", fr="SOFA à J7")
    living = alive("alive_at_day_7", END_OF_DAY_7)
    lower = value(after) <= value(before) - trial.threshold("sofa_decrease")
    success = all_of(value(living), lower)
    return endpoint("P1", success, living, before, after, en="success at day 7", fr="succès à J7")


def sofa_at_day_28(trial: Trial) -> Endpoint:
    score = evaluation("sofa_at_day_28", END_OF_DAY_28, sofa_of(trial), en="SOFA at day 28", fr="SOFA à J28")
    return endpoint("S1", value(score), score)


def survival() -> Endpoint:
    living = alive("alive_at_6_months", SIX_MONTHS)
    return endpoint("S9", value(living), living)


def measured_at_day_28() -> list[Endpoint]:
    """The latest value of the visit's window: from 3 days before the beginning of day 28 to 3 days after it."""
    found = []
    for outcome, name in AT_DAY_28.items():
        read = variable(name)
        label = {"en": f"{read.say('en')} at day 28", "fr": f"{read.say('fr')} à J28"}
        taken = evaluation(f"{name}_at_day_28", "P31D", latest(read, days(6)), read.decimals, **label)
        found.append(endpoint(outcome, value(taken), taken))
    return found
