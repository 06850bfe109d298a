"""A study in ClinicalTrials.gov API v2 JSON: what stands where, what is refused, and in which words."""

import copy
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bedside.errors import RegistryError
from bedside.registry.reading import read_registry
from bedside.registry.record import RegistryRecord, Sentence
from bedside.registry.study import read_study
from tests import needs
from tests.golden import same_as
from tests.unit.test_registry_text import PAGE, texts

ELIGIBILITY = r"""Cohorts are described in the paper.

Key Inclusion Criteria (all cohorts):

* Age \> 18 years \[at consent\]
* One of:

  * temperature below 36 °C, or
  * shivering
* a\_b

OR

* c\_d

Exclusion criteria:

For adults:

* Exclusion criteria for thrombolysis
* Pregnancy

For all participants:

1. Refusal
   wrapped onto a line
2. E. coli in the blood
"""

# A study that does not exist.
STUDY: dict[str, Any] = {
    "protocolSection": {
        "identificationModule": {
            "nctId": "NCT99999901",
            "briefTitle": "Warm Blankets",
            "officialTitle": "Warm Blankets Against Shivering",
            "acronym": "BLANKET",
        },
        "statusModule": {"overallStatus": "RECRUITING"},
        "sponsorCollaboratorsModule": {
            "leadSponsor": {"name": "Nowhere"},
            "collaborators": [{"name": "Else"}],
        },
        "descriptionModule": {"briefSummary": "Blankets \\>\\= 40 °C.\n\nThe aim is to compare."},
        "conditionsModule": {"conditions": ["Shivering"]},
        "designModule": {
            "studyType": "INTERVENTIONAL",
            "phases": ["PHASE1", "PHASE2"],
            "designInfo": {
                "allocation": "RANDOMIZED",
                "interventionModel": "PARALLEL",
                "primaryPurpose": "TREATMENT",
                "maskingInfo": {"masking": "SINGLE", "whoMasked": ["OUTCOMES_ASSESSOR"]},
            },
            "enrollmentInfo": {"count": 120, "type": "ESTIMATED"},
        },
        "armsInterventionsModule": {
            "armGroups": [
                {"label": "Warm", "type": "EXPERIMENTAL", "interventionNames": ["Device: Blanket"]},
                {"label": "Usual", "type": "NO_INTERVENTION", "description": "Nothing \\*added\\*"},
            ],
            "interventions": [{"type": "DEVICE", "name": "Blanket", "otherNames": ["Cover"]}],
        },
        "outcomesModule": {
            "primaryOutcomes": [{"measure": "Shivering", "timeFrame": "At hour 2", "description": "0 to 4"}],
            "secondaryOutcomes": [{"measure": "Comfort"}],
            "otherOutcomes": [{"measure": "Sleep", "timeFrame": "Night 1"}],
        },
        "eligibilityModule": {
            "eligibilityCriteria": ELIGIBILITY,
            "healthyVolunteers": False,
            "sex": "ALL",
            "minimumAge": "18 Years",
            "stdAges": ["ADULT", "OLDER_ADULT"],
        },
    },
    "resultsSection": {"anything": [1, 2, 3]},
    "hasResults": True,
}


def study(change: Callable[[dict[str, Any]], object] = lambda section: None) -> RegistryRecord:
    changed = copy.deepcopy(STUDY)
    change(changed["protocolSection"])
    return read_study(json.dumps(changed), "study.json")


def with_eligibility(text: str) -> RegistryRecord:
    return study(lambda section: section["eligibilityModule"].update(eligibilityCriteria=text))


def tree(sentences: tuple[Sentence, ...]) -> list[Any]:
    return [[each.text, tree(each.children)] if each.children else each.text for each in sentences]


def test_single_values_are_taken_as_stated() -> None:
    record = study()
    said = (record.registration_number, record.acronym, record.phase, record.minimum_age, record.masking)
    assert [each and each.text for each in said] == [
        "NCT99999901",
        "BLANKET",
        "PHASE1, PHASE2",
        "18 Years",
        "SINGLE",
    ]
    assert texts(record.age_groups) == ["ADULT", "OLDER_ADULT"]
    assert record.accepts_healthy_volunteers is False
    assert str(record.title.place) == "study.json#/protocolSection/identificationModule/briefTitle"


def test_what_the_study_does_not_say_stays_none() -> None:
    record = study()
    assert (record.maximum_age, record.design, record.detailed_description) == (None, None, None)
    assert record.arms[0].description is None
    assert record.secondary_outcomes[0].time_frame is None
    bare = read_study(
        '{"protocolSection": {"identificationModule": {"nctId": "NCT00000001", "briefTitle": "A"}}}',
        "bare.json",
    )
    assert (bare.sex, bare.target_enrolment, bare.accepts_healthy_volunteers) == (None, None, None)
    assert bare.inclusion == bare.exclusion == bare.unsorted == bare.primary_outcomes == ()
    assert texts(tuple(bare.sentences())) == ["NCT00000001", "A"]


def test_an_actual_enrolment_is_not_a_target() -> None:
    def finished(section: dict[str, Any]) -> None:
        section["designModule"]["enrollmentInfo"]["type"] = "ACTUAL"

    assert study().target_enrolment == 120
    assert (study(finished).target_enrolment, study(finished).enrolment_count) == (None, 120)


def test_eligibility_is_parted_by_its_headings() -> None:
    record = study()
    assert texts(record.eligibility_headings) == [
        "Key Inclusion Criteria (all cohorts):",
        "Exclusion criteria:",
    ]
    assert tree(record.unsorted) == ["Cohorts are described in the paper."]
    assert tree(record.inclusion) == [
        "Age > 18 years [at consent]",
        ["One of:", ["temperature below 36 °C, or", "shivering"]],
        ["a_b", ["OR", "c_d"]],
    ]
    assert tree(record.exclusion) == [
        ["For adults:", ["Exclusion criteria for thrombolysis", "Pregnancy"]],
        ["For all participants:", ["Refusal wrapped onto a line", "E. coli in the blood"]],
    ]


def test_the_original_keeps_escapes_and_place() -> None:
    sentence = study().inclusion[0]
    assert sentence.original == r"* Age \> 18 years \[at consent\]"
    assert str(sentence.place) == "study.json#/protocolSection/eligibilityModule/eligibilityCriteria line 5"


@pytest.mark.parametrize(
    ("text", "inclusion", "exclusion", "unsorted"),
    [
        ("* A\n* B", [], [], ["A", "B"]),
        ("Eligibility criteria:\n\n* A\n\nExclusion Criteria:\n\n* B", [], ["B"], ["A"]),
        ("INCLUSION CRITERIA: Age over 17\n\nNon-inclusion criteria\n\n- B", ["Age over 17"], ["B"], []),
        ("**Inclusion Criteria**\n\n* A\n\n* Exclusion Criteria:\n\n  * B", ["A"], ["B"], []),
        ("Inclusion:\nA\nB\nExclusion:\nE. coli\n", ["A", "B"], ["E. coli"], []),
        ("Inclusion/Exclusion Criteria:\n* A", [], [], ["A"]),
        ("Inclusion criteria for cohort 1:\n* A\nInclusion criteria for cohort 2:\n* B", ["A", "B"], [], []),
        ("Inclusion Criteria:\n* A\nor exclusion criteria met", ["A or exclusion criteria met"], [], []),
        ("Inclusion Criteria:\n\n* A\n*\n* B", ["A", "*", "B"], [], []),
        ("", [], [], []),
    ],
)  # fmt: skip
def test_headings(text: str, inclusion: list[str], exclusion: list[str], unsorted: list[str]) -> None:
    record = with_eligibility(text)
    assert (texts(record.inclusion), texts(record.exclusion), texts(record.unsorted)) == (
        inclusion,
        exclusion,
        unsorted,
    )
    assert written(record) == squeezed(text)


def written(record: RegistryRecord) -> str:
    """All that the eligibility sentences and headings write, in the order of the source, without blanks."""
    said = (*record.eligibility_headings, *record.inclusion, *record.exclusion, *record.unsorted)
    parts = [part for each in said for part in each.walk()]
    # A heading stands before the criterion that shares its line.
    ordered = sorted(enumerate(parts), key=lambda entry: (entry[1].place.line or 0, entry[0]))
    return squeezed("".join(part.original for _, part in ordered))


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_no_character_of_the_eligibility_text_is_lost() -> None:
    assert written(study()) == squeezed(ELIGIBILITY)


# --- nine public studies ------------------------------------------------------------------------------------

COUNTS = {  # inclusion, exclusion, unsorted, primary outcomes, secondary outcomes
    "NCT00567567": (10, 0, 0, 3, 14),
    "NCT00763412": (5, 6, 0, 3, 6),
    "NCT00973089": (5, 3, 0, 1, 0),
    "NCT01987596": (12, 1, 0, 1, 3),
    "NCT02299791": (1, 1, 0, 1, 0),
    "NCT02576665": (13, 12, 0, 0, 0),
    "NCT03418623": (1, 0, 0, 1, 2),
    "NCT03630471": (0, 2, 2, 2, 9),
    "NCT05594173": (1, 7, 0, 2, 0),
}


@pytest.mark.parametrize("number", COUNTS)
def test_a_public_study_keeps_everything(number: str) -> None:
    path = needs.shared_data("registry_v2", f"{number}.json")
    record = read_registry(path)
    section = json.loads(path.read_text(encoding="utf-8"))["protocolSection"]
    counted = (record.inclusion, record.exclusion, record.unsorted)
    outcomes = (record.primary_outcomes, record.secondary_outcomes)
    assert record.registration_number.text == number
    assert (*map(len, counted), *map(len, outcomes)) == COUNTS[number]
    assert written(record) == squeezed(section["eligibilityModule"]["eligibilityCriteria"])
    assert record.enrolment_count == section["designModule"]["enrollmentInfo"]["count"]
    assert "\\" not in "".join(each.text for each in (*record.inclusion, *record.exclusion))


@pytest.mark.parametrize("number", COUNTS)
def test_a_pointer_leads_to_the_words(number: str) -> None:
    path = needs.shared_data("registry_v2", f"{number}.json")
    document = json.loads(path.read_text(encoding="utf-8"))
    for sentence in read_registry(path).sentences():
        value: Any = document
        for step in (sentence.place.pointer or "").split("/")[1:]:
            value = value[int(step) if isinstance(value, list) else step]
        if isinstance(value, str) and sentence.place.line is not None:
            value = "\n".join(value.split("\n")[sentence.place.line - 1 :])
        assert isinstance(value, bool | int) or sentence.original.strip() in value or sentence.text in value


# --- what is refused, in which words ------------------------------------------------------------------------


def broken_files() -> dict[str, bytes]:
    """Files that are no registry record, by name."""
    whole = json.dumps(STUDY, indent=1)
    section = STUDY["protocolSection"]

    def but(module: str, **changes: object) -> bytes:
        changed = {**section, module: {**section[module], **changes}}
        return json.dumps({"protocolSection": changed}).encode()

    def page(old: str, new: str) -> bytes:
        assert old in PAGE
        return PAGE.replace(old, new).encode()

    return {
        "empty.txt": b" \n",
        "letter.txt": b"Dear colleague,\nplease find attached.\n",
        "page.pdf": b"%PDF-1.7 ...",
        "page.html": b"<!DOCTYPE html><html></html>",
        "latin1.txt": PAGE.encode("latin-1", errors="replace"),
        "utf16.txt": PAGE.encode("utf-16"),
        "binary.txt": b"MedPath\x00\x01",
        "cut-page.txt": PAGE[: PAGE.index("Serum")].encode(),
        "no-number.txt": page("NCT99999901\n", ""),
        "odd-number.txt": page("NCT99999901", "NCT9999"),
        "no-title.txt": page("Warm Blankets Against Shivering After Cooling\n", ""),
        "no-exclusion.txt": page("Exclusion Criteria\n", ""),
        "two-pages.txt": (PAGE + PAGE).encode(),
        "turned-round.txt": page("Trial Locations", "Detailed  Description").replace(
            b"Detailed Description\n", b""
        ).replace(b"Detailed  Description", b"Detailed Description"),
        "second-heading.txt": page("  • Temperature", "Exclusion criteria:\n  • Temperature"),
        "second-table.txt": page("Secondary Outcome Measures\n", ""),
        "odd-target.txt": page("120\n", "about 120\n"),
        "doubtful-row.txt": page("A second paragraph of the method.", "Quality of lifeUnder treatment"),
        "nameless-outcome.txt": page("Serum CD25At day 7", "-\tAt day 7"),
        "cut.json": whole[: len(whole) // 2].encode(),
        "not.json": b'{"protocolSection": {]}}',
        "list.json": b"[]",
        "other.json": b'{"resourceType": "ResearchStudy"}',
        "several.json": b'{"studies": [{}, {}]}',
        "old.json": b'{"FullStudy": {}}',
        "null.json": b'{"protocolSection": null}',
        "twice.json": b'{"protocolSection": {}, "protocolSection": {}}',
        "deep.json": b'{"a":' + b"[" * 100_000,
        "half-character.json": but("identificationModule", briefTitle="\ud800"),
        "untitled.json": but("identificationModule", briefTitle=None),
        "odd-number.json": but("identificationModule", nctId="NCT12"),
        "odd-module.json": json.dumps({"protocolSection": {**section, "designModule": []}}).encode(),
        "odd-list.json": but("conditionsModule", conditions="Shivering"),
        "odd-text.json": but("eligibilityModule", eligibilityCriteria=["Age"]),
        "odd-entry.json": but("outcomesModule", primaryOutcomes=["Shivering"]),
        "odd-enrolment.json": but("designModule", enrollmentInfo={"count": "many"}),
    }  # fmt: skip


def told(path: Path, folder: Path) -> str:
    with pytest.raises(RegistryError) as caught:
        read_registry(path)
    assert caught.value.what and caught.value.where and caught.value.todo
    return str(caught.value).replace(f"{folder}{os.sep}", "")


def test_what_is_refused_is_told_in_these_words(tmp_path: Path) -> None:
    files = broken_files()
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "folder.json").mkdir()
    said = "\n".join(told(tmp_path / name, tmp_path) for name in (*files, "absent.json", "folder.json")) + "\n"
    same_as("registry_errors.txt", said)
