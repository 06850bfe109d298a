# ruff: noqa: SIM300 (a rule stands on the left, even when its name looks like a constant)
"""Rules as phrases, outlines and traces in English and French, against golden files."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.errors import UsageError
from bedside.rules.chart import LONG_AGO, Chart, Fact
from bedside.rules.language import (
    add,
    all_of,
    answer,
    any_of,
    at_least,
    bands,
    choose,
    constant,
    count,
    greatest,
    highest,
    in_force,
    latest,
    least,
    lowest,
    named,
    own,
    points,
    scored,
    total,
    unless,
)
from bedside.rules.meaning import Meaning, ask
from bedside.rules.nodes import Node, Over, Pick
from bedside.rules.text import Line, outline, say, tell
from bedside.rules.words import said_length, said_quantity, said_time, said_value, said_window, unbroken
from bedside.scores.sofa import sofa
from bedside.values.interval import Interval
from bedside.values.moment import (
    ALWAYS,
    DAY,
    EVER,
    HOUR,
    NOW,
    SECOND,
    Moment,
    Window,
    days,
    hours,
    moment,
)
from bedside.values.quantity import quantity
from bedside.values.unknown import Because
from bedside.values.variable import Kind, measured, yes_no

GOLDEN = Path(__file__).parent / "golden"
INPUTS, PROCEDURES = "icu/inputevents", "icu/procedureevents"

AGE = measured("age", "a", "0", "120", en="age", fr="âge")
PAO2 = measured("pao2", "mm[Hg]", "10", "800", 1, en="PaO₂", fr="PaO₂")
FIO2 = measured("fio2", "1", "0.21", "1.00", 2, en="FiO₂", fr="FiO₂")
PLATELETS = measured("platelets", "10*9/L", "0", "3000", 1, en="platelets", fr="plaquettes")
FERRITIN = measured("ferritin", "ug/L", "0", "1000000", 1, en="ferritin", fr="ferritine")
TEMPERATURE = measured("temperature", "Cel", "25", "45", 1, en="temperature", fr="température")
FEMALE = yes_no("female", Kind.MEASUREMENT, en="female sex", fr="sexe féminin")
URINE = measured("urine", "mL", "-10000", "10000", kind=Kind.OUTPUT, en="urine output", fr="diurèse")
NORADRENALINE = measured(
    "norepinephrine", "ug/kg/min", "0", "20", 4, kind=Kind.INFUSION, en="noradrenaline", fr="noradrénaline"
)
VENTILATION = yes_no("ventilation", Kind.SUPPORT, en="invasive ventilation", fr="ventilation invasive")
SPLEEN = yes_no("splenomegaly", en="splenomegaly", fr="splénomégalie")
BARE = measured("white_cells", "10*9/L", "0", "1000", 2)

DAY_LOW = lowest(PLATELETS, hours(24))
RATIO = named(
    "ratio", highest(PAO2, hours(24), each=own(PAO2) / latest(FIO2, hours(4))), "Vincent 1996",
    en="PaO₂/FiO₂", fr="PaO₂/FiO₂",
)  # fmt: skip
THROMBOPENIA = named("thrombopenia", DAY_LOW < quantity("100 10*9/L"), en="low platelets", fr="plaquettes basses")
FEVER = highest(TEMPERATURE, days(7)) >= constant("38.5 Cel", "Henter 2007")
COAGULATION = named(
    "coagulation",
    bands(DAY_LOW, 4, ("from 20 10*9/L", 3), ("from 50 10*9/L", 2), ("from 100 10*9/L", 1), ("from 150 10*9/L", 0)),
    "Vincent 1996, table 3",
)  # fmt: skip
VASOPRESSOR = highest(NORADRENALINE, hours(24), sustained=hours(1)) > quantity("0.1 ug/kg/min")

SENTENCES: dict[str, Node] = {
    "constant": constant("38.5 Cel", "Henter 2007"),
    "large constant": constant("16500 ug/L"),
    "negative constant": constant("-1.5 mL"),
    "percent": constant("21 %"),
    "one point": points(1),
    "lowest": DAY_LOW < quantity("100 10*9/L"),
    "highest": highest(FERRITIN, days(7)) >= quantity("16500 ug/L"),
    "latest": latest(AGE, ALWAYS) > quantity("18 a"),
    "no label": latest(BARE, hours(6)) <= quantity("5 10*9/L"),
    "count": count(TEMPERATURE, hours(48), where=own(TEMPERATURE) > quantity("38.5 Cel")) >= quantity("2 1"),
    "total": total(URINE, hours(24)) < quantity("500 mL"),
    "window that ended": lowest(PLATELETS, Window(3 * DAY, DAY)),
    "window from ever": lowest(PLATELETS, Window(EVER, DAY)),
    "yes at least once": highest(FEMALE, hours(24)),
    "yes at every record": lowest(FEMALE, hours(24)),
    "answer": answer(SPLEEN),
    "recent answer": latest(SPLEEN, days(3)),
    "support in force": in_force(VENTILATION),
    "support in force then": Over(VENTILATION, Window(6 * HOUR, 6 * HOUR), Pick.HIGHEST),
    "rate in force": in_force(NORADRENALINE) > quantity("0 ug/kg/min"),
    "lowest rate in force": Over(NORADRENALINE, NOW, Pick.LOWEST),
    "sustained": VASOPRESSOR,
    "each": RATIO < quantity("200 mm[Hg]"),
    "each spelled out": RATIO,
    "sum": add(DAY_LOW, latest(BARE, hours(1)), constant("1 10*9/L")),
    "difference in order": DAY_LOW - (latest(BARE, hours(1)) - constant("1 10*9/L")),
    "product of a sum": (latest(FIO2, hours(1)) + quantity("1 1")) * latest(PAO2, hours(1)),
    "least": least(DAY_LOW, latest(BARE, hours(1))),
    "greatest": greatest(DAY_LOW, latest(BARE, hours(1))),
    "bands": COAGULATION,
    "bands above": bands(latest(FERRITIN, hours(24)), 0, ("above 2000 ug/L", 35), ("above 6000 ug/L", "50.5")),
    "bands without unit": bands(latest(FIO2, hours(1)), 0, ("from 0.5 1", 1), gives="1"),
    "and or": all_of(FEVER, any_of(THROMBOPENIA, answer(SPLEEN))),
    "or of and": any_of(all_of(FEVER, THROMBOPENIA), answer(SPLEEN)),
    "chain": FEVER & THROMBOPENIA & answer(SPLEEN),
    "not": ~answer(SPLEEN),
    "not all": ~(FEVER & answer(SPLEEN)),
    "at least": at_least(2, FEVER, THROMBOPENIA, answer(SPLEEN)),
    "choose": choose(in_force(VENTILATION), points(4), COAGULATION),
    "scored": scored(FEVER, 33),
    "only positive": count(SPLEEN, days(3), where=own(SPLEEN)) >= quantity("1 1"),
    "only negative": count(SPLEEN, days(3), where=~own(SPLEEN)) >= quantity("1 1"),
    "only in force": lowest(TEMPERATURE, hours(24), where=in_force(VENTILATION)),
    "only without": lowest(TEMPERATURE, hours(24), where=~in_force(VENTILATION)),
    "only several": count(SPLEEN, days(3), where=own(SPLEEN) & in_force(VENTILATION)),
    "exception": unless("tube_in_place", in_force(VENTILATION), points(0), COAGULATION),
}
HLH = named(
    "hlh",
    at_least(
        3, FEVER, THROMBOPENIA, answer(SPLEEN), all_of(THROMBOPENIA, VASOPRESSOR), RATIO < quantity("200 mm[Hg]")
    ),
    "Henter 2007", en="criteria of HLH-2004", fr="critères HLH-2004",
)  # fmt: skip
SCORE = named("score", add(COAGULATION, scored(HLH, 2), unless("tube", in_force(VENTILATION), points(0), COAGULATION)))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_rule_has_its_sentence(language: str) -> None:
    said = "".join(f"{name}: {say(rule, language)}\n" for name, rule in SENTENCES.items())
    assert said == (GOLDEN / f"sentences_{language}.txt").read_text(encoding="utf-8")


def test_named_rules_are_said_by_name_or_spelled_out() -> None:
    rule = named("both", THROMBOPENIA & FEVER, en="both")
    assert say(rule, "en", 0) == "both"
    assert say(rule, "en", 1).startswith("low platelets and temperature")
    assert say(rule, "en", 2).startswith("platelets (lowest in 24\u00a0h) < 100\u00a0×\u00a010⁹/L and temperature")


def test_an_unknown_language_is_refused() -> None:
    for speak in (lambda: say(FEVER, "de"), lambda: outline(FEVER, "de"), lambda: tell(_asked(FEVER), "de")):
        with pytest.raises(UsageError, match=r"“de” is not written here\. Choose among: en, fr\."):
            speak()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_outlines(language: str) -> None:
    assert _text(outline(SCORE, language)) == (GOLDEN / f"outline_{language}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_traces(language: str) -> None:
    assert _text(tell(_asked(SCORE), language)) == (GOLDEN / f"trace_{language}.txt").read_text(encoding="utf-8")


def test_a_long_choice_is_opened_and_its_parts_are_labelled() -> None:
    both = VASOPRESSOR & FEVER
    told = [str(line) for line in outline(choose(both, both, unless("tube", both, FEVER, both)), "en")]
    vasopressor, fever = (say(rule, "en") for rule in (VASOPRESSOR, FEVER))
    assert told == [
        "depending on the condition below",
        "  if: all of these",
        f"    {vasopressor}",
        f"    {fever}",
        "  then: all of these (as above)",
        "  otherwise: unless the exception “tube” applies",
        "    if: all of these (as above)",
        f"    then: {fever}",
        "    otherwise: all of these (as above)",
    ]


def test_a_trace_labels_the_parts_of_a_long_choice() -> None:
    scored_long = choose(all_of(FEVER, answer(SPLEEN), VASOPRESSOR), points(4), points(0))
    asked = [str(line) for line in tell(_asked(scored_long), "en")]
    assert asked[0] == "depending on the condition below ⇒ 0 to 4\u00a0points"
    assert {"  if: all of these: cannot tell", "  then: 4\u00a0points", "  otherwise: 0\u00a0points"} <= set(asked)


def test_the_clinician_reads_the_ratio_and_the_printed_bounds_of_sofa() -> None:
    respiration = sofa().component("respiration")
    for language, source in (("en", "binary rounding: 112 ÷ 0.28 = 399.99999999999994"),
                             ("fr", "arrondi binaire\u00a0: 112 ÷ 0,28 = 399,99999999999994")):  # fmt: skip
        told = _text(outline(respiration, language)).replace("\u00a0", " ")
        assert "PaO₂/FiO₂: < 100 mmHg → 4; ≥ 100 mmHg → 3; ≥ 200 mmHg → 2; ≥ 300 mmHg → 1; ≥ 400 mmHg → 0" in (
            told.replace(" :", ":").replace("\u202f;", ";")
        )
        assert f"PaO₂/FiO₂ [{source}]" in told.replace(" :", "\u00a0:")
        assert "(…)" not in told
    chart = Chart.of([_at("pao2", 1, 80), _at("fio2", 1, 0.5)], recorded=("invasive_ventilation",))
    traced = _text(tell(ask(respiration, chart, _hour(2)), "en"))
    assert "PaO₂/FiO₂: 160\u00a0mmHg" in traced and "160.0" not in traced


def test_sums_and_greatest_of_parts_with_lines_of_their_own() -> None:
    for language, words in (("en", ("the sum of these", "the greatest of these")),
                            ("fr", ("la somme de ces valeurs", "la plus grande de ces valeurs"))):  # fmt: skip
        told = {line.text for line in outline(sofa().total, language)}
        assert set(words) <= told
        assert not any(" + SOFA" in text or "(…)" in text for text in told)


def test_a_trace_counts_the_records_that_it_leaves_out_and_keeps_the_one_that_decides() -> None:
    facts = [_at("platelets", hour, 100 + hour) for hour in range(9)]
    told = _text(tell(ask(DAY_LOW, Chart.of(facts), _hour(9)), "en", records=2))
    assert [line.removesuffix(" · hosp/labevents 51265") for line in told.splitlines()[1:]] == [
        "  2150-03-01 00:00 · 100\u00a0×\u00a010⁹/L",
        "  2150-03-01 08:00 · 108\u00a0×\u00a010⁹/L",
        "  and 7 more",
    ]


def test_deciding_parts_come_first() -> None:
    chart = Chart.of([_at("platelets", 1, 90), _at("temperature", 1, 37)])
    rule = all_of(answer(SPLEEN), THROMBOPENIA, FEVER)
    told = [line.text.rsplit(": ", 1)[1] for line in tell(ask(rule, chart, _hour(2)), "en") if line.level == 1]
    assert told == ["not met", "met", "cannot tell"]


def test_a_repeated_trace_is_said_once() -> None:
    chart = Chart.of([_at("platelets", 1, 90)])
    lines = [str(line) for line in tell(ask(any_of(THROMBOPENIA, ~THROMBOPENIA), chart, _hour(2)), "en")]
    assert lines[-1] == "    low platelets: met (as above)"
    assert sum("2150-03-01 01:00" in line for line in lines) == 1


@pytest.mark.parametrize(
    ("span", "english", "french"),
    [
        (hours(24), "24 h", "24 h"),
        (hours(48), "48 h", "48 h"),
        (7 * DAY, "7 d", "7 j"),
        (hours(73), "73 h", "73 h"),
        (hours(1.5), "90 min", "90 min"),
        (90 * SECOND, "90 s", "90 s"),
        (1_500_000, "1.5 s", "1,5 s"),
        (0, "0 s", "0 s"),
    ],
)
def test_lengths(span: int, english: str, french: str) -> None:
    said = (said_length(span, "en"), said_length(span, "fr"))
    assert tuple(text.replace("\u00a0", " ") for text in said) == (english, french)


@pytest.mark.parametrize(
    ("text", "english", "french"),
    [
        ("1 {points}", "1_point", "1_point"),
        ("2 {points}", "2_points", "2_points"),
        ("0 {points}", "0_points", "0_point"),
        ("1 a", "1_year", "1_an"),
        ("18 a", "18_years", "18_ans"),
        ("1000 ug/L", "1000_µg/L", "1000_µg/L"),
        ("16500.5 ug/L", "16,500.5_µg/L", "16.500,5_µg/L"),
        ("-2 mL", "−2_mL", "−2_mL"),
        ("0.5 1", "0.5", "0,5"),
        ("50 %", "50%", "50_%"),
        ("100 10*9/L", "100_×_10⁹/L", "100_×_10⁹/L"),
    ],
)
def test_quantities(text: str, english: str, french: str) -> None:
    """No-break spaces are shown here as _ and narrow ones as a point."""
    said = [said_quantity(quantity(text), language) for language in ("en", "fr")]
    assert [s.replace("\u00a0", "_").replace("\u202f", ".") for s in said] == [english, french]
    assert " " not in "".join(said)


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (Interval(3, 7), "{points}", "3 to 7\u00a0points"),
        (Interval(0, float("inf")), "mL", "0 to ∞\u00a0mL"),
        (Interval.point(1 / 3), "1", "0.333333"),
        (Interval.point(0.00001234567), "1", "0.0000123457"),
        (Interval.point(-0.5), "1", "−0.5"),
        (Interval.point(1234567.0), "1", "1,234,567"),
    ],
)
def test_values(value: Interval, unit: str, said: str) -> None:
    assert said_value(value, unit, False, "en") == said


def test_windows() -> None:
    windows = [Window(DAY), Window(2 * DAY, DAY), ALWAYS, Window(EVER, HOUR)]
    assert [said_window(w, "en").replace("\u00a0", " ") for w in windows] == [
        "in 24 h", "from 48 h to 24 h before", "at any time", "until 1 h before",
    ]  # fmt: skip


def _hour(number: int) -> Moment:
    return Moment(moment("2150-03-01") + number * HOUR)


def _at(variable: str, hour: int, value: float, because: Because | None = None, written: str = "") -> Fact:
    return Fact(variable, _hour(hour), _hour(hour), Interval.point(value), because=because,
                origin="hosp/labevents 51265", written=written)  # fmt: skip


def _patient() -> Chart:
    course = (_hour(2), _hour(30))
    return Chart.of(
        [
            _at("platelets", 3, 54, written="54 K/uL"),
            _at("platelets", 9, 81),
            Fact("platelets", _hour(10), _hour(10), PLATELETS.bounds, because=Because.PENDING),
            Fact("temperature", _hour(0), _hour(12), Interval.point(38.6), origin="icu/chartevents 223762"),
            Fact("norepinephrine", _hour(2), _hour(4), Interval.point(0.05), course=course, origin=INPUTS),
            Fact("norepinephrine", _hour(4), _hour(30), Interval.point(0.2), course=course, origin=INPUTS),
            Fact("ventilation", _hour(1), Moment(_hour(1) + EVER), Interval.point(1.0), origin=PROCEDURES),
            _at("pao2", 6, 80), _at("pao2", 11, 95), _at("fio2", 5, 0.5),
        ],
        recorded=("norepinephrine", "ventilation"),
    )  # fmt: skip


def _asked(rule: Node) -> Meaning:
    return ask(rule, _patient(), _hour(12))


def _text(lines: list[Line]) -> str:
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Est-ce grave ?", "Est-ce grave\u202f?"),
        ("« grave » : oui ; non !", "«\u00a0grave\u00a0»\u00a0: oui\u202f; non\u202f!"),
        ("à 10:30 d’après a ?b", "à 10:30 d’après a ?b"),
    ],
)
def test_no_line_of_french_begins_with_a_sign(typed: str, printed: str) -> None:
    assert unbroken(typed) == printed


@given(st.text(st.sampled_from("aé ?!;:«»\u00a0\u202f’\n"), max_size=30))
def test_only_spaces_are_set_and_once_is_enough(typed: str) -> None:
    printed = unbroken(typed)
    assert printed.replace("\u00a0", " ").replace("\u202f", " ") == typed.replace("\u00a0", " ").replace("\u202f", " ")
    assert unbroken(printed) == printed


def test_times_are_told_by_the_clock_of_a_zone_and_no_year_stands_for_a_beginning_that_nobody_recorded() -> None:
    at, later, paris = moment("2026-11-29T05:00Z"), moment("2026-11-29T07:30Z"), ZoneInfo("Europe/Paris")
    assert said_time(at, at, False, "en") == "2026-11-29 05:00"
    assert said_time(at, at, False, "en", paris) == "2026-11-29 06:00"
    assert said_time(at, Moment(at + EVER), True, "fr", paris) == "depuis 2026-11-29 06:00"
    assert said_time(LONG_AGO, later, True, "fr", paris) == "jusqu’au 2026-11-29 08:30"
    assert said_time(LONG_AGO, later, True, "en") == "until 2026-11-29 07:30"
