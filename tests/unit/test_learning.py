"""What is to be found out is said as a question, and an answer that is needed only where it truly is."""

import pytest

from bedside.rules.chart import Chart
from bedside.rules.language import all_of, any_of, latest
from bedside.rules.nodes import Node
from bedside.screening.learning import answers_needed, to_learn
from bedside.values.moment import hours, moment
from bedside.values.variable import measured, yes_no

LACTOSE = yes_no("lactose", en="lactose intolerance", fr="intolérance au lactose")
FEVER = yes_no("fever", en="fever", fr="fièvre")
ACQUIRED = yes_no("acquired", en="acquired", fr="acquis")
FERRITIN = measured("ferritin", "ug/L", "0", "100000", en="ferritin", fr="ferritine")
KNOWN = {each.name: each for each in (LACTOSE, FEVER, ACQUIRED, FERRITIN)}
NOW = moment("2150-01-01T08:00")
lactose, fever, acquired = (latest(each, hours(24)) for each in (LACTOSE, FEVER, ACQUIRED))


@pytest.mark.parametrize(
    ("needed", "english", "french"),
    [
        (None, "lactose intolerance (yes/no)", "intolérance au lactose (oui/non)"),
        (False, "lactose intolerance (must be “no”)", "intolérance au lactose (réponse exigée\u00a0: non)"),
        (True, "lactose intolerance (must be “yes”)", "intolérance au lactose (réponse exigée\u00a0: oui)"),
    ],
)
def test_a_yes_no_variable_is_a_question(needed: bool | None, english: str, french: str) -> None:
    said = to_learn(LACTOSE, needed)
    assert (said.en, said.fr) == (english, french)


def test_a_number_is_its_name() -> None:
    assert to_learn(FERRITIN).en == "ferritin"


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (all_of(~lactose, acquired), {"lactose": False, "acquired": True}),
        (all_of(~lactose, any_of(acquired, fever)), {"lactose": False}),  # either of the two will do
        (any_of(all_of(fever, acquired), all_of(~fever, lactose)), {}),
        (all_of(fever, ~fever), {}),  # no answer leaves the way open
    ],
)
def test_an_answer_is_needed_where_the_other_one_would_bar(rule: Node, expected: dict[str, bool]) -> None:
    names = [name for name in KNOWN if KNOWN[name].truth]
    assert answers_needed(rule, [*names, "ferritin"], KNOWN, Chart.of([]), NOW, NOW) == expected
