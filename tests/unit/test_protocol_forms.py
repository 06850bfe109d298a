"""A filled form becomes facts, and the protocol's own rules run on them."""

from pathlib import Path

import pytest

from bedside.errors import ProtocolError, UsageError
from bedside.protocol.form_words import worded
from bedside.protocol.forms import Answer, Answers, Missing, facts_from, read_time, recorded_by
from bedside.protocol.loading import load
from bedside.protocol.model import Protocol
from bedside.rules.chart import LONG_AGO, Chart, Fact
from bedside.rules.meaning import ask
from bedside.values.interval import CANNOT_TELL, MET, NOT_MET, Interval
from bedside.values.moment import DAY, HOUR, Moment, moment
from bedside.values.unknown import Because
from bedside.values.wording import Text
from tests.unit.tiny_trial import BLOOD, write_trial

AT = moment("2026-03-01T08:00")
TAKEN = {"taken_at": "2026-03-01T08:00"}


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Protocol:
    return load(write_trial(tmp_path_factory.mktemp("tiny")))


def only(tiny: Protocol, answers: Answers, form: str = "blood") -> Fact:
    (fact,) = [fact for fact in facts_from(tiny, form, answers) if fact.variable != "icu_stay"]
    return fact


@pytest.mark.parametrize(
    ("typed", "unit", "expected"),
    [
        ("88,4", "", 88.4),
        ("88.4", "umol/L", 88.4),
        ("1", "mg/dL", 88.4),
        ("1,005", "mg/dL", 88.84),
        ("  120 ", "", 120.0),
    ],
)
def test_numbers_and_units_as_typed(tiny: Protocol, typed: str, unit: str, expected: float) -> None:
    fact = only(tiny, {**TAKEN, "creatinine": Answer(typed, unit)})
    assert (fact.variable, fact.start, fact.end, fact.value) == ("creatinine", AT, AT, Interval.point(expected))
    assert fact.origin == "form blood, item creatinine"
    assert fact.written == f"{typed.strip()} {unit or 'umol/L'}"


def test_limits_are_ranges(tiny: Protocol) -> None:
    below = only(tiny, {**TAKEN, "creatinine": "<20"})
    above = only(tiny, {**TAKEN, "creatinine": "> 900,5"})
    assert (below.value, below.because) == (Interval(0, 20), Because.CENSORED)
    assert above.value == Interval(900.5, 4000)


def test_a_result_that_is_awaited_is_an_unknown_value_that_exists(tiny: Protocol) -> None:
    fact = only(tiny, {**TAKEN, "creatinine": Answer(missing=Missing.AWAITED)})
    assert (fact.value, fact.because) == (Interval(0, 4000), Because.PENDING)


@pytest.mark.proves("ground not-done-is-not-normal")
@pytest.mark.parametrize("why", [Missing.NOT_DONE, Missing.NOT_APPLICABLE, Missing.UNKNOWN])
def test_what_was_not_done_makes_no_record(tiny: Protocol, why: Missing) -> None:
    assert facts_from(tiny, "blood", {**TAKEN, "creatinine": Answer("90", missing=why)}) == []
    assert facts_from(tiny, "blood", {**TAKEN, "creatinine": " "}) == []


@pytest.mark.proves("ground partial-dates")
@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2026-03-01T08:00", "2026-03-01T08:00", "2026-03-01T08:00"),
        ("2026-03-01T09:00+01:00", "2026-03-01T08:00", "2026-03-01T08:00"),
        ("2026-02-28", "2026-02-28T00:00", "2026-02-28T23:59:59.999999"),
        ("2026-12", "2026-12-01T00:00", "2026-12-31T23:59:59.999999"),
        ("2024", "2024-01-01T00:00", "2024-12-31T23:59:59.999999"),
    ],
)
def test_partial_times_are_never_completed(typed: str, first: str, last: str) -> None:
    assert read_time(typed) == (moment(first), moment(last))


def test_a_record_of_a_day_counts_perhaps(tiny: Protocol) -> None:
    facts = facts_from(tiny, "blood", {"taken_at": "2026-03-01", "creatinine": "300"})
    rule = tiny.criterion("E1").rule
    assert ask(rule, Chart.of(facts), moment("2026-03-01T23:59:59.999999")).value == MET
    assert ask(rule, Chart.of(facts), AT).value == CANNOT_TELL


def test_codes_questions_and_what_says_nothing(tiny: Protocol) -> None:
    answers = {"asked_at": "2026-03-01T08:00", "sex": "male", "willing": "yes", "age": "44", "why_not": "none"}
    found = {fact.variable: fact.value for fact in facts_from(tiny, "asked", answers)}
    assert found == {"female": Interval.point(0), "willing": MET, "age": Interval.point(44)}
    assert facts_from(tiny, "asked", {**TAKEN_ASKED, "sex": "not_said"}) == []


TAKEN_ASKED = {"asked_at": "2026-03-01T08:00"}


def test_what_lasts_goes_from_one_item_to_another(tiny: Protocol) -> None:
    answers = {**TAKEN, "until": "2026-03-02T08:00", "support": "mask", "rate": Answer("6", "ug/kg/h")}
    mask, rate = sorted(facts_from(tiny, "blood", answers), key=lambda fact: fact.variable)
    assert (mask.variable, mask.start, mask.end, mask.value) == ("noninvasive_ventilation", AT, AT + DAY, MET)
    assert (rate.variable, rate.value, rate.course) == ("norepinephrine", Interval.point(0.1), (AT, AT + DAY))


def test_what_has_no_end_goes_on_and_a_no_without_end_says_nothing(tiny: Protocol) -> None:
    (dialysis,) = facts_from(tiny, "blood", {**TAKEN, "dialysis": "yes"})
    assert dialysis.end > AT + 10_000 * DAY
    assert facts_from(tiny, "blood", {**TAKEN, "dialysis": "no"}) == []
    (none,) = facts_from(tiny, "blood", {**TAKEN, "dialysis": "no", "until": "2026-03-02T08:00"})
    assert (none.value, none.end) == (NOT_MET, AT + DAY)


def test_a_time_can_be_the_record_itself(tiny: Protocol) -> None:
    (stay,) = facts_from(tiny, "blood", {"admitted": "2026-03-01T08:00"})
    assert (stay.variable, stay.start, stay.value) == ("icu_stay", AT, MET)


def test_a_form_is_known_from_when_it_was_saved(tiny: Protocol) -> None:
    saved = Moment(AT + 5 * HOUR)
    facts = facts_from(tiny, "blood", {**TAKEN, "creatinine": "300"}, saved)
    rule = tiny.criterion("E1").rule
    assert ask(rule, Chart.of(facts), Moment(AT + HOUR)).value == CANNOT_TELL
    assert ask(rule, Chart.of(facts), saved).value == MET


@pytest.mark.parametrize(
    ("form", "answers", "said"),
    [
        ("blood", {"urea": "3"}, "Blood: the form has no item “urea”."),
        ("blood", {**TAKEN, "creatinine": "high"}, "Blood, Creatinine: “high” is not a number."),
        ("blood", {**TAKEN, "creatinine": "1 375"}, "“1 375” is not a number."),
        ("blood", {**TAKEN, "creatinine": "90000"}, "90000 umol/L is impossible for creatinine. It lies between 0"),
        ("blood", {**TAKEN, "creatinine": Answer("9", "g/L")}, "the unit “g/L” is not offered."),
        ("blood", {**TAKEN, "platelets": "<5"}, "Platelets: “<5” is a limit. Give the value itself."),
        ("blood", {"creatinine": "90"}, "Creatinine: “Taken at” does not say when. Fill in “Taken at”."),
        ("blood", {"taken_at": "yesterday", "creatinine": "90"}, "Taken at: “yesterday” is not a time."),
        ("blood", {"taken_at": "2026-13-01", "creatinine": "90"}, "“2026-13-01” is not a time."),
        ("blood", {"taken_at": "2026-03-01", "dialysis": "yes"}, "Taken at: what lasts needs its exact time."),
        ("blood", {**TAKEN, "until": "2026-02-01T08:00", "dialysis": "yes"}, "it ends before it begins."),
        ("blood", {**TAKEN, "support": "tent"}, "“tent” is no choice here. Choose among: mask, none."),
        ("asked", {**TAKEN_ASKED, "willing": "perhaps"}, "“perhaps” is neither yes nor no."),
    ],
)
def test_what_cannot_be_is_said_with_form_and_item(
    tiny: Protocol, form: str, answers: dict[str, Answer | str], said: str
) -> None:
    with pytest.raises(UsageError) as error:
        facts_from(tiny, form, answers)
    assert said in str(error.value)


def test_no_such_form(tiny: Protocol) -> None:
    with pytest.raises(ProtocolError, match="no form is called “bones”"):
        facts_from(tiny, "bones", {})


@pytest.mark.proves("ground hidden-kept")
def test_a_hidden_item_keeps_its_value_and_records_nothing() -> None:
    jakahdi = load("jakahdi")
    answers = {"known_at": "2026-03-08T08:00", "status": "alive", "died_at": "2026-03-07T08:00"}
    (alive,) = facts_from(jakahdi, "vital_status", answers)
    assert (alive.variable, alive.value, alive.start, alive.end) == (
        "dead", NOT_MET, LONG_AGO, moment("2026-03-08T08:00")
    )  # fmt: skip
    (dead,) = facts_from(jakahdi, "vital_status", {**answers, "status": "dead"})
    assert (dead.variable, dead.value, dead.start) == ("dead", MET, moment("2026-03-07T08:00"))


def test_a_casebook_is_one_more_source_and_the_same_rules_run_on_it() -> None:
    """From filled forms alone, JAKAHDI's criteria are answered as from a hospital's records."""
    jakahdi = load("jakahdi")
    at, day = moment("2026-03-01T10:00"), "2026-03-01T08:00"
    no = {question.name: "no" for question in jakahdi.questions}
    yes = dict.fromkeys(["hs_acquired", "hs_treatment_needed", "consent_signed_by_patient"], "yes")
    filled: dict[str, dict[str, Answer | str]] = {
        "demographics": {"hospital_admitted": "2026-02-20T09:00", "sex": "male", "age": "54"},
        "stays": {"icu_admitted": "2026-02-26T11:00"},
        "eligibility": {"answered_at": day, **no, **yes},
        "hs_examination": {"examined_at": day, "splenomegaly": "yes"},
        "vital_signs": {"taken_at": day, "temperature": "39,6"},
        "laboratory": {
            "taken_at": day,
            "ferritin": ">16500",
            "triglycerides": Answer("301", "mg/dL"),
            "hemoglobin": "81",
            "neutrophils": Answer("600", "/uL"),
            "fibrinogen": "1,2",
        },
        "sofa_day": {
            "taken_at": day,
            "platelets": "31",
            "bilirubin": Answer("2,8", "mg/dL"),
            "gcs_at": day,
            "gcs": "14",
        },
    }
    facts = [fact for form, answers in filled.items() for fact in facts_from(jakahdi, form, answers)]
    chart = Chart.of(facts)
    assert ask(jakahdi.population, chart, at).value == MET
    assert ask(jakahdi.criterion("I4").rule, chart, at).find("sofa").value.low >= 4
    assert {"norepinephrine", "sedation", "icu_stay"} <= recorded_by(jakahdi)
    assert "dead" not in recorded_by(jakahdi)
    organs = Chart.of(facts, recorded_by(jakahdi))
    assert ask(jakahdi.criterion("I4").rule, organs, at).find("cardiovascular").value == Interval(0, 1)
    without = Chart.of([fact for fact in facts if fact.variable != "hs_acquired"])
    assert ask(jakahdi.population, without, at).value == CANNOT_TELL


URINE = ("urine_0_6", "urine_6_12", "urine_12_18", "urine_18_24")
STAY = {"icu_admitted": "2026-02-26T08:00"}


@pytest.mark.parametrize(
    ("amounts", "hour", "points"),
    [
        (("30", "20", "25", "25"), 0, Interval.point(4)),
        (("100", "100", "100", "100"), 0, Interval.point(3)),
        (("500", "400", "400", "400"), 0, Interval.point(0)),
        (("30", "20", "25", "25"), 5, Interval.point(4)),
        (("30", "20", "", "25"), 0, Interval.point(0)),
    ],
    ids=["100 mL", "400 mL", "1.7 L", "read 5 hours later", "a quarter not filled in: not an observed day"],
)
def test_the_urine_of_a_filled_day_scores(amounts: tuple[str, ...], hour: int, points: Interval) -> None:
    jakahdi = load("jakahdi")
    day = {"taken_at": "2026-03-01T08:00", "creatinine": "60", **dict(zip(URINE, amounts, strict=True))}
    facts = [*facts_from(jakahdi, "sofa_day", day), *facts_from(jakahdi, "stays", STAY)]
    chart = Chart.of(facts, recorded_by(jakahdi))
    at = Moment(AT + hour * HOUR)
    assert ask(jakahdi.criterion("I4").rule, chart, at).find("renal").value == points


def test_an_item_may_be_of_a_stated_time_before_another(tmp_path: Path) -> None:
    blood = BLOOD.replace("variable: platelets, time: taken_at", "variable: platelets, time: taken_at, before: PT6H")
    tiny = load(write_trial(tmp_path, forms_blood_yaml=blood))
    exact = only(tiny, {**TAKEN, "platelets": "90"})
    assert (exact.start, exact.end) == (AT - 6 * HOUR, AT - 6 * HOUR)
    partial = only(tiny, {"taken_at": "2026-03-01", "platelets": "90"})
    assert (partial.start, partial.end) == (moment("2026-02-28T18:00"), moment("2026-03-01T18:00") - 1)


def test_where_a_fact_comes_from_is_told_in_titles_and_labels(tiny: Protocol) -> None:
    """Programs keep names; people read titles, labels and units."""
    facts = {each.origin: each for each in facts_from(tiny, "blood", {**TAKEN, "creatinine": "90", "support": "mask"})}
    number = worded(tiny, facts["form blood, item creatinine"], "fr")
    form, item = tiny.form("blood"), tiny.form("blood").item("creatinine")
    assert number.origin == f"{form.text.fr}, {item.text.fr}" and number.written == "90 µmol/L"
    choice = worded(tiny, facts["form blood, item support"], "en")
    assert choice.written == next(code.text.en for code in form.item("support").codes if code.code == "mask")
    elsewhere = Fact("creatinine", Moment(0), Moment(0), Interval.point(1), origin="labevents 3", written="1 mg/dL")
    assert worded(tiny, elsewhere, "fr") == elsewhere


def test_a_range_is_said_as_people_write_numbers(tiny: Protocol) -> None:
    with pytest.raises(UsageError) as error:
        facts_from(tiny, "blood", {**TAKEN, "creatinine": "90000"})
    todo = error.value.words[2]
    assert isinstance(todo, Text)
    assert todo.fr.startswith("La valeur se situe entre 0") and todo.fr.endswith("µmol/L.") and "umol" not in todo.en
