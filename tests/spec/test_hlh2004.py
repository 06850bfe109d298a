"""HLH-2004 as tables: what was recorded or answered, and whether each criterion is met (Henter 2007)."""

from dataclasses import replace

import pytest

from bedside.errors import RuleError, UnitError
from bedside.records.dictionary import variable
from bedside.rules.chart import Fact
from bedside.rules.meaning import ask
from bedside.scores.hlh2004 import VARIANTS, Hlh2004, hlh2004
from bedside.scores.hscore import hscore
from bedside.scores.sofa import sofa
from bedside.values.moment import hours
from bedside.values.quantity import quantity
from bedside.values.unknown import Because
from tests.charting import T, chart, seen, value

CRITERIA = [
    "fever", "splenomegaly", "bicytopenia", "hypertriglyceridemia_or_hypofibrinogenemia", "tissue_hemophagocytosis",
    "low_nk_activity", "hyperferritinemia", "raised_scd25",
]  # fmt: skip
BLOOD_FATS = "hypertriglyceridemia_or_hypofibrinogenemia"
MET, NOT_MET, CANNOT_TELL = "1", "0", "0–1"


def criterion(name: str, *facts: Fact, **options: object) -> str:
    """The verdict on one criterion under options that differ from the default."""
    return value(hlh2004(replace(Hlh2004(), **options)).component(name), *facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "measured", "at", "verdict"),
    [
        ("fever", "temperature", 38.4, NOT_MET), ("fever", "temperature", 38.5, MET),
        ("fever", "temperature", 38.6, MET),
        ("hyperferritinemia", "ferritin", 499.9, NOT_MET), ("hyperferritinemia", "ferritin", 500, MET),
        ("hyperferritinemia", "ferritin", 500.1, MET),
        ("raised_scd25", "scd25", 2399, NOT_MET), ("raised_scd25", "scd25", 2400, MET),
        ("raised_scd25", "scd25", 2401, MET),
    ],
)  # fmt: skip
def test_measured_criteria(name: str, measured: str, at: float, verdict: str) -> None:
    assert criterion(name, seen(measured, at)) == verdict
    assert criterion(name) == CANNOT_TELL


@pytest.mark.parametrize(
    ("hemoglobin", "platelets", "neutrophils", "verdict"),
    [
        (89.9, 99.9, 1.0, MET), (90, 99.9, 0.999, MET), (89.9, 100, 0.999, MET), (89.9, 99.9, 0.999, MET),
        (89.9, 100, 1.0, NOT_MET), (90, 99.9, 1.0, NOT_MET), (90, 100, 0.999, NOT_MET),
        (90, 100, 1.0, NOT_MET),
        (90.1, 100.1, 1.001, NOT_MET), (80, 50, None, MET), (80, 150, None, CANNOT_TELL),
        (120, 150, None, NOT_MET),
        (None, None, 0.1, CANNOT_TELL), (None, None, None, CANNOT_TELL),
    ],
)  # fmt: skip
def test_cytopenia_of_two_lineages(
    hemoglobin: float | None, platelets: float | None, neutrophils: float | None, verdict: str
) -> None:
    measured = {"hemoglobin": hemoglobin, "platelets": platelets, "neutrophils": neutrophils}
    assert criterion("bicytopenia", *(seen(n, at) for n, at in measured.items() if at is not None)) == verdict


@pytest.mark.parametrize(
    ("triglycerides", "fibrinogen", "verdict"),
    [
        (3.0, 4, MET), (3.001, 4, MET), (2.999, 4, NOT_MET), (1, 1.5, MET), (1, 1.49, MET),
        (1, 1.51, NOT_MET),
        (3, 1.5, MET), (3, None, MET), (None, 1.5, MET), (1, None, CANNOT_TELL), (None, 3, CANNOT_TELL),
        (None, None, CANNOT_TELL),
    ],
)  # fmt: skip
def test_triglycerides_or_fibrinogen(triglycerides: float | None, fibrinogen: float | None, verdict: str) -> None:
    measured = {"triglycerides": triglycerides, "fibrinogen": fibrinogen}
    assert criterion(BLOOD_FATS, *(seen(name, at) for name, at in measured.items() if at is not None)) == verdict


@pytest.mark.parametrize(
    ("mg_dl", "in_mmol_l", "in_mg_dl"),
    [(264, NOT_MET, NOT_MET), (265, NOT_MET, MET), (266, MET, MET)],
)
def test_265_mg_dl_is_below_3_mmol_l(mg_dl: int, in_mmol_l: str, in_mg_dl: str) -> None:
    kept = variable("triglycerides")
    held = kept.round(quantity(f"{mg_dl} mg/dL").to("mmol/L", "triglycerides").number)
    facts = (seen("triglycerides", held), seen("fibrinogen", 4))
    assert criterion(BLOOD_FATS, *facts) == in_mmol_l
    assert criterion(BLOOD_FATS, *facts, triglycerides="mg/dL") == in_mg_dl


@pytest.mark.parametrize(
    ("name", "question"), [("splenomegaly", "splenomegaly"), ("low_nk_activity", "nk_activity_low")]
)
def test_answered_criteria(name: str, question: str) -> None:
    assert criterion(name, seen(question, 1)) == MET
    assert criterion(name, seen(question, 0)) == NOT_MET
    assert criterion(name) == CANNOT_TELL


@pytest.mark.parametrize(
    ("tissue", "aspirate", "verdict", "by_aspirate"),
    [
        (1, None, MET, CANNOT_TELL), (0, None, NOT_MET, CANNOT_TELL), (None, 1, MET, MET),
        (None, 0, CANNOT_TELL, NOT_MET),
        (1, 0, MET, NOT_MET), (0, 1, MET, MET), (None, None, CANNOT_TELL, CANNOT_TELL),
    ],
)  # fmt: skip
def test_hemophagocytosis(tissue: int | None, aspirate: int | None, verdict: str, by_aspirate: str) -> None:
    answers = {"hemophagocytosis_tissue": tissue, "hemophagocytosis": aspirate}
    facts = [seen(name, at) for name, at in answers.items() if at is not None]
    assert criterion("tissue_hemophagocytosis", *facts) == verdict
    assert criterion("tissue_hemophagocytosis", *facts, marrow="aspirate") == by_aspirate


@pytest.mark.parametrize(
    ("name", "facts", "verdict"),
    [
        ("fever", [seen("temperature", 39, 71), seen("temperature", 37)], MET),
        ("fever", [seen("temperature", 39, 72), seen("temperature", 37)], NOT_MET),
        ("raised_scd25", [seen("scd25", 5000, 24 * 14 - 1)], MET),
        ("raised_scd25", [seen("scd25", 5000, 24 * 14)], CANNOT_TELL),
        ("low_nk_activity", [seen("nk_activity_low", 1, 24 * 14)], CANNOT_TELL),
        ("splenomegaly", [seen("splenomegaly", 1, 24 * 30 - 1)], MET),
        ("splenomegaly", [seen("splenomegaly", 1, 24 * 30)], CANNOT_TELL),
        ("splenomegaly", [seen("splenomegaly", 1, 40), seen("splenomegaly", 0, 4)], NOT_MET),
        ("splenomegaly", [seen("splenomegaly", 1, 4), seen("splenomegaly", 0, 4)], CANNOT_TELL),  # a tie
        ("hyperferritinemia", [seen("ferritin", (1500, 1000000), 4, Because.CENSORED)], MET),
        ("raised_scd25", [seen("scd25", (0, 1000000), 4, Because.PENDING)], CANNOT_TELL),
    ],
)
def test_look_back_ties_and_limits(name: str, facts: list[Fact], verdict: str) -> None:
    assert criterion(name, *facts) == verdict


def test_thresholds_are_parameters_with_units() -> None:
    assert criterion("fever", seen("temperature", 38.3), fever="38.3 Cel") == MET
    assert criterion("hyperferritinemia", seen("ferritin", 2999), ferritin="3000 ug/L") == NOT_MET
    assert criterion("raised_scd25", seen("scd25", 2000), scd25="1900 U/mL") == MET
    with pytest.raises(UnitError, match="no unit"):
        hlh2004(Hlh2004(fever="38.3"))
    with pytest.raises(RuleError, match=r"U/mL compared with pg/mL"):
        hlh2004(Hlh2004(scd25="2500 pg/mL"))  # an assay's units are never converted silently


YES = (
    seen("temperature", 39), seen("splenomegaly", 1), seen("hemoglobin", 70), seen("platelets", 30),
    seen("triglycerides", 4), seen("hemophagocytosis_tissue", 1), seen("nk_activity_low", 1),
    seen("ferritin", 9000), seen("scd25", 9000),
)  # fmt: skip
NO = (
    seen("temperature", 37), seen("splenomegaly", 0), seen("hemoglobin", 130), seen("platelets", 300),
    seen("triglycerides", 1), seen("fibrinogen", 4), seen("hemophagocytosis_tissue", 0), seen("nk_activity_low", 0),
    seen("ferritin", 100), seen("scd25", 900),
)  # fmt: skip


def fact(facts: tuple[Fact, ...], *names: str) -> list[Fact]:
    """The facts of these variables."""
    return [one for one in facts if one.variable in names]


FEVER_TO_FATS = ("temperature", "splenomegaly", "hemoglobin", "platelets", "triglycerides")


@pytest.mark.parametrize(
    ("facts", "count", "met"),
    [
        (YES, "8", MET),
        (NO, "0", NOT_MET),
        ((), "0–8", CANNOT_TELL),
        (fact(YES, *FEVER_TO_FATS), "4–8", CANNOT_TELL),
        (fact(YES, *FEVER_TO_FATS, "ferritin"), "5–8", MET),  # 5 known: the rest cannot undo it
        (fact(NO, *FEVER_TO_FATS, "fibrinogen"), "0–4", NOT_MET),  # four known not: too few can remain
        (fact(NO, "temperature", "splenomegaly", "hemoglobin", "platelets"), "0–5", CANNOT_TELL),
        ([*fact(YES, *FEVER_TO_FATS), *fact(NO, "ferritin", "hemophagocytosis_tissue")], "4–6", CANNOT_TELL),
        ([*fact(YES, *FEVER_TO_FATS), *fact(NO, "ferritin", "hemophagocytosis_tissue", "nk_activity_low", "scd25")],
         "4", NOT_MET),
    ],
)  # fmt: skip
def test_five_of_eight(facts: tuple[Fact, ...] | list[Fact], count: str, met: str) -> None:
    score = hlh2004()
    assert value(score.count, *facts) == count
    assert value(score.met, *facts) == met


def test_what_is_missing_is_named() -> None:
    answer = ask(hlh2004().met, chart(*fact(YES, *FEVER_TO_FATS)), T)
    assert {unknown.name for unknown in answer.unknown} == {
        "hemophagocytosis_tissue", "nk_activity_low", "ferritin", "scd25",
    }  # fmt: skip


@pytest.mark.parametrize(("needed", "met"), [(3, MET), (4, MET), (5, NOT_MET)])
def test_how_many_are_needed(needed: int, met: str) -> None:
    facts = [
        *fact(YES, *FEVER_TO_FATS),
        *fact(NO, "ferritin", "hemophagocytosis_tissue", "nk_activity_low", "scd25"),
    ]
    assert value(hlh2004(Hlh2004(needed=needed)).met, *facts) == met


def test_without_nk_activity_there_are_seven() -> None:
    score = hlh2004(VARIANTS["without-nk"])
    assert [rule.name for rule in score.components] == [name for name in CRITERIA if name != "low_nk_activity"]
    assert (score.maximum, value(score.count, *YES)) == (7, "7")


def test_the_score_as_an_object() -> None:
    score = hlh2004()
    assert [rule.name for rule in score.components] == CRITERIA
    assert [rule.name for rule in score.rules] == ["hlh2004", "hlh2004_met", *CRITERIA]
    assert (score.name, score.maximum, score.met.truth, score.count) == ("hlh2004", 8, True, score.total)
    assert all(rule.truth and rule.say("fr") != rule.name for rule in score.components)
    assert VARIANTS["henter-2007"] == Hlh2004()
    assert len({hlh2004(options).met for options in VARIANTS.values()}) == len(VARIANTS)
    assert hlh2004(Hlh2004(look_back=hours(24))).met != score.met


def test_no_two_scores_share_the_name_of_a_component() -> None:
    names = [rule.name for score in (sofa(), hscore(), hlh2004()) for rule in score.rules]
    assert len(names) == len(set(names))
