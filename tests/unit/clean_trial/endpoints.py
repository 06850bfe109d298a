"""The logic of the invented trial's primary outcome."""

from bedside.protocol.authoring import Trial, endpoint, evaluation, value
from bedside.protocol.model import Endpoint
from bedside.records.dictionary import variable
from bedside.rules.language import latest
from bedside.values.moment import hours


def endpoints(trial: Trial) -> list[Endpoint]:
    rule = latest(variable("temperature"), hours(24))
    said = {"en": "temperature at day 2", "fr": "température à J2"}
    warmth = evaluation("temperature_at_day_2", "P3D", rule, decimals=1, **said)
    return [endpoint("P1", value(warmth), warmth)]
