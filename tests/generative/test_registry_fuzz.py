"""However a registry file is cut or changed, it is read or refused with a RegistryError, nothing else."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bedside.errors import RegistryError
from bedside.registry.page import read_page
from bedside.registry.reading import read_registry
from bedside.registry.record import RegistryRecord
from bedside.registry.study import read_study
from tests.unit.test_registry_ctgov import ELIGIBILITY, STUDY, squeezed, with_eligibility, written
from tests.unit.test_registry_text import PAGE

STUDY_TEXT = json.dumps(STUDY)
PAGE_LINES = PAGE.split("\n")
PIECES = (
    *(
        "\t",
        "\n",
        "\n\n",
        "  • ",
        "Or ",
        "At day 7",
        "NameTimeMethod\n",
        "© Copyright 2025\n",
        "\x00",
        "\u2028",
    ),
    *(
        "Inclusion Criteria:\n",
        "Exclusion Criteria\n",
        "Brief Summary\n",
        "Eligibility criteria:\n",
        "-",
        ":",
    ),
    *('"', "{", "}", "[", "null", "1e999", "NaN", "\\", "\\ud800", "e\u0301", "\ud800"),
)
WHERE = st.floats(0, 1)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


def read_or_refused(text: str) -> RegistryRecord | None:
    """What any reader makes of this text; a RegistryError must say what, where and what to do."""
    reader = read_study if text.lstrip()[:1] in ("{", "[") else read_page
    try:
        record = reader(text, "file")
    except RegistryError as error:
        assert error.what and error.where and error.todo
        return None
    assert all(sentence.text for sentence in record.sentences())
    assert record.target_enrolment is None or record.target_enrolment >= 0
    return record


@st.composite
def changed(draw: st.DrawFn, text: str) -> str:
    """The text with up to three pieces cut out, doubled or put in."""
    for _ in range(draw(st.integers(1, 3))):
        start = int(draw(WHERE) * len(text))
        end = min(len(text), start + draw(st.integers(0, 80)))
        middle = draw(st.sampled_from(("", text[start:end] * 2, *PIECES)) | st.text(max_size=8))
        text = text[:start] + middle + text[end:]
    return text


@st.composite
def altered_study(draw: st.DrawFn) -> str:
    """The study with one value, at any depth, replaced by any other."""
    document: Any = json.loads(STUDY_TEXT)
    spot = document
    while True:
        key = draw(st.sampled_from(list(spot) if isinstance(spot, dict) else range(len(spot))))
        if not (isinstance(spot[key], dict | list) and spot[key]) or draw(st.integers(0, 4)) == 0:
            break
        spot = spot[key]
    spot[key] = draw(JSON_VALUES)
    return json.dumps(document)


@given(changed(PAGE))
def test_a_changed_page(text: str) -> None:
    read_or_refused(text)


@given(changed(STUDY_TEXT))
def test_a_changed_study(text: str) -> None:
    read_or_refused(text)


@given(altered_study())
def test_a_study_with_any_value_anywhere(text: str) -> None:
    read_or_refused(text)


@given(st.permutations(PAGE_LINES))
def test_a_page_with_its_lines_in_any_order(lines: list[str]) -> None:
    read_or_refused("\n".join(lines))


@given(st.integers(0, len(PAGE) - len("© Copyright 2025. All Rights Reserved by MedPath\n")))
def test_a_page_cut_before_its_last_line_is_never_read(length: int) -> None:
    assert read_or_refused(PAGE[:length]) is None


@given(st.integers(1, len(STUDY_TEXT) - 1))
def test_a_cut_study_is_never_read(length: int) -> None:
    assert read_or_refused(STUDY_TEXT[:length]) is None


@given(changed(ELIGIBILITY) | st.text())
def test_no_character_of_any_eligibility_text_is_lost(text: str) -> None:
    if not any("\ud800" <= character <= "\udfff" for character in text):
        assert written(with_eligibility(text)) == squeezed(text)


@given(st.binary(max_size=200) | st.integers(0, 3000).map(lambda length: PAGE.encode()[:length]))
def test_any_bytes(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "any"
        path.write_bytes(content)
        try:
            read_registry(path)
        except RegistryError as error:
            assert error.what and error.where and error.todo
