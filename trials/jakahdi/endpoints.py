"""JAKAHDI: how its outcomes are worked out from records, where a rule can say it.

Lengths of stay, adverse events and infections are no rule over one moment: their items are in the forms.
"""

from dataclasses import replace

from bedside.protocol.authoring import Trial, endpoint, evaluation, value
from bedside.protocol.model import Endpoint, Evaluation
from bedside.records.dictionary import variable
from bedside.rules.language import all_of, choose, count, in_force, latest, quantity
from bedside.rules.nodes import Named, Node
from bedside.scores import sofa

AT_INCLUSION = "PT0H"
OF_A_SOFA_DAY = ("platelets", "bilirubin", "creatinine")
AT_DAY_28 = {
    "S5": "temperature", "S6": "triglycerides", "S7": "hemoglobin", "S10": "wbc", "S12": "ferritin", "S13": "scd25",
    "S14": "fibrinogen", "S16": "platelets",
}  # fmt: skip


def endpoints(trial: Trial) -> list[Endpoint]:
    return [primary(trial), sofa_at_day_28(trial), survival(trial), *measured_at_day_28(trial)]


def sofa_of(trial: Trial) -> Named:
    options = replace(sofa.VARIANTS[trial.choice("sofa_variant")], window=trial.span("sofa_window"))
    return sofa.sofa(options).total


def alive(name: str, after: str) -> Evaluation:
    return evaluation(name, after, ~in_force(variable("dead")), en="alive", fr="vivant")


def primary(trial: Trial) -> Endpoint:
    score = sofa_of(trial)
    before = evaluation("sofa_at_inclusion", AT_INCLUSION, score, en="SOFA at inclusion", fr="SOFA à l'inclusion")
    after = evaluation("sofa_at_day_7", trial.closes("D7"), score, en="SOFA at day 7", fr="SOFA à J7")
    living = alive("alive_at_day_7", trial.closes("D7"))
    lower = value(after) <= value(before) - trial.threshold("sofa_decrease")
    success = all_of(value(living), lower)
    return endpoint("P1", success, living, before, after, en="success at day 7", fr="succès à J7")


def sofa_at_day_28(trial: Trial) -> Endpoint:
    """SOFA of the day of the visit's window nearest to day 28 that is a SOFA day, of day 28 if none is."""
    nearest, *others = trial.days_within("D28")
    scores = {day: sofa_of_day(trial, day) for day in (nearest, *others)}
    measured = {day: sofa_day(trial, day) for day in scores}
    verdict: Node = value(scores[nearest])
    for day in reversed((nearest, *others)):
        verdict = choose(value(measured[day]), value(scores[day]), verdict)
    return endpoint("S1", verdict, *scores.values(), *measured.values(), en="SOFA at day 28", fr="SOFA à J28")


def sofa_of_day(trial: Trial, day: int) -> Evaluation:
    en, fr = f"SOFA of day {day}", f"SOFA de J{day}"
    return evaluation(f"sofa_of_day_{day}", f"P{day + 1}D", sofa_of(trial), en=en, fr=fr)


def sofa_day(trial: Trial, day: int) -> Evaluation:
    """Whether the laboratory values that SOFA reads were measured on a day (assumption `which_of_window`)."""
    read = [count(variable(name), trial.span("sofa_window")) for name in OF_A_SOFA_DAY]
    rule = all_of(*(each >= quantity("1 1") for each in read))
    en, fr = f"day {day} is a SOFA day", f"J{day} est un jour de SOFA"
    return evaluation(f"sofa_day_{day}", f"P{day + 1}D", rule, en=en, fr=fr)


def survival(trial: Trial) -> Endpoint:
    living = alive("alive_at_6_months", trial.day("M6"))
    return endpoint("S9", value(living), living)


def measured_at_day_28(trial: Trial) -> list[Endpoint]:
    """The latest value of the visit's window (assumption `which_of_window`)."""
    found = []
    for outcome, name in AT_DAY_28.items():
        read = variable(name)
        label = {"en": f"{read.say('en')} at day 28", "fr": f"{read.say('fr')} à J28"}
        rule = latest(read, trial.width("D28"))
        taken = evaluation(f"{name}_at_day_28", trial.closes("D28"), rule, read.decimals, **label)
        found.append(endpoint(outcome, value(taken), taken))
    return found
