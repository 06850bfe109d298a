"""ADRENAL: its outcomes worked out from records."""

from bedside.protocol.authoring import Trial, endpoint, evaluation, value
from bedside.protocol.model import Endpoint
from bedside.records.dictionary import variable
from bedside.rules.language import in_force


def endpoints(trial: Trial) -> list[Endpoint]:
    return [survival("P1", "P90D"), survival("S1", "P28D")]


def survival(outcome: str, after: str) -> Endpoint:
    alive = evaluation(f"alive_{after}", after, ~in_force(variable("dead")), en="alive", fr="vivant")
    return endpoint(outcome, value(alive), alive)
