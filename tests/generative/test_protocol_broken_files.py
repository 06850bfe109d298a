"""Whatever stands in a trial's files, loading answers with a protocol or a sentence, never a traceback."""

import copy
import tempfile
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from bedside.errors import BedsideError
from bedside.protocol.loading import load
from bedside.protocol.model import Protocol
from tests.unit.tiny_trial import AMENDMENT, FILES, write_trial

JUNK = st.sampled_from([None, [], {}, "", "x", "18 a", "P1D", "-1 h", 0, 3, -1.5, True, ["x"], {"en": "a"}, {"x": {}}])
NAMES = [*[name for name in FILES if name.endswith(".yaml")], "amendments/a.yaml"]


def places(data: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [at, *(place for key, value in inner for place in places(value, (*at, key)))]


@st.composite
def broken(draw: st.DrawFn) -> tuple[str, str]:
    name = draw(st.sampled_from(NAMES))
    data = copy.deepcopy(yaml.load({**FILES, "amendments/a.yaml": AMENDMENT}[name], yaml.BaseLoader))
    for _ in range(draw(st.integers(1, 2))):
        *above, last = draw(st.sampled_from(places(data)[1:] or [("id",)]))
        inside = data
        for key in above:
            inside = inside[key]
        if draw(st.booleans()):
            inside[last] = copy.deepcopy(draw(JUNK))
        else:
            del inside[last]
    return name, yaml.safe_dump(data, allow_unicode=True)


@given(broken())
def test_a_broken_file_is_told_in_a_sentence(case: tuple[str, str]) -> None:
    name, text = case
    with tempfile.TemporaryDirectory() as folder:
        write_trial(Path(folder), **{name: text})
        try:
            assert isinstance(load(folder), Protocol)
        except BedsideError as error:
            assert str(error).strip() and error.where


@given(st.text(max_size=200))
def test_any_text_for_a_protocol(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_trial(Path(folder), **{"protocol.yaml": text.encode("utf-8", "replace").decode()})
        try:
            load(folder)
        except BedsideError as error:
            assert error.where
