"""Drafting a trial from a registry record: what becomes a rule, what must not, and that nothing is lost or invented.

golden/draft/ holds the whole draft of an invented study, golden/drafting_errors.txt the words of every refusal;
BEDSIDE_WRITE_GOLDEN=1 writes them anew.
"""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bedside.errors import RegistryError, UsageError
from bedside.lint.checks import check
from bedside.protocol.loading import load
from bedside.protocol.model import Protocol
from bedside.registry.drafting import NO_EXCLUSION, NO_INCLUSION, cautions, draft, write_draft
from bedside.registry.drafting_clauses import plain_words, understood
from bedside.registry.drafting_code import comment
from bedside.registry.drafting_criteria import DraftCriterion, draft_criteria
from bedside.registry.drafting_protocol import MARK
from bedside.registry.drafting_sentences import at
from bedside.registry.drafting_visits import days_of
from bedside.registry.page import read_page
from bedside.registry.reading import read_registry
from bedside.registry.record import RegistryRecord
from bedside.registry.study import read_study
from bedside.rules.chart import Chart, Fact
from bedside.rules.meaning import ask
from bedside.values.interval import Interval
from bedside.values.moment import DAY, Moment
from bedside.values.quantity import quantity
from tests import needs
from tests.unit.test_registry_ctgov import study, with_eligibility
from tests.unit.test_registry_text import PAGE

GOLDEN = Path(__file__).parent / "golden"
READ = date(2026, 11, 22)

# sentence -> the rule, and its bound in the variable's own unit
MAPPED = [
    ("18 years or older", "age >= {bound}", "18 a"),
    ("≥ 18 years", "age >= {bound}", "18 a"),
    ("Age ≥ 18", "age >= {bound}", "18 a"),
    ("Age >= 18 years", "age >= {bound}", "18 a"),
    ("Minimum Age: 18 Years", "age >= {bound}", "18 a"),
    ("Adults (≥ 18 years)", "age >= {bound}", "18 a"),
    ("Patients aged 18 years and older;", "age >= {bound}", "18 a"),
    ("At least 18 years of age", "age >= {bound}", "18 a"),
    ("adult patients older than 18 years", "age > {bound}", "18 a"),
    ("Age over 75 years", "age > {bound}", "75 a"),
    ("Under 60 years of age", "age < {bound}", "60 a"),
    ("Age < 18 years", "age < {bound}", "18 a"),
    ("Maximum age 80 years", "age <= {bound}", "80 a"),
    ("Female", "female", None),
    ("Male patients", "~female", None),
    ("SOFA ≥ 4", "sofa_total >= {bound}", "4 {points}"),
    ("SOFA score of at least 2", "sofa_total >= {bound}", "2 {points}"),
    ("SOFA score of 2 points or more", "sofa_total >= {bound}", "2 {points}"),
    ("Sequential Organ Failure Assessment (SOFA) score > 11", "sofa_total > {bound}", "11 {points}"),
    ("HScore ≥ 169", "hscore_total >= {bound}", "169 {points}"),
    ("at least 5 of the 8 HLH-2004 criteria", "hlh2004_total >= {bound}", "5 {points}"),
    ("PaO2/FiO2 < 200", "pao2_fio2 < {bound}", "200 mm[Hg]"),
    ("PaO2/FiO2 ratio ≤ 300 mmHg", "pao2_fio2 <= {bound}", "300 mm[Hg]"),
    ("PaO₂/FiO₂ < 40 kPa", "pao2_fio2 < {bound}", "300.025 mm[Hg]"),
    ("platelets < 50 G/L", 'latest(variable("platelets"), recent) < {bound}', "50 10*9/L"),
    ("Platelet count > 100,000/µL", 'latest(variable("platelets"), recent) > {bound}', "100 10*9/L"),
    ("platelets < 50 x 10^9/L", 'latest(variable("platelets"), recent) < {bound}', "50 10*9/L"),
    ("platelets below 50 × 10⁹/L", 'latest(variable("platelets"), recent) < {bound}', "50 10*9/L"),
    ("platelets < 50 10^3/mm3", 'latest(variable("platelets"), recent) < {bound}', "50 10*9/L"),
    ("ANC > 1000/uL", 'latest(variable("neutrophils"), recent) > {bound}', "1 10*9/L"),
    ("absolute neutrophil count ≥ 1,500/ mm3", 'latest(variable("neutrophils"), recent) >= {bound}', "1.5 10*9/L"),
    ("hemoglobin ≥ 10 g/dL", 'latest(variable("hemoglobin"), recent) >= {bound}', "100 g/L"),
    ("Haemoglobin less than 70 g/L", 'latest(variable("hemoglobin"), recent) < {bound}', "70 g/L"),
    ("Total bilirubin > 2 mg/dL", 'latest(variable("bilirubin"), recent) > {bound}', "34.2 umol/L"),
    ("serum creatinine 2 mg/dL or more", 'latest(variable("creatinine"), recent) >= {bound}', "176.8 umol/L"),
    ("temperature > 38.5 °C at inclusion", 'latest(variable("temperature"), recent) > {bound}', "38.5 Cel"),
    ("Glasgow Coma Scale (GCS) score ≤ 8", 'latest(variable("gcs"), recent) <= {bound}', "8 {points}"),
    ("admission in the ICU", 'in_force(variable("icu_stay"))', None),
    ("Patients hospitalised in intensive care unit", 'in_force(variable("icu_stay"))', None),
    ("Patients receiving invasive mechanical ventilation", 'in_force(variable("invasive_ventilation"))', None),
    ("splenomegaly", 'answer(variable("splenomegaly"))', None),
]


@pytest.mark.parametrize(("sentence", "rule", "bound"), MAPPED)
def test_an_understood_clause(sentence: str, rule: str, bound: str | None) -> None:
    clause = understood(sentence)
    assert clause is not None
    assert (clause.rule, clause.bound and clause.bound.value) == (rule, bound)


NOT_MAPPED = [
    # negations, and what says more than the clause
    *("No platelets < 50 G/L", "not admitted to the ICU", "SOFA ≥ 4 excluded", "without splenomegaly"),
    *("absence of splenomegaly", "history of platelets < 50 G/L", "History of admission to the ICU"),
    *("platelets < 50 G/L for more than 3 days", "SOFA ≥ 4 unless sedated", "increase in SOFA score ≥ 2"),
    *("admission to the ICU for less than 24 hours", "Planned admission to ICU", "Healthy adults under age 60"),
    *("suspected splenomegaly", "platelets < 50 G/L before transfusion", "delta SOFA ≥ 2", "Male participants..."),
    # ranges
    *("platelets 50-100 G/L", "SOFA between 2 and 11", "between 18 and 75 years", "Age 12-18 years", "18 to 75 years"),
    *("GCS 9 to 12", "platelets > 50 < 100 G/L"),
    # units unknown, missing, ambiguous or of something else
    *("Platelets < 50", "platelets < 50 mg", "hemoglobin ≥ 10", "PaO2/FiO2 < 40", "temperature ≥ 38.5"),
    *("ferritin > 1.000 µg/L", "ferritin > 2,5 µg/L", "AST > 3 x ULN", "Bilirubin less than 1.5 x normal limit"),
    *("Age > 18 months", "Age > 6", "≥ 18", "scd25 > 2400 IU/mL", "AST > 100 IU/L"),
    # neighbours of what is known, and values that cannot be
    *("creatinine clearance > 30 mL/min", "direct bilirubin > 2 mg/dL", "lactate > 2 mmol/L", "qSOFA ≥ 2"),
    *("SOFA ≥ 30", "SOFA ≥ 0", "GCS ≥ 3", "platelets < 50000 G/L", "Age ≥ 150 years", "SAPS II ≥ 40"),
    *("Adult patients", "adults under 16 years", "", "...", "≥", "SOFA", "SOFA ≥", "at least 5 HLH-1994 criteria"),
]


@pytest.mark.parametrize("sentence", NOT_MAPPED)
def test_a_clause_that_is_not_wholly_understood_is_no_rule(sentence: str) -> None:
    assert understood(sentence) is None


def test_spellings_of_powers_of_ten() -> None:
    assert {plain_words(f"50{each}/L") for each in ("×10⁹", " x 10^9", " 10*9", " 10e9", "·10^9")} == {"50 10e9/l"}


# --- criteria -------------------------------------------------------------------------------------------------


def only(text: str, kind: str = "Inclusion") -> DraftCriterion:
    """The one criterion that this text under an inclusion or exclusion heading makes."""
    record = with_eligibility(f"{kind} criteria:\n\n{text}\n")
    found = [each for each in draft_criteria(record) if each.id[0] in "IEU" and not each.needs & {"no_criteria"}]
    assert len(found) == 1
    return found[0]


def test_a_needed_part_of_an_inclusion_criterion_is_a_rule_and_the_rest_is_asked() -> None:
    found = only("* need for treatment in relation with organ failure, as defined by SOFA score ≥ 4")
    assert found.rule == 'all_of(sofa_total >= trial.threshold("i1_1_sofa"), trial.answer("i1_asked"))'
    assert (found.data, found.extent) == ('sofa_total >= trial.threshold("i1_1_sofa")', "part")


@pytest.mark.parametrize(
    "text",
    [
        "septic shock or vasopressors, SOFA score ≥ 4",
        "shock, SOFA score ≥ 4 unless sedated",
        "Cohort B: platelets ≥ 50 G/L",
        "Men: hemoglobin ≥ 13 g/dL",
        "no shock, SOFA score ≥ 4",
        "previous sepsis, SOFA score ≥ 4",
        "sepsis (suspected), SOFA score ≥ 4",
        "children, SOFA score ≥ 4",
        "men and women",
        "male or female",
    ],
)
def test_beside_words_that_turn_it_nothing_is_proposed(text: str) -> None:
    found = only(f"* {text}")
    assert (found.rule, found.data, found.extent) == ('trial.answer("i1_asked")', "", "")


def test_clauses_joined_by_one_word_throughout() -> None:
    either = only("* SOFA ≥ 12 or platelets < 20 G/L", "Exclusion")
    assert (either.rule[:6], either.data, either.extent) == ("any_of", "WHOLE", "whole")
    both = only("* SOFA ≥ 12 and platelets < 20 G/L", "Exclusion")
    assert (both.rule[:6], both.data, both.extent) == ("all_of", "WHOLE", "whole")
    assert only("* SOFA ≥ 12, platelets < 20 G/L", "Exclusion").extent == ""


def test_bullets_count_as_the_line_above_them_says() -> None:
    bullets = "\n  * SOFA ≥ 12\n  * cancer\n"
    excluded = only(f"* Any of the following:\n{bullets}", "Exclusion")
    assert excluded.rule == 'any_of(sofa_total >= trial.threshold("e1_1_sofa"), trial.answer("e1_2_asked"))'
    assert excluded.data == 'sofa_total >= trial.threshold("e1_1_sofa")'
    needed = only(f"* All of the following:\n{bullets}")
    assert needed.rule == 'all_of(sofa_total >= trial.threshold("i1_1_sofa"), trial.answer("i1_2_asked"))'
    one_needed = only(f"* At least one of the following:\n{bullets}")
    assert (one_needed.rule[:6], one_needed.data) == ("any_of", "")
    for unsaid in ("The following:", "Shock and any of the following:", "None of the following:"):
        assert only(f"* {unsaid}\n{bullets}", "Exclusion").extent == ""


def test_what_only_a_person_can_say_is_no_data() -> None:
    found = only("* splenomegaly")
    assert (found.rule, found.data, found.extent) == ('answer(variable("splenomegaly"))', "", "whole")


def test_under_a_heading_that_limits_it_nothing_is_proposed_and_the_heading_is_asked_with_it() -> None:
    found = only("For parents:\n\n* 18 years or older")
    assert found.extent == ""
    assert found.questions[0].words == "For parents: 18 years or older"


def test_an_age_strictly_above_leaves_open_who_is_just_that_old() -> None:
    found = only("* older than 18 years")
    limit = 'trial.threshold("i1_age")'
    assert found.rule == f'any_of(age > {limit}, all_of(age >= {limit}, trial.answer("i1_at_the_limit")))'
    assert found.data == f"age >= {limit}"
    assert only("* older than 75 years", "Exclusion").data == 'age > trial.threshold("e1_age")'


@pytest.mark.parametrize(
    ("text", "kind", "women_only"),
    [
        ("Pregnancy", "Exclusion", True),
        ("Pregnant or breastfeeding women", "Exclusion", True),
        ("Patient is breast feeding.", "Exclusion", True),
        ("Pregnant or lactating patients (women must have a negative test);", "Exclusion", True),
        ("Pregnant women, prisoners or minors", "Exclusion", False),
        ("Not pregnant", "Exclusion", False),
        ("Pregnant women or men who refuse contraception", "Exclusion", False),
        ("Women of childbearing potential must use contraception", "Inclusion", True),
        ("Women of childbearing potential and men must use contraception", "Inclusion", False),
        ("Negative pregnancy test", "Inclusion", False),
    ],
)
def test_whom_pregnancy_concerns(text: str, kind: str, women_only: bool) -> None:
    found = only(f"* {text}", kind)
    assert found.condition == ("female" if women_only else "")
    assert len(found.questions) == 1


@pytest.mark.parametrize(
    ("words", "who"),
    [("Signed informed consent", "patient or relative"), ("Lactose intolerance", "investigator")],
)
def test_who_is_asked(words: str, who: str) -> None:
    assert str(only(f"* {words}").questions[0].answerer) == who


def test_fields_of_the_registry_are_criteria() -> None:
    def change(section: dict[str, dict[str, object]]) -> None:
        section["eligibilityModule"] = {"sex": "FEMALE", "minimumAge": "6 Months", "maximumAge": "80 Years"}

    found = {each.id: each for each in draft_criteria(study(change))}
    assert found["SEX"].rule == "female"
    assert found["MAX_AGE"].rule == 'age <= trial.threshold("max_age")'
    assert found["MIN_AGE"].questions[0].words == "Minimum age: 6 Months", "months are no completed years"


@pytest.mark.parametrize(
    ("frame", "days"),
    [
        ("At day 28", (28,)),
        ("D7", (7,)),
        ("Up to 6 months", (183,)),
        ("Baseline and 12 weeks", (0, 84)),
        ("12 weeks post-randomization", (84,)),
        ("from inclusion to day 28", (28,)),
        ("until ICU discharge or day 28", (28,)),
        ("72 hours after inclusion", (3,)),
        ("Three years, from time of randomization", (1096,)),
        ("Month 3, Month 6", (91, 183)),
        ("30 days after hospital discharge", ()),
        ("Day 1 of each course", ()),
        ("every 6 months for 3 years", ()),
        ("6 months before inclusion", ()),
        ("Days 1, 3 and 7", ()),
        ("until engraftment", ()),
        ("9999999 days", ()),
        ("", ()),
    ],
)
def test_days_that_a_time_frame_names(frame: str, days: tuple[int, ...]) -> None:
    assert days_of(frame) == days


# --- the draft as a trial -------------------------------------------------------------------------------------

SMALL = {
    "protocolSection": {
        "identificationModule": {"nctId": "NCT99999902", "briefTitle": "Cool Water: a “trial” of # nothing"},
        "statusModule": {"overallStatus": "NOT_YET_RECRUITING"},
        "conditionsModule": {"conditions": ["Sepsis"]},
        "designModule": {
            "studyType": "INTERVENTIONAL",
            "phases": ["PHASE2"],
            "designInfo": {"interventionModel": "SINGLE_GROUP"},
            "enrollmentInfo": {"count": 30, "type": "ESTIMATED"},
        },
        "armsInterventionsModule": {
            "armGroups": [{"label": "Water", "interventionNames": ["Drug: Water"]}],
            "interventions": [{"type": "DRUG", "name": "Water", "description": "1 L a day"}],
        },
        "eligibilityModule": {
            "sex": "ALL",
            "minimumAge": "18 Years",
            "eligibilityCriteria": (
                "Inclusion Criteria:\n\n* Admission to the ICU\n* Sepsis, SOFA score of at least 2\n"
                "* PaO2/FiO2 \\< 200\n* Informed consent signed\n\n"
                "Exclusion Criteria:\n\n* Platelets \\< 20 G/L\n* Pregnancy\n* History of drowning\n"
                "* One of the following:\n  * splenomegaly\n  * aversion to water\n"
            ),
        },
        "outcomesModule": {
            "primaryOutcomes": [{"measure": "Alive", "timeFrame": "At day 28"}],
            "secondaryOutcomes": [{"measure": "Thirst", "timeFrame": "After 5 glasses"}, {"measure": "Mood"}],
        },
    }
}


def small() -> RegistryRecord:
    return read_study(json.dumps(SMALL), "small.json")


def loaded(record: RegistryRecord, folder: Path) -> Protocol:
    return load(write_draft(record, folder, READ))


def test_golden_draft() -> None:
    written = draft(small(), "Cool Water", READ)
    folder = GOLDEN / "draft"
    if os.environ.get("BEDSIDE_WRITE_GOLDEN"):
        for name, text in written.items():
            (folder / f"{name}.txt").parent.mkdir(parents=True, exist_ok=True)
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    kept = {
        str(path.relative_to(folder)).removesuffix(".txt"): path.read_text(encoding="utf-8")
        for path in folder.rglob("*.txt")
    }
    assert written == kept


def test_every_sentence_is_claimed_where_it_stands(tmp_path: Path) -> None:
    for i, record in enumerate((small(), study())):
        assert_claimed(record, loaded(record, tmp_path / f"t{i}"))


def assert_claimed(record: RegistryRecord, protocol: Protocol) -> None:
    claimed = {(claim.said.text, claim.said.at) for claim in protocol.claims()}
    assert {(each.text, str(at(each.place))) for each in record.sentences()} == claimed


def test_nothing_is_invented(tmp_path: Path) -> None:
    """Every number is the record's, with its place, or stands on an assumption that marks the draft."""
    protocol = loaded(small(), tmp_path / "t")
    sourced = {each.name: each for each in protocol.parameters if each.source}
    assert set(sourced) == {"target_enrolment", "min_age", "i2_1_sofa", "i3_pao2_fio2", "e1_platelets"}
    assert all("NCT99999902 record, /protocolSection/" in each.source for each in sourced.values())
    assert all(each.name.startswith(MARK) for each in protocol.assumptions)
    assert all(each.dose is None for arm in protocol.arms for each in arm.interventions)
    assert [(each.id, each.day) for each in protocol.schedule.visits] == [("D0", 0), ("D28", 28), ("UNPLACED", 0)]
    assert protocol.outcome("S1").visits == protocol.outcome("S2").visits == ("UNPLACED",)


def test_every_part_of_a_draft_names_its_assumptions(tmp_path: Path) -> None:
    protocol = loaded(small(), tmp_path / "t")
    parts: list[Any] = [*protocol.criteria, *protocol.outcomes, *protocol.schedule.visits, protocol.costs]
    parts += [each for arm in protocol.arms for each in arm.interventions]
    assert all(part.assumptions for part in parts)


def at_day(name: str, value: float) -> Fact:
    here = Moment(100 * DAY)
    return Fact(name, here, here, Interval.point(value), here)


def lasting(name: str) -> Fact:
    start, end = Moment(99 * DAY), Moment(101 * DAY)
    return Fact(name, start, end, Interval.point(1.0), start, (start, end))


def test_a_draft_screens(tmp_path: Path) -> None:
    """Unknown stays unknown; data exclude and include; answers settle the rest."""
    protocol = loaded(small(), tmp_path / "t")
    now = Moment(100 * DAY)

    def verdict(*facts: Fact, of_data: bool = False) -> Interval:
        rule = protocol.data_population if of_data else protocol.population
        return ask(rule, Chart.of(facts), now).value

    assert verdict() == Interval(0.0, 1.0)
    assert verdict(at_day("age", 17)) == Interval.point(0.0)
    assert verdict(at_day("platelets", 19)) == Interval.point(0.0)
    by_data = (
        *(at_day("age", 18), at_day("platelets", 20), at_day("bilirubin", 300), at_day("pao2", 80)),
        *(at_day("fio2", 0.5), lasting("icu_stay")),
    )
    assert verdict(*by_data, of_data=True) == Interval.point(1.0)
    assert verdict(*by_data) == Interval(0.0, 1.0)
    man = at_day("female", 0)
    yes = [at_day(name, 1) for name in ("i2_asked", "i4_asked")]
    no = [at_day(name, 0) for name in ("e3_asked", "e4_2_asked", "splenomegaly")]
    assert verdict(*by_data, *yes, *no) == Interval(0.0, 1.0), "a woman may be pregnant"
    assert verdict(*by_data, man, *yes, *no) == Interval.point(1.0)
    assert verdict(*by_data, man, *yes, *no[:1], at_day("e4_2_asked", 1)) == Interval.point(0.0)


def test_a_draft_passes_its_check(tmp_path: Path) -> None:
    record = small()
    assert check(loaded(record, tmp_path / "t"), record).exit_code == 0


def stating(text: object) -> RegistryRecord:
    """The small study with another eligibility text; its ages and sex stay."""
    document = json.loads(json.dumps(SMALL))
    document["protocolSection"]["eligibilityModule"]["eligibilityCriteria"] = text
    return read_study(json.dumps(document), "small.json")


NO_CRITERIA = [
    *(None, "", " \n", "Inclusion Criteria:\n\nExclusion Criteria:\n"),
    *("Inclusion Criteria: N/A\nExclusion Criteria: none", "Inclusion criteria:\n\n* -\n", "no eligibility criteria"),
    *("Not provided", "* To be determined.", "See the protocol."),
]


@pytest.mark.parametrize("text", NO_CRITERIA)
def test_a_record_without_criteria_is_no_draft_even_with_ages(text: str | None, tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match=r"^small.json: the record states no eligibility criteria, .* Fetch"):
        write_draft(stating(text), tmp_path / "t", READ)
    assert list(tmp_path.iterdir()) == []


def test_a_page_or_a_study_that_lacks_them_is_none_either(tmp_path: Path) -> None:
    head, rest = PAGE.split("Inclusion Criteria\n")
    told = rest[rest.index("Study & Design") :]
    bare = read_page(f"{head}Inclusion Criteria\nNot provided\nExclusion Criteria\n\n-\n\n{told}", "page.txt")
    for record in (bare, study(lambda section: section.pop("eligibilityModule"))):
        with pytest.raises(RegistryError, match="no eligibility criteria"):
            write_draft(record, tmp_path / "t", READ)


def test_words_that_only_look_empty_are_criteria() -> None:
    for text in ("None of the above", "No sepsis", "Unknown allergy", "See-saw breathing", "Missing limb"):
        assert only(f"* {text}", "Exclusion").extent == ""
        assert cautions(stating(f"Inclusion criteria:\n\n* {text}\n")) == (NO_EXCLUSION,)


def test_a_list_that_says_none_is_no_criterion_and_is_told() -> None:
    record = stating("Inclusion Criteria:\n\n* Sepsis\n\nExclusion Criteria:\n\n* None\n")
    assert [each.id for each in draft_criteria(record)] == ["MIN_AGE", "I1"]
    assert cautions(record) == (NO_EXCLUSION,) and cautions(small()) == ()
    assert f"\n# {NO_EXCLUSION.en}\n" in draft(record, "t", READ)["protocol.yaml"]


def test_age_and_exclusions_alone_let_nobody_in(tmp_path: Path) -> None:
    record = stating("Exclusion Criteria:\n\n* Platelets \\< 20 G/L\n")
    assert cautions(record) == (NO_INCLUSION,)
    protocol = loaded(record, tmp_path / "t")
    chart = Chart.of([at_day("age", 40), at_day("platelets", 100)])
    assert ask(protocol.population, chart, Moment(100 * DAY)).value == Interval(0.0, 1.0)
    assert protocol.criterion("I1").sentence == "Cool Water: a “trial” of # nothing"
    assert protocol.criterion("I1").assumptions == ("draft_no_criteria",)


def test_braces_of_the_record_are_its_own_words(tmp_path: Path) -> None:
    words = "Quote {braces} {min_age} {{twice}} and { alone }"
    record = stating(f"Inclusion Criteria:\n\n* {words}\n\nExclusion Criteria:\n\n* Sepsis {{x}}\n")
    protocol = loaded(replace(record, title=replace(record.title, text="{min_age}")), tmp_path / "t")
    assert (protocol.criterion("I1").said.text, protocol.criterion("I1").text.en) == (words, words)
    assert protocol.text.en == "Draft: {min_age}"
    asked = {each.name: each.asked.en for each in protocol.questions}
    assert asked["i1_asked"] == f"Is this so of the patient: “{words}”?"
    items = {item.id: item.text.en for form in protocol.forms for item in form.items}
    assert items["e1_asked"] == "Is this so of the patient: “Sepsis {x}”?"


def test_no_word_of_a_record_runs() -> None:
    hostile = 'x\n"""\x0craise SystemExit\u2028# -*- coding: rot13'
    assert comment(hostile).isprintable()
    record = with_eligibility('Inclusion criteria:\n\n* """ + exit() + {0} "\n* \\\\\n')
    compile(draft(record, "t", READ)["criteria.py"], "criteria.py", "exec")


# --- public records -------------------------------------------------------------------------------------------

NUMBERS = (
    *("NCT00567567", "NCT00763412", "NCT00973089", "NCT01987596", "NCT02299791", "NCT02576665", "NCT03418623"),
    *("NCT03630471", "NCT05594173"),
)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_public_study_drafts_loads_and_keeps_every_sentence(number: str, tmp_path: Path) -> None:
    record = read_registry(needs.shared_data("registry_v2", f"{number}.json"))
    protocol = loaded(record, tmp_path / "t")
    assert_claimed(record, protocol)
    assert check(protocol, record).exit_code == 0
    ask(protocol.population, Chart.of([]), Moment(0))


def test_the_public_page_drafts_and_its_rules_are_those_proposed(tmp_path: Path) -> None:
    record = read_registry(needs.shared("reference", "NCT06244862-registry-record.txt"))
    protocol = loaded(record, tmp_path / "t")
    assert_claimed(record, protocol)
    assert check(protocol, record).exit_code == 0
    assert len(protocol.inclusion) == 6 and len(protocol.exclusion) == 13 and len(protocol.outcomes) == 17
    assert [each.id for each in protocol.criteria if each.data_rule is not None] == ["I1", "I3", "I4"]
    assert [each.day for each in protocol.schedule.visits] == [0, 7, 28, 183]
    assert protocol.parameter("i4_1_sofa").value == quantity("4 {points}")


# --- refusals -------------------------------------------------------------------------------------------------


def into_a_full_folder(folder: Path) -> None:
    (folder / "trial").mkdir()
    (folder / "trial/notes.txt").write_text("mine")
    try:
        write_draft(small(), folder / "trial", READ)
    finally:
        assert [each.name for each in folder.rglob("*")] == ["trial", "notes.txt"], "nothing changes"


def onto_a_file(folder: Path) -> None:
    (folder / "trial").write_text("mine")
    write_draft(small(), folder / "trial", READ)


def under_a_file(folder: Path) -> None:
    (folder / "trials").write_text("mine")
    write_draft(small(), folder / "trials/one", READ)


def with_no_name(folder: Path) -> None:
    write_draft(small(), folder / "试验", READ)


REFUSED: dict[str, Callable[[Path], None]] = {
    "a folder that is not empty": into_a_full_folder,
    "a file of that name": onto_a_file,
    "a file where a folder should be": under_a_file,
    "a name without a letter": with_no_name,
}


def told(case: Callable[[Path], None], folder: Path) -> str:
    folder.mkdir()
    with pytest.raises(UsageError) as caught:
        case(folder)
    assert caught.value.what and caught.value.todo
    return str(caught.value).replace(str(folder), "DIR")


def test_what_is_refused_is_told_in_these_words(tmp_path: Path) -> None:
    texts = [f"# {name}\n{told(case, tmp_path / str(i))}\n" for i, (name, case) in enumerate(REFUSED.items())]
    golden = GOLDEN / "drafting_errors.txt"
    if os.environ.get("BEDSIDE_WRITE_GOLDEN"):
        golden.write_text("\n".join(texts), encoding="utf-8")
    assert "\n".join(texts) == golden.read_text(encoding="utf-8")


def test_an_empty_folder_is_filled_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    (tmp_path / "t").mkdir()
    write_draft(small(), tmp_path / "t", READ)
    assert [each.name for each in tmp_path.iterdir()] == ["t"]


def test_a_write_that_fails_half_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = Path.write_text

    def full(self: Path, *args: object, **named: object) -> int:
        if self.name == "criteria.py":
            raise OSError(28, "No space left on device")
        return write(self, *args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(UsageError, match="No space left"):
        write_draft(small(), tmp_path / "t", READ)
    assert list(tmp_path.iterdir()) == []


def test_drafting_twice_gives_the_same() -> None:
    assert draft(small(), "t", READ) == draft(small(), "t", READ)
