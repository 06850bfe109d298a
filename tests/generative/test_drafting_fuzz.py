"""Whatever a registry record says, its draft loads, keeps every sentence, and decides nothing of an unknown patient."""

import json
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.errors import RegistryError
from bedside.protocol.loading import load
from bedside.registry.drafting import write_draft
from bedside.registry.drafting_clauses import understood
from bedside.registry.drafting_criteria import states_criteria
from bedside.registry.drafting_sentences import at
from bedside.registry.drafting_visits import FARTHEST, days_of
from bedside.registry.page import read_page
from bedside.registry.record import RegistryRecord
from bedside.registry.study import read_study
from bedside.rules.chart import Chart
from bedside.rules.meaning import ask
from bedside.values.interval import Interval
from bedside.values.moment import Moment
from tests.generative.test_registry_fuzz import STUDY_TEXT, altered_study, changed
from tests.unit.test_drafting import MAPPED, NOT_MAPPED
from tests.unit.test_registry_ctgov import STUDY
from tests.unit.test_registry_text import PAGE

READ = date(2026, 11, 22)
PHRASES = st.sampled_from([sentence for sentence, _, _ in MAPPED] + NOT_MAPPED)
GLUE = st.sampled_from(
    [" and ", " or ", ", ", "; ", ": ", " (", ")", " unless ", "\n  * ", " All of the following:\n  * "]
)
BEFORE = st.sampled_from(["no ", "not ", "history of ", "suspected ", "absence of ", "either ", "without "])
AFTER = st.sampled_from([" unless sedated", " or pregnancy", " for 3 days", " in the past", " (if known)", " ?"])
ODD = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
LINES = st.lists(PHRASES | ODD | GLUE, min_size=1, max_size=4).map("".join)
HEADINGS = st.sampled_from(["Inclusion Criteria:", "Exclusion criteria:", "For adults:", "Any of the following:", ""])
WORDS = ODD.filter(str.strip)


@st.composite
def eligibility(draw: st.DrawFn) -> str:
    """Bullets made of known phrases, odd characters and joining words, under headings of any kind."""
    blocks = draw(st.lists(st.tuples(HEADINGS, st.lists(LINES, max_size=3)), min_size=1, max_size=3))
    return "\n\n".join("\n".join([heading, *(f"* {line}" for line in lines)]) for heading, lines in blocks)


@st.composite
def studies(draw: st.DrawFn) -> str:
    """A study with drawn criteria, ages, arms and outcomes."""
    document: dict[str, Any] = json.loads(json.dumps(STUDY))
    section = document["protocolSection"]
    section["identificationModule"]["briefTitle"] = draw(WORDS)
    ages = st.sampled_from(["18 Years", "6 Months", "N/A", "0 Years", "130 Years", "1 Year"]) | WORDS
    section["eligibilityModule"] = {
        "eligibilityCriteria": draw(eligibility()),
        "sex": draw(st.sampled_from(["ALL", "FEMALE", "MALE"]) | WORDS),
        "minimumAge": draw(ages),
        "maximumAge": draw(ages),
    }
    names = draw(st.lists(WORDS, max_size=3))
    arms = [{"label": draw(WORDS), "interventionNames": names} for _ in range(draw(st.integers(0, 2)))]
    section["armsInterventionsModule"] = {"armGroups": arms, "interventions": [{"name": each} for each in names]}
    frames = st.sampled_from(["At day 28", "Baseline", "up to 6 months", "after 5 doses"]) | WORDS
    outcomes = [{"measure": draw(WORDS), "timeFrame": draw(frames)} for _ in range(draw(st.integers(0, 3)))]
    section["outcomesModule"] = {"primaryOutcomes": outcomes, "secondaryOutcomes": outcomes[:1]}
    return json.dumps(document)


def drafts(record: RegistryRecord) -> None:
    """The draft loads; it quotes every sentence and no other; nobody unknown is in or out. No criteria, no draft."""
    with TemporaryDirectory() as folder:
        if not states_criteria((*record.inclusion, *record.exclusion, *record.unsorted)):
            with pytest.raises(RegistryError, match="no eligibility criteria"):
                write_draft(record, Path(folder) / "trial", READ)
            return
        protocol = load(write_draft(record, Path(folder) / "trial", READ))
    claimed = {(claim.said.text, claim.said.at) for claim in protocol.claims()}
    assert {(each.text, str(at(each.place))) for each in record.sentences()} == claimed
    assert ask(protocol.population, Chart.of([]), Moment(0)).value == Interval(0.0, 1.0)


@given(studies())
def test_any_study_drafts_to_something_that_loads(text: str) -> None:
    drafts(read_study(text, "study.json"))


@given(changed(STUDY_TEXT) | altered_study() | changed(PAGE))
def test_a_changed_record_that_is_still_read_drafts(text: str) -> None:
    try:
        record = (read_study if text.lstrip()[:1] in ("{", "[") else read_page)(text, "file")
    except RegistryError:
        return
    drafts(record)


@given(PHRASES, BEFORE)
def test_a_word_before_a_clause_that_turns_it_leaves_no_rule(sentence: str, word: str) -> None:
    assert understood(word + sentence) is None


@given(PHRASES, AFTER)
def test_a_word_after_a_clause_that_turns_it_leaves_no_rule(sentence: str, words: str) -> None:
    assert understood(sentence + words) is None


@given(ODD | LINES)
def test_any_text_is_understood_or_not(text: str) -> None:
    clause = understood(text)
    assert clause is None or clause.reads
    assert all(0 <= day <= FARTHEST for day in days_of(text))
