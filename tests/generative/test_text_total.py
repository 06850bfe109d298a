"""Every rule has a phrase, an outline and a trace in both languages, without a trace of Python in them."""

import re
from itertools import pairwise

import pytest
from hypothesis import given

from bedside.rules.meaning import ask
from bedside.rules.nodes import Node
from bedside.rules.text import outline, say, tell
from tests.generative.strategies import Case, cases, rules

PYTHON = re.compile(r"\w\(|object at|Decimal|None|True|False|\w=|Interval|[{}]|_|\binf\b|\bnan\b|\de[-+]\d")
ENGLISH_ONLY = re.compile(r"\b(lowest|highest|latest|otherwise|and|or|not|if|before|points by|at least|record)\b")
LOOSE_FRENCH = re.compile(r"(?<![\u00a0\u202f])[:;?!»]|«(?!\u00a0)|\d\.\d|:(?! )")


@pytest.mark.parametrize("language", ["en", "fr"])
@given(rule=rules())
def test_every_rule_is_said(language: str, rule: Node) -> None:
    for depth in (0, 1, 9):
        said = say(rule, language, depth)
        assert said and said == said.strip()
        assert not PYTHON.search(said), said
        assert said.count("(") == said.count(")")


@given(rules())
def test_french_is_french(rule: Node) -> None:
    said = say(rule, "fr", 9)
    assert not ENGLISH_ONLY.search(said), said
    assert not LOOSE_FRENCH.search(said), said


@pytest.mark.parametrize("language", ["en", "fr"])
@given(case=cases())
def test_every_answer_is_told(language: str, case: Case) -> None:
    lines = [*outline(case.rule, language), *tell(ask(case.rule, case.chart, case.at), language)]
    levels = [line.level for line in lines]
    assert all(b - a <= 1 for a, b in pairwise(levels))
    for line in lines:
        assert line.text and not PYTHON.search(line.text), line.text
