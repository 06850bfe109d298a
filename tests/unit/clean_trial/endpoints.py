"""The logic of the invented trial's primary outcome."""

from bedside.protocol.authoring import Trial, endpoint, evaluation, value
from bedside.protocol.model import Endpoint
from bedside.records.dictionary import variable
from bedside.rules.language import latest
from bedside.values.moment import hours


def endpoints(trial: Trial) -> list[Endpoint]:
    warmth = evaluation("temperature_at_day_2", "P3D", latest(variable("temperature"), hours(24)), decimals=1)
    return [endpoint("P1", value(warmth), warmth)]
