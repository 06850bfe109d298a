"""ADRENAL: the logic of its criteria. Numbers and sentences stand in protocol.yaml."""

from bedside.protocol.authoring import WHOLE, Logic, Trial, exclusion, inclusion
from bedside.records.dictionary import variable
from bedside.rules.language import any_of, at_least, highest, in_force, latest, lowest, named, quantity
from bedside.rules.nodes import Named, Node
from bedside.values.moment import ALWAYS, NOW

age = latest(variable("age"), ALWAYS)
VASOPRESSORS = ("norepinephrine", "epinephrine", "dopamine", "dobutamine")


def criteria(trial: Trial) -> list[Logic]:
    return [
        inclusion("A1", age >= trial.threshold("minimum_age"), data=WHOLE),
        inclusion("A2", trial.answer("infection_suspected")),
        inclusion("A3", inflammation(trial)),
        inclusion("A4", in_force(variable("invasive_ventilation")), data=WHOLE),
        inclusion("A5", any_of(*(given(name, trial) for name in VASOPRESSORS)), data=WHOLE),
        exclusion("B1", trial.answer("eligible_for_a_day")),
        exclusion("B2", trial.answer("steroids_indicated")),
        exclusion("B3", trial.answer("etomidate")),
        exclusion("B4", trial.answer("amphotericin")),
        exclusion("B5", trial.answer("death_expected")),
    ]


def given(name: str, trial: Trial) -> Node:
    """Whether a drug is running, and has been for long enough."""
    rate = highest(variable(name), NOW, sustained=trial.span("vasopressor_time"))
    return rate > quantity("0 ug/kg/min")


def inflammation(trial: Trial) -> Named:
    window = trial.span("signs_window")
    temperature, cells = variable("temperature"), variable("wbc")
    warm = highest(temperature, window) > trial.threshold("warm")
    cold = lowest(temperature, window) < trial.threshold("cold")
    signs = (
        warm | cold,
        trial.answer("heart_rate_above_90"),
        any_of(
            highest(cells, window) > trial.threshold("many_cells"),
            lowest(cells, window) < trial.threshold("few_cells"),
            trial.answer("immature_cells"),
        ),
        in_force(variable("invasive_ventilation")),
    )
    rule = at_least(trial.whole("signs_needed"), *signs)
    return named("inflammation", rule, en="signs of inflammation", fr="signes d’inflammation")
