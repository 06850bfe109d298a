"""The text of a registry page: what stands where, and what is refused."""

from pathlib import Path

import pytest

from bedside.errors import RegistryError
from bedside.registry.page import read_page
from bedside.registry.reading import read_registry
from bedside.registry.record import Place, RegistryRecord, Sentence
from tests import needs

# A study that does not exist, in the form of such a page.
PAGE = """\
MedPath

Warm Blankets Against Shivering After Cooling

Phase 3
Recruiting
Conditions
Shivering
Hypothermia
Interventions
Device: Warm blanket
Registration Number
NCT99999901
Lead Sponsor
Hôpital de Nulle-Part
Brief Summary

Shivering is common after cooling.

The aim is to compare two blankets.

Detailed Description

Status
A line of free text that is called like a label stands above.

Recruitment & Eligibility

Status
RECRUITING
Sex
Female
Target Recruitment
120
Inclusion Criteria
  • Age ≥ 18 years

  • Consent given:

    • by the patient
    • or by a relative
  • Or, in an emergency, by nobody yet

  • Temperature below 36 °C at two
readings

Exclusion Criteria
  • E. coli in the blood
  • Sex
  1. Numbered criterion
    a. with a part

Study & Design

Study Type
INTERVENTIONAL
Study Design
PARALLEL
Arm && Interventions
GroupInterventionDescription
Blanket groupWarm blanketA blanket at 40 °C for an hour.
Usual careNo added warmth-
Primary Outcome Measures
NameTimeMethod
Shivering scoreAt hour 2

Scored from 0 to 4 by a nurse.

A second paragraph of the method.

Secondary Outcome Measures
NameTimeMethod
Core temperatureUp to 24 hours
Serum CD25At day 7
Pain (worst of the day)Day 1Asked by telephone
Comfort28 days

-

ConsentTill discharge
Other Outcome Measures
NameTimeMethod
Not provided
Trial Locations
Ward 9, Nowhere
© Copyright 2025. All Rights Reserved by MedPath
"""
JAKAHDI = ("reference", "NCT06244862-registry-record.txt")


def page(text: str = PAGE) -> RegistryRecord:
    return read_page(text, "page.txt")


def texts(sentences: tuple[Sentence, ...]) -> list[str]:
    return [each.text for each in sentences]


def outcome_row(row: str) -> tuple[str, str | None, str | None]:
    """Name, time frame and description of one secondary outcome read from this row of the table."""
    head, tail = PAGE.split("Core temperatureUp to 24 hours\n")
    found = page(head + row + "\n" + tail).secondary_outcomes[0]
    frame, told = found.time_frame, found.description
    return found.measure.text, frame and frame.text, told and told.text


def test_single_values_are_taken_as_stated() -> None:
    record = page()
    said = (record.registration_number, record.title, record.phase, record.status, record.sponsor, record.sex)
    assert [each and each.text for each in said] == [
        "NCT99999901",
        "Warm Blankets Against Shivering After Cooling",
        "Phase 3",
        "RECRUITING",
        "Hôpital de Nulle-Part",
        "Female",
    ]
    assert texts(record.conditions) == ["Shivering", "Hypothermia"]
    assert record.target_enrolment == 120
    assert record.design is not None and record.design.text == "PARALLEL"


def test_what_the_page_does_not_say_stays_none() -> None:
    record = page()
    assert (record.acronym, record.minimum_age, record.maximum_age, record.masking) == (None,) * 4
    assert (record.allocation, record.model, record.healthy_volunteers) == (None,) * 3
    assert record.age_groups == record.other_outcomes == ()
    assert read_page(PAGE.replace("120\n", "Not provided\n"), "page.txt").target_enrolment is None


def test_a_label_in_free_text_is_free_text() -> None:
    record = page()
    assert record.detailed_description is not None
    assert texts(record.detailed_description)[0] == "Status"
    assert record.exclusion[1].text == "Sex"
    aged = page(PAGE.replace("  • Sex\n", "\nMinimum Age\n"))
    assert (aged.exclusion[1].text, aged.minimum_age) == ("Minimum Age", None)


def test_paragraphs_of_the_summary_carry_their_lines() -> None:
    summary = page().brief_summary
    assert summary is not None
    assert [(each.text, str(each.place)) for each in summary] == [
        ("Shivering is common after cooling.", "page.txt:18"),
        ("The aim is to compare two blankets.", "page.txt:20"),
    ]


def test_criteria_keep_nesting_alternatives_and_wrapped_lines() -> None:
    inclusion = page().inclusion
    assert texts(inclusion) == ["Age ≥ 18 years", "Consent given:", "Temperature below 36 °C at two readings"]
    assert texts(inclusion[1].children) == [
        "by the patient",
        "or by a relative",
        "Or, in an emergency, by nobody yet",
    ]
    assert inclusion[1].children[2].place == Place("page.txt", 42)


def test_numbers_and_letters_are_bullets_and_a_species_is_not() -> None:
    exclusion = page().exclusion
    assert texts(exclusion) == ["E. coli in the blood", "Sex", "Numbered criterion"]
    assert texts(exclusion[2].children) == ["with a part"]
    assert exclusion[2].original == "  1. Numbered criterion"


def test_arms_are_taken_apart_by_the_intervention_named_or_by_two_joints() -> None:
    record = page(PAGE.replace("Device: Warm blanket", "Warm blanket"))
    told = [(arm.label.text, texts(arm.interventions), arm.description) for arm in record.arms]
    assert told[0][:2] == ("Blanket group", ["Warm blanket"])
    assert record.arms[0].description is not None
    assert record.arms[0].description.text == "A blanket at 40 °C for an hour."
    assert told[1] == ("Usual care", ["No added warmth"], None)
    assert [each.name.text for each in record.interventions] == ["Warm blanket", "No added warmth"]


def test_an_arm_that_cannot_be_taken_apart_is_kept_whole() -> None:
    record = page(PAGE.replace("Usual careNo added warmth-", "Usual McDonald careNothing McDonaldNever known"))
    assert record.arms[1].label.text == "Usual McDonald careNothing McDonaldNever known"
    assert record.arms[1].interventions == ()


def test_outcomes_with_description_without_and_with_a_dash() -> None:
    record = page()
    primary = record.primary_outcomes
    assert [each.measure.text for each in primary] == ["Shivering score"]
    assert primary[0].description is not None
    assert primary[0].description.text == "Scored from 0 to 4 by a nurse.\n\nA second paragraph of the method."
    lines = PAGE.splitlines()
    rows = [lines[(each.place.line or 0) - 1] for each in record.secondary_outcomes]
    assert rows == [
        "Core temperatureUp to 24 hours",
        "Serum CD25At day 7",
        "Pain (worst of the day)Day 1Asked by telephone",
        "Comfort28 days",
        "ConsentTill discharge",
    ]
    assert record.secondary_outcomes[3].description is None


@pytest.mark.parametrize(
    ("row", "name", "frame", "description"),
    [
        ("SOFA scoreAt day 28", "SOFA score", "At day 28", None),
        ("Length of stay in ICUUp to 6 months", "Length of stay in ICU", "Up to 6 months", None),
        ("Infections (all)Until day 28", "Infections (all)", "Until day 28", None),
        ("MortalityDay 28", "Mortality", "Day 28", None),
        ("MortalityD28", "Mortality", "D28", None),
        ("Level of CD25 in bloodD7 and D28", "Level of CD25 in blood", "D7 and D28", None),
        ("Quality of lifeWeek 12", "Quality of life", "Week 12", None),
        ("Quality of life12 weeks", "Quality of life", "12 weeks", None),
        ("Quality of lifeSix months", "Quality of life", "Six months", None),
        ("Change in CRPBaseline to day 7", "Change in CRP", "Baseline to day 7", None),
        (
            "Overall survivalFrom randomisation up to 5 years",
            "Overall survival",
            "From randomisation up to 5 years",
            None,
        ),
        (
            "Kidney failureThrough study completion, an average of 1 year",
            "Kidney failure",
            "Through study completion, an average of 1 year",
            None,
        ),
        (
            "Death at day 7 or laterAt 6 monthsRegister of deaths",
            "Death at day 7 or later",
            "At 6 months",
            "Register of deaths",
        ),
        ("Quality of lifeAt 6 months by EuroQol", "Quality of life", "At 6 months by EuroQol", None),
        ("Level of CD256 months", "Level of CD256 months", None, None),
        ("Pain at day 7", "Pain at day 7", None, None),
        ("Comfort of sleepThe night after", "Comfort of sleep", "The night after", None),
        ("Any name\tany time\tany method", "Any name", "any time", "any method"),
    ],
)
def test_a_time_frame_is_told_from_the_name_it_is_glued_to(
    row: str, name: str, frame: str | None, description: str | None
) -> None:
    assert outcome_row(row) == (name, frame, description)


@pytest.mark.parametrize(
    ("mended", "outcomes"), [("\nQuality of life\tUnder care", 2), ("Quality of lifeUnder care", 1)]
)
def test_a_doubtful_line_is_settled_by_a_tab_or_by_joining_it(mended: str, outcomes: int) -> None:
    second = "\nA second paragraph of the method."
    with pytest.raises(RegistryError, match="may be a new row"):
        page(PAGE.replace(second, "\nQuality of lifeUnder care"))
    assert len(page(PAGE.replace(second, mended)).primary_outcomes) == outcomes


def test_a_first_paragraph_after_a_blank_line_is_a_description() -> None:
    record = page(PAGE.replace("Scored from 0 to 4 by a nurse.", "EuroQol, FibroScan and McDonald scores"))
    (outcome,) = record.primary_outcomes
    assert outcome.description is not None and outcome.description.text.startswith("EuroQol, FibroScan")


def test_an_outcome_with_an_unknown_time_frame_is_not_swallowed_by_the_description_above() -> None:
    with pytest.raises(RegistryError, match='"Fever until engraftment" may be a new row'):
        page(PAGE.replace("A second paragraph of the method.", "Fever until engraftment"))


def test_a_paragraph_below_an_arm_describes_it_and_a_row_below_that_is_doubtful() -> None:
    row, told = "Usual careNo added warmth-\n", "\nTold in EuroQol, FibroScan\n"
    arm = page(PAGE.replace(row, row + told)).arms[-1]
    assert arm.label.text == "Usual care"
    assert arm.description is not None and arm.description.text == told.strip()
    with pytest.raises(RegistryError, match=r"New careFanTurned on\.\W+may be a new row"):
        page(PAGE.replace(row, f"{row}{told}\nNew careFanTurned on.\n"))


def test_every_line_of_the_page_is_in_a_sentence() -> None:
    assert lines_lost(PAGE, page()) == []


def lines_lost(text: str, record: RegistryRecord) -> list[str]:
    """The lines that stand in no sentence, apart from labels, table headers, dashes and the page's frame."""
    frame = (
        "MedPath",
        "©",
        "NameTimeMethod",
        "GroupInterventionDescription",
        "Not provided",
        "Not available",
    )
    labels = {
        *("Conditions", "Interventions", "Registration Number", "Lead Sponsor", "Status", "Sex"),
        *("Brief Summary", "Detailed Description", "Recruitment & Eligibility", "Study & Design"),
        *("Target Recruitment", "Inclusion Criteria", "Exclusion Criteria", "Study Type", "Study Design"),
        *("Arm && Interventions", "Trial Locations", "-"),
        *(f"{which} Outcome Measures" for which in ("Primary", "Secondary", "Other")),
    }
    said = letters("".join(each.original for each in record.sentences()))
    lines = (line.strip() for line in text.splitlines())
    kept = [line for line in lines if line and line not in labels and not line.startswith(frame)]
    return [line for line in kept if letters(line) not in said]


def letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def test_line_ends_of_other_systems_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    plain, windows = tmp_path / "a" / "page.txt", tmp_path / "b" / "page.txt"
    for file, content in (
        (plain, PAGE.encode()),
        (windows, b"\xef\xbb\xbf" + PAGE.replace("\n", "\r\n").encode()),
    ):
        file.parent.mkdir()
        file.write_bytes(content)
    assert read_registry(plain) == read_registry(windows) == page()


@pytest.mark.parametrize("name", ["Exclusion Criteria", "Study & Design", "Secondary Outcome Measures"])
def test_a_heading_that_is_missing_is_never_passed_over(name: str) -> None:
    with pytest.raises(RegistryError):
        page(PAGE.replace(f"{name}\n", f"{name[:-1]}\n"))


@pytest.mark.parametrize("share", range(5, 100, 5))
def test_a_truncated_page_is_refused(share: int) -> None:
    with pytest.raises(RegistryError, match="before its copyright line"):
        page(PAGE[: len(PAGE) * share // 100])


# --- the record of JAKAHDI ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def jakahdi() -> RegistryRecord:
    return read_registry(needs.shared(*JAKAHDI))


def test_jakahdi_counts(jakahdi: RegistryRecord) -> None:
    assert (len(jakahdi.inclusion), len(jakahdi.exclusion)) == (6, 13)
    assert (len(jakahdi.primary_outcomes), len(jakahdi.secondary_outcomes)) == (1, 16)
    assert jakahdi.target_enrolment == 42
    assert (jakahdi.acronym, jakahdi.detailed_description) == (None, None)
    assert jakahdi.brief_summary is not None and len(jakahdi.brief_summary) == 2


def test_jakahdi_sentences(jakahdi: RegistryRecord) -> None:
    assert texts(jakahdi.inclusion)[:4] == [
        "adult patients older than 18 years",
        "acquired hemophagocytic syndrome, regardless of etiology, "
        "defined by the presence of 5 or 6 HLH-2004 criteria or HScore ≥ 200",
        "admission in the ICU",
        "need for symptomatic treatment of HS in relation with organ failure, as defined by SOFA score ≥ 4",
    ]
    consent = jakahdi.inclusion[4]
    assert consent.text == "Informed consent signed:"
    assert [each.place.line for each in consent.children] == [43, 44, 45]
    assert consent.children[2].text.startswith("Or in an emergency situation and in the absence of family")
    assert jakahdi.exclusion[0].text == "Moribund, defined by a life expectancy < 48 hours;"
    assert jakahdi.exclusion[12].text == "Participation in another interventional research"


def test_jakahdi_arm(jakahdi: RegistryRecord) -> None:
    (arm,) = jakahdi.arms
    assert (arm.label.text, texts(arm.interventions)) == ("Interventional medicinal product", ["Ruxolitinib"])
    assert arm.description is None


def test_jakahdi_outcomes(jakahdi: RegistryRecord) -> None:
    (primary,) = jakahdi.primary_outcomes
    assert primary.measure.text == "Survival with a decrease in SOFA score ≥ 3 points"
    frames = [each.time_frame and each.time_frame.text for each in jakahdi.secondary_outcomes]
    assert frames == [
        *(
            "At day 28",
            "Up to 6 months",
            "At day 28",
            "Up to 6 months",
            "At day 28",
            "At day 28",
            "At day 28",
        ),
        *("Until day 28", "At 6 months", "At day 28", "Until day 28", "At day 28", "At day 28", "At day 28"),
        *("At day 7", "At day 28"),
    ]
    described = [each.place.line for each in jakahdi.secondary_outcomes if each.description is not None]
    assert described == [81, 85, 90, 97, 107]
    assert jakahdi.secondary_outcomes[12].measure.text == "Measurement of CD25 soluble receptor dosage"


@pytest.mark.proves("ground record-whole")
def test_jakahdi_loses_no_line(jakahdi: RegistryRecord) -> None:
    assert lines_lost(needs.shared(*JAKAHDI).read_text(encoding="utf-8"), jakahdi) == []


def test_jakahdi_cut_anywhere_is_refused() -> None:
    content = needs.shared(*JAKAHDI).read_text(encoding="utf-8")
    for share in range(1, 50):
        with pytest.raises(RegistryError):
            read_page(content[: len(content) * share // 50], "cut.txt")


def test_half_a_character_is_refused_with_its_line() -> None:
    with pytest.raises(RegistryError, match="half a character") as caught:
        read_page(PAGE.replace("Warm", "Warm \ud83d", 1), "page.txt")
    assert str(caught.value).startswith("page.txt:")


# --- blank lines that were lost -------------------------------------------------------------------------------


def test_a_page_without_blank_lines_is_refused() -> None:
    bare = "\n".join(line for line in PAGE.splitlines() if line.strip())
    with pytest.raises(RegistryError, match=r"page.txt: the page has lost its blank lines: .* Save the whole page"):
        page(bare)


@pytest.mark.parametrize(
    "below",
    ["Scored from 0 to 4 by a nurse.", "number of days in the ICU until discharge", "By the McDonald rule"],
)
def test_a_description_right_below_its_row_is_no_outcome_of_its_own(below: str) -> None:
    with pytest.raises(RegistryError, match=f'page.txt:66: "{below}" may be a new row, or the description'):
        page(PAGE.replace("Shivering scoreAt hour 2\n\n", f"Shivering scoreAt hour 2\n{below}\n\n"))


def test_what_the_refusal_asks_for_mends_it() -> None:
    row = PAGE.replace("Serum CD25At day 7\n", "Serum CD25At day 7\nComfort of all\tThe night after\n")
    assert [each.measure.text for each in page(row).secondary_outcomes][1:3] == ["Serum CD25", "Comfort of all"]
    told = PAGE.replace("Serum CD25At day 7\n", "Serum CD25At day 7\n\nby the local laboratory.\n\n")
    assert len(page(told).secondary_outcomes) == len(page().secondary_outcomes)


def test_a_description_right_below_an_arm_is_no_arm() -> None:
    with pytest.raises(RegistryError, match='"A blanket from the ward" may be a new row'):
        page(PAGE.replace("Usual careNo added", "A blanket from the ward\nUsual careNo added"))
