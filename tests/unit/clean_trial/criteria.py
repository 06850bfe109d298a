"""The logic of the invented trial's criteria."""

from bedside.protocol.authoring import WHOLE, Logic, Trial, exclusion, inclusion
from bedside.records.dictionary import variable
from bedside.rules.language import constant, highest, latest
from bedside.values.moment import ALWAYS, hours


def criteria(trial: Trial) -> list[Logic]:
    age = latest(variable("age"), ALWAYS)
    gcs = latest(variable("gcs"), trial.span("worst_gcs"))
    return [
        inclusion("I1", age >= trial.threshold("minimum_age"), data=WHOLE),
        inclusion("I2", highest(variable("temperature"), hours(6)) >= trial.threshold("fever"), data=WHOLE),
        inclusion("I3", gcs >= constant("9 {points}"), data=WHOLE),
        inclusion("I4", trial.consent("patient")),
        exclusion("E1", highest(variable("alt"), hours(24)) > trial.threshold("alt_limit"), data=WHOLE),
    ]
