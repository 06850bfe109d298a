"""YAML read by libyaml says the same, on the same lines, as read by PyYAML itself.

What is wrong is said in the words of the latter; libyaml reads a few texts that it refuses (`|#`).
"""

from __future__ import annotations

from typing import Any
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.errors import ProtocolError
from bedside.protocol import marked_yaml
from tests.unit.tiny_trial import FILES

SIGNS = st.sampled_from(
    [*"[]{}:,-\n\t'\"#&*!|>%@` ", "\n  ", ": ", "- ", "a", "é", "no", "2026-01-01", "\x85", "\ufeff"]
)
TEXTS = st.sampled_from([text for name, text in FILES.items() if name.endswith(".yaml")])


@st.composite
def changed(draw: st.DrawFn) -> str:
    """A file of a trial with some signs put in."""
    text = draw(TEXTS)
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(text)))
        text = text[:place] + draw(SIGNS) + text[place:]
    return text


def said(text: str) -> Any:
    """The data and lines of a text, or what is wrong with it."""
    try:
        held = marked_yaml.marked(text, "file")
    except ProtocolError as error:
        return str(error)
    return held.data, held.lines


@given(st.one_of(changed(), st.text(max_size=80), st.lists(SIGNS, max_size=30).map("".join)))
def test_what_both_read_is_the_same(text: str) -> None:
    fast = said(text)
    with mock.patch.object(marked_yaml, "_quickly", lambda text: None):
        plain = said(text)
    assert fast == plain or (isinstance(plain, str) and not isinstance(fast, str))


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 5000 + "a", "{a: " * 300 + "b" + "}" * 300])
def test_what_is_nested_too_deeply_is_refused_and_takes_nothing_down(text: str) -> None:
    with pytest.raises(ProtocolError, match="nested too deeply"):
        marked_yaml.marked(text, "file")
