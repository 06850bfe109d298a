"""The findings in French: every text has both languages, with the same places, in French typography."""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from string import Formatter

import pytest

from bedside.lint.both_languages import filled, in_marks, listed, numeral, quoted
from bedside.lint.checks import RULES, Finding, Findings, Rule, Severity, check, check_trial
from bedside.lint.record import OuterRule, contradicted
from bedside.lint.stated import LABELS, labelled
from bedside.protocol.loading import load
from bedside.protocol.model import Text
from tests.clean_protocol import with_outcome
from tests.golden import same_as
from tests.needs import ROOT

LINT = ROOT / "src" / "bedside" / "lint"
SAME = {"question", "questions", "intervention", "estimand"}
"""Words that both languages write alike."""


def texts() -> Iterator[tuple[str, Text]]:
    """Every pair of words in the sources of the checks, with its place."""
    for path in sorted(LINT.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text":
                words = [each.value for each in node.args if isinstance(each, ast.Constant)]
                if len(words) == 2:
                    yield f"{path.name}:{node.lineno}", Text(*map(str, words))


TEXTS = dict(texts())


def places(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def words_of(template: str) -> str:
    return "".join(literal for literal, _, _, _ in Formatter().parse(template)).strip(" .?,:;()")


def test_the_sources_hold_many_texts() -> None:
    assert len(TEXTS) > 100, "otherwise these tests would say nothing"
    assert {words_of(text.en) for text in TEXTS.values()} >= {words_of(rule.message.en) for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_check_says_and_asks_in_both_languages(rule: Rule | OuterRule) -> None:
    message, question = rule.message, rule.question
    assert message.en and message.fr
    assert bool(question.en) is bool(question.fr)
    assert question == Text("", "") or (question.en.endswith("?") and question.fr.endswith("\u202f?"))


@pytest.mark.parametrize("where", TEXTS)
def test_both_languages_have_the_same_places(where: str) -> None:
    assert places(TEXTS[where].en) == places(TEXTS[where].fr)


@pytest.mark.parametrize("where", TEXTS)
def test_the_french_is_not_the_english(where: str) -> None:
    text = TEXTS[where]
    alike = words_of(text.en) == words_of(text.fr)
    assert not alike or words_of(text.en) in SAME or not re.search(r"\w", words_of(text.en)), text


def told_in_french() -> dict[str, str]:
    return {where: text.fr for where, text in TEXTS.items()}


@pytest.mark.parametrize("where", TEXTS)
def test_french_typography(where: str) -> None:
    """No-break spaces before a colon and inside guillemets, narrow ones before ; and ?; curled apostrophes."""
    french = TEXTS[where].fr
    assert not re.search(r"[^\u00a0]:|[^\u202f][;?!]|«[^\u00a0]|[^\u00a0]»", french), french
    assert not re.search(r"['\"“”]", french), french


ENGLISH = re.compile(
    r"\b(?:the|of|and|or|is|are|it|its|with|which|what|who|where|when|how|does|do|this|that|not|no|nobody|nothing|"
    r"any|each|for|from|by|to|in|an|meant|said|stated|measured|recorded|outcome|criterion|record|assumed)\b",
    re.IGNORECASE,
)
NAMES = re.compile(r"\b[a-z0-9]+_[a-z0-9_]+\b|protocol\.yaml:\d+|\b[A-Z]\d+\b")
"""Names of variables and parts, and places in files."""


def without_quotations(text: str) -> str:
    """What bedside itself says: the record's own words stand between guillemets and stay as they are."""
    bare = NAMES.sub("", text)
    while "«" in bare and (shorter := re.sub(r"«[^«»]*»", "", bare)) != bare:
        bare = shorter
    return bare


@pytest.mark.parametrize("trial", ["jakahdi", "adrenal"])
def test_no_english_is_left_in_the_findings_of_a_trial(trial: str) -> None:
    found = check_trial(ROOT / "trials" / trial).findings
    assert found
    for each in found:
        for text in (each.message, each.question, each.assumption):
            assert not ENGLISH.search(without_quotations(text.fr)), text.fr
        said = labelled(each.where).fr
        assert not re.search(r"\b(?:outcome|criterion|record|visit)\b", said), said


def test_the_net_catches_english() -> None:
    assert ENGLISH.search(without_quotations("measured à J28, sans règle pour les participants décédés"))
    assert not ENGLISH.search(
        without_quotations("ni l’unité ni la technique\u00a0: «\u00a0level of the ferritin\u00a0»")
    )


def placeless(found: Findings) -> Findings:
    """Without hash and line numbers, which change with any edit of the trial's files."""
    moved = [replace(each, where=re.sub(r":\d+ ", ":0 ", each.where)) for each in found.findings]
    return replace(found, hash="", findings=tuple(moved))


def test_jakahdi_in_french() -> None:
    text = placeless(check(load(ROOT / "trials" / "jakahdi"))).to_text("fr")
    same_as("checks_jakahdi_fr.txt", text)


def test_a_french_mark_never_begins_a_line_or_ends_a_guillemet() -> None:
    asked = Text("Which?", f"{'mot ' * 24}« mot » ; {'mot ' * 22}« mot » ?")
    told = Findings.of("x", "1.0", "", [Finding("P001", Severity.WARNING, "costs", asked, asked)])
    for line in told.to_text("fr").splitlines():
        assert not re.search(r"^\s*[»:;?!]|«$", line), line
    assert json.loads(told.to_json("fr"))["findings"][0]["question"] == asked.fr, "programs get what was written"


# --- what fills the texts ---------------------------------------------------------------------------------


def test_a_place_takes_plain_words_or_both_languages() -> None:
    template = Text("{who} of {age}: {words}", "{who} de {age}\u00a0: {words}")
    parts = {"who": Text("a man", "un homme"), "age": 18, "words": quoted("at {least}")}
    assert filled(template, parts) == Text(
        "a man of 18: “at {least}”", "un homme de 18\u00a0: «\u00a0at {least}\u00a0»"
    )
    with pytest.raises(KeyError):
        filled(template, {"who": "a man"})


def test_words_are_quoted_listed_and_counted_in_each_language() -> None:
    assert in_marks("x") == Text("“x”", "«\u00a0x\u00a0»")
    assert quoted("y" * 200).fr == f"«\u00a0{'y' * 109}…\u00a0»"
    assert listed(["a", Text("none", "aucun")]) == Text("a, none", "a, aucun")
    assert listed(["a", "b"], Text(" and ", " et ")) == Text("a and b", "a et b")
    assert numeral(Decimal("-2.5")) == Text("-2.5", "−2,5")


@pytest.mark.parametrize(
    ("place", "french"),
    [
        ("protocol.yaml:12 outcome S05", "protocol.yaml:12 critère de jugement S05"),
        ("protocol.yaml:12 consent route relative", "protocol.yaml:12 voie de consentement relative"),
        ("protocol.yaml:9 item bedside.outcome", "protocol.yaml:9 rubrique bedside.outcome"),
        ("criterion I2", "critère I2"),
        ("costs", "coûts"),
        ("amendments/v2.yaml:1", "amendments/v2.yaml:1"),
        ("record.txt:7", "record.txt:7"),
    ],
)
def test_a_place_is_named_in_french(place: str, french: str) -> None:
    assert labelled(place) == Text(place, french)


def test_every_label_is_french() -> None:
    assert all(text.en == name and (text.fr != name or name in SAME) for name, text in LABELS.items())


@pytest.mark.parametrize(
    ("when", "french"),
    [("At day 28", "à J28"), ("day 7", "à J7"), ("At week 4", "au moment dit «\u00a0At week 4\u00a0»")],
)
def test_a_day_is_told_in_french(when: str, french: str) -> None:
    found = check(with_outcome("S1", says="Glasgow Coma Score", when=when, dead=None)).with_code("P034")
    assert [each.question.fr for each in found] == [f"Que recueille-t-on {french} pour les participants décédés\u202f?"]


def test_a_worked_patient_that_the_rules_contradict_is_told_in_french() -> None:
    told = "patients/I1.yaml:14: “no test (yet)” (E2: pregnancy): E2 is not met, expected cannot tell."
    (found,) = contradicted([told])
    assert found.where == "patients/I1.yaml:14"
    assert found.message == Text(
        "“no test (yet)” (E2: pregnancy): E2 is not met, expected cannot tell.",
        "«\u00a0no test (yet)\u00a0» (E2: pregnancy)\u00a0: E2 donne «\u00a0non rempli\u00a0», attendu"
        " «\u00a0indéterminé\u00a0».",
    )
    (outcome,) = contradicted(["p.yaml:1: “died” (S2 (stay)): S2 is 0 h to 120 h, expected 120 h, death."])
    assert outcome.message.fr == (
        "«\u00a0died\u00a0» (S2 (stay))\u00a0: S2 donne «\u00a00 h to 120 h\u00a0», attendu «\u00a0120 h, death\u00a0»."
    )
    (other,) = contradicted(["patients/I1.yaml:3: the file is empty."])
    assert other.message == Text(
        "the file is empty.", "ne peut pas être lu (texte du programme)\u00a0: «\u00a0the file is empty.\u00a0»"
    )
