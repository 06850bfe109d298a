"""Whatever words a protocol holds, the checks answer, and answer the same however the words are spaced."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bedside.lint.checks import Findings, check
from bedside.protocol.model import Protocol, Said
from tests.clean_protocol import clean

PIECES = (
    "SOFA", "Glasgow Coma Score", "ranges from", "varies between", "0", "4", "24", "to", "and", "or", "5",
    "six", "criteria", "higher", "lower", "score", "indicates", "better", "worse", "neurological function",
    "older than", "18 years", "%", "≥", "-", "–", ".", ";", ",", "/", "discharge", "death",
    "length of stay", "infections", "viral", "bacterial", "at day", "999999", "until", "month",
    "compared with", "superior to", "test", "before inclusion", "uncontrolled", "level", "CTCAE",
    "survival", "decrease in", "severe adverse events", "²", "٣", "\u00a0", "\n",
)  # fmt: skip
WORDS = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), min_size=1, max_size=25).map(" ".join)


def saying(criterion: str, measure: str, description: str, when: str) -> Protocol:
    """The clean protocol with one criterion and one outcome in other words."""
    held = clean()
    first, *criteria = held.criteria
    outcome, *outcomes = held.outcomes
    changed = replace(outcome, said=Said(measure, "1"), description=Said(description, "2"), time_frame=Said(when, "1"))
    return replace(
        held,
        criteria=(replace(first, said=Said(criterion, "1")), *criteria),
        outcomes=(changed, *outcomes),
    )


def told(found: Findings) -> list[tuple[str, str]]:
    return [(each.code, each.where) for each in found.findings]


@given(WORDS, WORDS, WORDS, WORDS)
def test_any_words_are_checked(criterion: str, measure: str, description: str, when: str) -> None:
    found = check(saying(criterion, measure, description, when))
    assert found.exit_code == 0, "words alone are never an error"
    for language in ("en", "fr"):
        assert found.to_json(language) and found.to_text(language)


@given(WORDS)
def test_two_spaces_say_no_more_than_one(words: str) -> None:
    once = " ".join(words.split())
    twice = "  ".join(words.split())
    assert told(check(saying(once, once, once, once))) == told(check(saying(twice, twice, twice, twice)))
