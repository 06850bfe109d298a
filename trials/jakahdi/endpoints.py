"""JAKAHDI: how each of its outcomes is worked out from records.

A length of stay is a time to an end: leaving and dying are two endings, and which of them came first is kept. What
nobody has recorded is unknown: events and infections have no upper number until someone confirms that all are there.
"""

from dataclasses import replace

from bedside.protocol.authoring import Trial, duration, endpoint, evaluation, value
from bedside.protocol.model import Duration, Endpoint, Evaluation
from bedside.records.dictionary import variable
from bedside.rules.language import (
    all_of,
    any_of,
    choose,
    constant,
    count,
    highest,
    in_force,
    latest,
    named,
    own,
    quantity,
)
from bedside.rules.nodes import Named, Node
from bedside.scores import sofa
from bedside.values.moment import Window, read_length

AT_INCLUSION = "PT0H"
OF_A_SOFA_DAY = ("platelets", "bilirubin", "creatinine")
AT_DAY_28 = {
    "S5": "temperature", "S6": "triglycerides", "S7": "hemoglobin", "S10": "wbc", "S12": "ferritin", "S13": "scd25",
    "S14": "fibrinogen", "S16": "platelets",
}  # fmt: skip
CYTOKINES = ("il2", "il6", "il10", "il12", "gm_csf", "ifn_gamma", "tnf_alpha")
MANIFESTATIONS = (
    "temperature", "ferritin", "scd25", "fibrinogen", "triglycerides", "hemoglobin", "wbc", "platelets",
)  # fmt: skip
NUMBER, GRADE = "number", "grade"
MOST = {
    NUMBER: named("no_limit", constant("1000 1"), en="any number up to 1000", fr="un nombre quelconque jusqu’à 1000"),
    GRADE: named("any_grade", constant("5 1"), en="any grade up to 5", fr="un grade quelconque jusqu’à 5"),
}
"""What there may be where nobody has confirmed that all is recorded; 1000 is more than any casebook counts."""


def endpoints(trial: Trial) -> list[Endpoint | Duration]:
    return [
        primary(trial),
        sofa_at_day_28(trial),
        stay(trial, "S2", left_intensive_care()),
        *(measured(trial, "S3", name, "D28", part=name) for name in CYTOKINES),
        stay(trial, "S4", left_hospital(trial)),
        *(measured(trial, outcome, name, "D28") for outcome, name in AT_DAY_28.items()),
        *adverse_events(trial),
        survival(trial),
        *infections(trial),
        *(measured(trial, "S15", name, "D7", part=name) for name in MANIFESTATIONS),
    ]


# --- organ failure and survival ---------------------------------------------------------------------------------


def sofa_of(trial: Trial) -> Named:
    options = replace(sofa.VARIANTS[trial.choice("sofa_variant")], window=trial.span("sofa_window"))
    return sofa.sofa(options).total


def alive(name: str, after: str) -> Evaluation:
    return evaluation(name, after, ~in_force(variable("dead")), en="alive", fr="vivant")


def primary(trial: Trial) -> Endpoint:
    score = sofa_of(trial)
    before = evaluation("sofa_at_inclusion", AT_INCLUSION, score, en="SOFA at inclusion", fr="SOFA à l’inclusion")
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


# --- lengths of stay ----------------------------------------------------------------------------------------------


def stay(trial: Trial, outcome: str, left: Named) -> Duration:
    """From inclusion to leaving or to death, the record's “up to 6 months”; a readmission is not looked at."""
    died = named("death", in_force(variable("dead")), en="death", fr="décès")
    return duration(outcome, trial.day("M6"), died, left)


def left_intensive_care() -> Named:
    return named("left_intensive_care", ~in_force(variable("icu_stay")), en="discharge", fr="sortie")


def left_hospital(trial: Trial) -> Named:
    return named("left_hospital", in_force(trial.variable("out_of_hospital")), en="discharge", fr="sortie")


# --- measurements ---------------------------------------------------------------------------------------------------


def measured(trial: Trial, outcome: str, name: str, visit: str, part: str = "") -> Endpoint:
    """The latest value of the visit's window (assumption `which_of_window`)."""
    read = variable(name)
    day = int(trial.day(visit)[1:-1])
    label = {"en": f"{read.say('en')} at day {day}", "fr": f"{read.say('fr')} à J{day}"}
    rule = latest(read, trial.width(visit))
    taken = evaluation(f"{name}_at_day_{day}", trial.closes(visit), rule, read.decimals, **label)
    return endpoint(outcome, value(taken), taken, part=part)


# --- adverse events and infections ----------------------------------------------------------------------------------


def adverse_events(trial: Trial) -> list[Endpoint]:
    """Number of events, worst grade, number of severe and of serious ones, from inclusion to the end of day 28."""
    grade, serious = trial.variable("adverse_event_grade"), trial.variable("adverse_event_serious")
    span = read_length(trial.ends("D28"))
    severe = own(grade) >= trial.threshold("severe_grade")
    none = quantity("0 1")
    worst = choose(count(grade, span) >= quantity("1 1"), highest(grade, span), named("none", none, en="0", fr="0"))
    rules = {
        "number": (NUMBER, count(grade, span), "adverse events recorded", "événements indésirables enregistrés"),
        "worst": (GRADE, worst, "worst grade recorded", "grade le plus élevé enregistré"),
        "severe": (
            NUMBER, count(grade, span, where=severe), "severe adverse events recorded",
            "événements indésirables sévères enregistrés",
        ),
        "serious": (
            NUMBER, count(serious, span, where=own(serious)), "serious adverse events recorded",
            "événements indésirables graves enregistrés",
        ),
    }  # fmt: skip
    return [recorded(trial, "S8", part, *each) for part, each in rules.items()]


def infections(trial: Trial) -> list[Endpoint]:
    """Number of nosocomial infections that count (bacterial and viral), whether there was one, and those apart."""
    counting = [nosocomial(trial, name) for name in ("bacterial_infection", "viral_infection")]
    number = counting[0] + counting[1]
    en, fr = "nosocomial infections recorded", "infections nosocomiales enregistrées"
    counted = recorded(trial, "S11", "number", NUMBER, number, en, fr)
    found, all_there = counted.evaluations
    unrecorded = named(
        "unrecorded", ~value(all_there), en="one that nobody has recorded", fr="une que personne n’a enregistrée"
    )
    some = any_of(value(found) >= quantity("1 1"), unrecorded)
    fungal = ("fungal infections recorded", "infections fongiques enregistrées")
    again = ("endogenous reactivations recorded", "réactivations endogènes enregistrées")
    return [
        endpoint("S11", some, found, all_there, en="nosocomial infection", fr="infection nosocomiale"),
        counted,
        recorded(trial, "S11", "fungal", NUMBER, nosocomial(trial, "fungal_infection"), *fungal),
        recorded(trial, "S11", "reactivations", NUMBER, nosocomial(trial, "viral_reactivation"), *again),
    ]


def nosocomial(trial: Trial, name: str) -> Node:
    """How many infections of a kind began from inclusion to the end of day 28, in hospital and late enough after
    admission to intensive care.
    """
    infection, span = trial.variable(name), read_length(trial.ends("D28"))
    in_hospital = ~in_force(trial.variable("out_of_hospital"))
    return count(infection, span, where=all_of(own(infection), late_onset(trial, span), in_hospital))


def late_onset(trial: Trial, span: int) -> Named:
    """Whether intensive care had begun long enough before; the form of infections shows it for its own beginning."""
    onset = trial.span("infection_onset")
    rule = highest(variable("icu_stay"), Window(span + onset, onset))
    en, fr = "began long enough after admission", "début assez longtemps après l’admission"
    return named("late_onset", rule, en=en, fr=fr)


def recorded(trial: Trial, outcome: str, part: str, what: str, rule: Node, en: str, fr: str) -> Endpoint:
    """What is recorded, with no upper limit until someone has confirmed that all is there."""
    limit = MOST[what]
    found = evaluation(f"{outcome}_{part}_recorded", trial.ends("D28"), rule, 0, limit.of.value, en=en, fr=fr)
    all_there = confirmed(trial)
    return endpoint(outcome, choose(value(all_there), value(found), limit), found, all_there, part=part)


def confirmed(trial: Trial) -> Evaluation:
    """Met where the investigator has said on day 28, or after death, that all is recorded; else it cannot be told.

    An answer of an earlier visit, and an answer of no, leave it open.
    """
    said = trial.variable("events_all_recorded")
    on_day_28 = highest(said, trial.width("D28"), where=own(said))
    after_death = highest(said, read_length(trial.closes("D28")), where=all_of(own(said), in_force(variable("dead"))))
    label = {"en": "all confirmed to be recorded", "fr": "enregistrement complet confirmé"}
    return evaluation("all_recorded", trial.closes("D28"), any_of(on_day_28, after_death), **label)
