"""HScore as tables: what was recorded or answered, and the points (Fardet 2014)."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

from bedside.errors import RuleError
from bedside.records.dictionary import variable
from bedside.rules.chart import Fact
from bedside.rules.meaning import ask
from bedside.rules.nodes import Bands
from bedside.scores.hscore import VARIANTS, HScore, hscore, probability, probability_rules
from bedside.values.interval import Interval
from bedside.values.moment import hours
from bedside.values.quantity import quantity
from bedside.values.unknown import Because
from tests.charting import T, chart, seen, value

ITEMS = {
    "immunosuppression": 18, "temperature": 49, "organomegaly": 38, "cytopenias": 34, "ferritin": 50,
    "triglycerides": 64, "fibrinogen": 30, "ast": 19, "hemophagocytosis": 35,
}  # fmt: skip


def item(name: str, *facts: Fact, **options: object) -> str:
    """The points of one item under options that differ from the default."""
    return value(hscore(replace(HScore(), **options)).component(f"hscore_{name}"), *facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "measured", "points"),
    [
        ("temperature", 38.3, 0), ("temperature", 38.4, 33), ("temperature", 38.5, 33),
        ("temperature", 39.3, 33), ("temperature", 39.4, 33), ("temperature", 39.5, 49),
        ("ferritin", 1999.9, 0), ("ferritin", 2000, 35), ("ferritin", 2000.1, 35),
        ("ferritin", 5999.9, 35), ("ferritin", 6000, 35), ("ferritin", 6000.1, 50),
        ("triglycerides", 1.499, 0), ("triglycerides", 1.5, 44), ("triglycerides", 1.501, 44),
        ("triglycerides", 3.999, 44), ("triglycerides", 4, 44), ("triglycerides", 4.001, 64),
        ("fibrinogen", 2.49, 30), ("fibrinogen", 2.5, 30), ("fibrinogen", 2.51, 0),
        ("ast", 29, 0), ("ast", 30, 19), ("ast", 31, 19),
    ],
)  # fmt: skip
def test_measured_items(name: str, measured: float, points: int) -> None:
    assert item(name, seen(name, measured)) == str(points)


def test_whether_ast_of_30_scores_is_an_option() -> None:
    assert item("ast", seen("ast", 30), ast_bound="above 30") == "0"
    assert item("ast", seen("ast", 31), ast_bound="above 30") == "19"


@pytest.mark.parametrize(
    ("mg_dl", "points"), [(132, 0), (133, 44), (265, 44), (353, 44), (354, 44), (355, 64)]
)  # fmt: skip
def test_triglycerides_reported_in_mg_dl_score_alike(mg_dl: int, points: int) -> None:
    """The paper's 132.7 and 354 mg/dL and its 1.5 and 4 mmol/L part whole numbers of mg/dL at one place."""
    kept = variable("triglycerides")
    in_mmol_l = kept.round(quantity(f"{mg_dl} mg/dL").to("mmol/L", "triglycerides").number)
    assert item("triglycerides", seen("triglycerides", in_mmol_l)) == str(points)


@pytest.mark.parametrize(
    ("hemoglobin", "wbc", "platelets", "points"),
    [
        (93, 5.01, 110.1, "0"), (92, 5.01, 110.1, "0"), (92, 5, 110.1, "24"), (92.1, 5, 110, "24"),
        (92, 5.01, 110, "24"), (92, 5, 110, "34"), (91.9, 4.99, 109.9, "34"), (92.1, 5.01, 110, "0"),
        (92, 5, None, "24–34"), (92, None, None, "0–34"), (93, None, None, "0–24"), (93, 6, None, "0"),
        (None, None, None, "0–34"),
    ],
)  # fmt: skip
def test_cytopenias(hemoglobin: float | None, wbc: float | None, platelets: float | None, points: str) -> None:
    measured = {"hemoglobin": hemoglobin, "wbc": wbc, "platelets": platelets}
    assert item("cytopenias", *(seen(name, at) for name, at in measured.items() if at is not None)) == points


@pytest.mark.parametrize(
    ("liver", "spleen", "points"),
    [
        (0, 0, "0"), (1, 0, "23"), (0, 1, "23"), (1, 1, "38"), (1, None, "23–38"), (None, 0, "0–23"),
        (None, None, "0–38"),
    ],
)  # fmt: skip
def test_organomegaly(liver: int | None, spleen: int | None, points: str) -> None:
    answers = {"hepatomegaly": liver, "splenomegaly": spleen}
    assert item("organomegaly", *(seen(name, at) for name, at in answers.items() if at is not None)) == points


@pytest.mark.parametrize(
    ("name", "question", "yes"),
    [("immunosuppression", "known_immunosuppression", "18"), ("hemophagocytosis", "hemophagocytosis", "35")],
)
def test_answered_items(name: str, question: str, yes: str) -> None:
    assert item(name, seen(question, 1)) == yes
    assert item(name, seen(question, 0)) == "0"
    assert item(name) == f"0–{yes}"
    assert item(name, seen(question, 1, 9), seen(question, 0, 2)) == "0", "the latest answer counts"


@pytest.mark.parametrize(
    ("name", "facts", "points"),
    [
        ("temperature", [seen("temperature", 39.6, 71), seen("temperature", 37, 2)], "49"),
        ("temperature", [seen("temperature", 39.6, 72), seen("temperature", 37, 2)], "0"),
        ("temperature", [seen("temperature", 39.6, 72)], "0–49"),
        ("fibrinogen", [seen("fibrinogen", 1.1, 40), seen("fibrinogen", 3, 2)], "30"),
        ("ferritin", [seen("ferritin", (16500, 1000000), 3, Because.CENSORED)], "50"),
        ("ferritin", [seen("ferritin", (0, 1000000), 3, Because.PENDING), seen("ferritin", 2500, 30)], "35–50"),
        ("hemophagocytosis", [seen("hemophagocytosis", 1, 24 * 30 - 1)], "35"),
        ("hemophagocytosis", [seen("hemophagocytosis", 1, 24 * 30)], "0–35"),
        ("immunosuppression", [seen("known_immunosuppression", 1, 24 * 900)], "18"),
    ],
)
def test_the_worst_within_the_look_back_counts(name: str, facts: list[Fact], points: str) -> None:
    assert item(name, *facts) == points


def test_look_backs_are_options() -> None:
    fever = (seen("temperature", 39.6, 30), seen("temperature", 37, 2))
    assert item("temperature", *fever, look_back=hours(24)) == "0"
    assert item("hemophagocytosis", seen("hemophagocytosis", 1, 30), answers_look_back=hours(24)) == "0–35"


FULL = (
    seen("known_immunosuppression", 1), seen("temperature", 40), seen("hepatomegaly", 1), seen("splenomegaly", 1),
    seen("hemoglobin", 70), seen("wbc", 1), seen("platelets", 20), seen("ferritin", 9000), seen("triglycerides", 5),
    seen("fibrinogen", 1), seen("ast", 200), seen("hemophagocytosis", 1),
)  # fmt: skip


def test_the_total() -> None:
    assert value(hscore().total, *FULL) == "337"
    assert value(hscore().total) == "0–337"
    assert value(hscore().total, *FULL[:-1]) == "302–337", "200 is reached without a marrow"
    answer = ask(hscore().total, chart(*FULL[:-1]), T)
    assert [(u.name, u.because) for u in answer.unknown] == [("hemophagocytosis", Because.NOT_ANSWERED)]


def test_the_score_as_an_object() -> None:
    score = hscore()
    assert {rule.name: rule.range.high for rule in score.components} == {f"hscore_{k}": v for k, v in ITEMS.items()}
    assert (score.name, score.total.name, score.maximum, sum(ITEMS.values())) == ("hscore", "hscore", 337, 337)
    assert {rule.say("fr") for rule in score.components}.isdisjoint(rule.name for rule in score.components)
    assert VARIANTS["fardet-2014"] == HScore()
    assert len({hscore(options).total for options in VARIANTS.values()}) == len(VARIANTS)


@pytest.mark.parametrize(
    ("points", "low", "high", "approximate", "en", "fr"),
    [
        (0, 0, 0.01, False, "below 1 % (published)", "moins de 1 % (publié)"),
        (90, 0, 0.01, False, "below 1 % (published)", "moins de 1 % (publié)"),
        (91, 0, 0.01, True, "between 0 and 1 % (approximation between published points)",
         "entre 0 et 1 % (approximation entre points publiés)"),
        (100, 0.01, 0.01, False, "1 % (published)", "1 % (publié)"),
        (169, 0.40, 0.54, True, "between 40 and 54 % (approximation between published points)",
         "entre 40 et 54 % (approximation entre points publiés)"),
        (170, 0.54, 0.54, False, "54 % (published)", "54 % (publié)"),
        (200, 0.88, 0.88, False, "88 % (published)", "88 % (publié)"),
        (202, 0.88, 0.93, True, "between 88 and 93 % (approximation between published points)",
         "entre 88 et 93 % (approximation entre points publiés)"),
        (249, 0.99, 1, True, "between 99 and 100 % (approximation between published points)",
         "entre 99 et 100 % (approximation entre points publiés)"),
        (250, 0.99, 1, False, "above 99 % (published)", "plus de 99 % (publié)"),
        (337, 0.99, 1, False, "above 99 % (published)", "plus de 99 % (publié)"),
        (Interval(100, 200), 0.01, 0.88, True, "between 1 and 88 % (approximation between published points)",
         "entre 1 et 88 % (approximation entre points publiés)"),
        (Interval(10, 80), 0, 0.01, False, "below 1 % (published)", "moins de 1 % (publié)"),
        (Interval(0, 337), 0, 1, True, "between 0 and 100 % (approximation between published points)",
         "entre 0 et 100 % (approximation entre points publiés)"),
    ],
)  # fmt: skip
def test_probability(points: float | Interval, low: float, high: float, approximate: bool, en: str, fr: str) -> None:
    found = probability(points)
    assert (found.low, found.high, found.approximate) == (low, high, approximate)
    assert (found.say("en"), found.say("fr")) == (en, fr)


PUBLISHED = (
    (90, 0, 1), (100, 1, 1), (110, 3, 3), (120, 5, 5), (130, 9, 9), (140, 16, 16), (150, 25, 25), (160, 40, 40),
    (170, 54, 54), (180, 70, 70), (190, 80, 80), (200, 88, 88), (210, 93, 93), (220, 96, 96), (230, 98, 98),
    (240, 99, 99), (250, 99, 100),
)  # fmt: skip
"""Fardet 2014: points, least and greatest probability in %."""


def ends(points: Interval) -> tuple[float, float]:
    """What the two columns of probability hold for a range of points."""
    least, greatest = probability_rules(hscore().total)
    assert isinstance(least.of, Bands)
    assert isinstance(greatest.of, Bands)
    return least.of.combine([points]).low, greatest.of.combine([points]).high


@pytest.mark.parametrize(("points", "low", "high"), PUBLISHED)
def test_the_rules_of_probability_give_the_published_points(points: int, low: int, high: int) -> None:
    assert ends(Interval.point(points)) == (low / 100, high / 100)


def test_between_published_points_the_rules_give_both_neighbours() -> None:
    for (_, low, _), (after, _, high) in pairwise(PUBLISHED):
        assert ends(Interval.point(after - 5)) == (low / 100, high / 100)
        assert ends(Interval.point(after - 1)) == (low / 100, high / 100)
    assert ends(Interval.point(0)) == (0, 0.01)
    assert ends(Interval.point(337)) == (0.99, 1)


def test_the_rules_of_probability_say_what_the_function_says() -> None:
    every = [Interval(low, high) for low in range(338) for high in {low, min(low + 7, 337), min(low + 90, 337), 337}]
    for points in every:
        said = probability(points)
        assert ends(points) == (said.low, said.high), points


def test_probability_is_a_number_without_a_unit_told_in_both_languages() -> None:
    for rule in probability_rules(hscore().total):
        assert rule.unit == "1"
        assert "probab" in rule.say("en")
        assert rule.say("en") != rule.say("fr")


@pytest.mark.parametrize("points", [-1, 338, Interval(0, 400)])
def test_a_score_that_does_not_exist_has_no_probability(points: float | Interval) -> None:
    with pytest.raises(RuleError, match="does not exist"):
        probability(points)


def test_an_option_that_is_no_choice_is_refused() -> None:
    with pytest.raises(RuleError, match="“from 31” is no choice"):
        HScore(ast_bound="from 31")  # type: ignore[arg-type]


def test_the_bounds_are_declared_with_their_decimals() -> None:
    """A bound finer than its variable's decimals would be met by rounding."""
    for name, bound in {
        "temperature": "38.4",
        "triglycerides": "1.5",
        "fibrinogen": "2.5",
        "hemoglobin": "92",
    }.items():
        assert Decimal(str(variable(name).round(Decimal(bound)))) == Decimal(bound)
