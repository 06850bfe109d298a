"""JAKAHDI: what a physician should be told to consider about a participant. Numbers stand in protocol.yaml.

The bands of one measurement exclude each other, so that one value brings one alert.
"""

from bedside.protocol.authoring import Trial, Warned, alert
from bedside.records.dictionary import variable
from bedside.rules.language import all_of, any_of, in_force, latest
from bedside.rules.nodes import Node
from bedside.scores.cockcroft_gault import creatinine_clearance
from bedside.values.moment import ALWAYS

REACTIVATING = ("ebv_pcr_positive", "cmv_pcr_positive", "hhv8_pcr_positive")


def alerts(trial: Trial) -> list[Warned]:
    platelets, neutrophils, bilirubin = (measured(trial, name) for name in ("platelets", "neutrophils", "bilirubin"))
    clearance = creatinine_clearance(trial.span("alert_look_back"))
    replaced = in_force(variable("renal_replacement"))
    return [
        alert("platelets_low", band(trial, platelets, "platelets_to_hold", "platelets_to_reduce")),
        alert("platelets_very_low", platelets < trial.threshold("platelets_to_hold")),
        alert("neutrophils_low", band(trial, neutrophils, "neutrophils_to_hold", "neutrophils_to_reduce")),
        alert("neutrophils_very_low", neutrophils < trial.threshold("neutrophils_to_hold")),
        alert("bilirubin_high", above(trial, bilirubin, "bilirubin_high", "bilirubin_higher")),
        alert("bilirubin_higher", above(trial, bilirubin, "bilirubin_higher", "bilirubin_highest")),
        alert("bilirubin_highest", bilirubin > times_normal(trial, "bilirubin_highest")),
        alert("renal_function_low", all_of(~replaced, clearance < trial.threshold("clearance_low"))),
        alert("renal_replacement", replaced),
        alert("strong_inhibitor", in_force(trial.variable("strong_cyp3a4_inhibitor"))),
        alert("hepatitis_b", any_of(tested(trial, "hbs_antigen_positive"), tested(trial, "hbc_antibody_positive"))),
        alert("tuberculosis", tested(trial, "tuberculosis_positive")),
        alert("latent_viruses", any_of(*(tested(trial, name) for name in REACTIVATING))),
        alert("lactose", trial.answer("lactose_intolerance")),
    ]


def measured(trial: Trial, name: str) -> Node:
    """The latest result, while it is recent enough to act on."""
    return latest(variable(name), trial.span("alert_look_back"))


def band(trial: Trial, value: Node, low: str, high: str) -> Node:
    """From one bound to below another."""
    return all_of(value >= trial.threshold(low), value < trial.threshold(high))


def above(trial: Trial, value: Node, low: str, high: str) -> Node:
    """Above so many times the upper limit of normal, and not above more."""
    return all_of(value > times_normal(trial, low), value <= times_normal(trial, high))


def times_normal(trial: Trial, name: str) -> Node:
    return trial.threshold("bilirubin_normal") * trial.threshold(name)


def tested(trial: Trial, name: str) -> Node:
    """The result of a test that is done once, at inclusion."""
    return latest(trial.variable(name), ALWAYS)
