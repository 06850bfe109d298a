"""The table from requirements to tests: it is whole, and it notices what is wrong with it."""

import ast
import csv
import io
import runpy
from types import SimpleNamespace

import pytest

from tests.needs import ROOT

TABLE = SimpleNamespace(
    **runpy.run_path(str(ROOT / "docs" / "generators" / "traceability.py"), run_name="traceability")
)
REQUIRED, MARKED = TABLE.read()
LAW = TABLE.Group("Law", "The law")
PROVED = TABLE.Requirement("law one", "It is so.", "art. 1", LAW)
OPEN = TABLE.Requirement("law two", "It will be so.", "art. 2", LAW, "comes later")
MARK = TABLE.Mark("tests/test_a.py::test_it", 3, ("law one",))


@pytest.mark.proves("inspection dossier-table")
def test_each_requirement_is_proved_by_a_test_or_called_open() -> None:
    assert TABLE.faults(REQUIRED, MARKED) == []


@pytest.mark.proves("inspection dossier-table")
def test_every_sentence_of_the_record_is_required() -> None:
    record = {each.id for each in REQUIRED if each.group.title.startswith("The public record")}
    assert len(record) == len(list(TABLE.load(TABLE.TRIAL).claims())) > 70
    assert {"criterion I1", "criterion E13", "outcome P1", "outcome S16 time frame", "record design"} <= record


@pytest.mark.proves("inspection dossier-table")
@pytest.mark.parametrize(
    ("required", "marked", "said"),
    [
        ([PROVED, OPEN], [MARK], ""),
        ([PROVED], [MARK._replace(ids=("law *",))], ""),
        ([PROVED], [], "no test proves it, and it is not called open"),
        ([OPEN], [MARK._replace(ids=("law two",))], "called open, and proved by tests/test_a.py::test_it"),
        ([PROVED], [MARK, MARK._replace(ids=("law thre*",))], "nothing is called “law thre*”"),
        ([PROVED], [MARK._replace(test="tests/test_a.py::Helper")], "a mark on what is no test"),
        ([PROVED, PROVED], [MARK], "two requirements of this name"),
    ],
)
def test_what_is_wrong_is_said(required: list[object], marked: list[object], said: str) -> None:
    found = TABLE.faults(required, marked)
    assert [said in each for each in found] == ([True] if said else [])


def test_marks_are_found_wherever_they_stand() -> None:
    source = """
import pytest

@pytest.mark.proves("a", "b")
@pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.proves("c"))])
def test_one(x): ...

@pytest.mark.proves("d")
class TestTwo:
    @pytest.mark.proves("e")
    def test_three(self): ...

TestFour = pytest.mark.proves("f")(Machine.TestCase)
pytestmark = pytest.mark.proves("g")
"""
    found = [(mark.test, mark.ids) for mark in TABLE.marked_in(ast.parse(source).body, "t.py")]
    assert found == [
        ("t.py::test_one", ("a", "b")), ("t.py::test_one", ("c",)), ("t.py::TestTwo", ("d",)),
        ("t.py::TestTwo::test_three", ("e",)), ("t.py::TestFour", ("f",)), ("t.py::pytestmark", ("g",)),
    ]  # fmt: skip
    assert TABLE.faults([], [TABLE.Mark("t.py::pytestmark", 1, ("g",))])[0].endswith("a mark on what is no test")


def test_the_file_for_spreadsheets_holds_each_requirement() -> None:
    rows = list(csv.DictReader(io.StringIO(TABLE.table(REQUIRED, TABLE.proofs(REQUIRED, MARKED)))))
    assert list(dict.fromkeys(row["requirement"] for row in rows)) == [each.id for each in REQUIRED]
    assert all(bool(row["test"]) == (row["status"] == "proved") for row in rows)


def test_every_requirement_is_said_in_french() -> None:
    """But for the sentences of the public record, which are quoted as they are."""
    lacking = [each.id for each in REQUIRED if not each.french and not each.group.title.startswith("The public record")]
    assert not lacking and all(each.group.french for each in REQUIRED)
    listed = TABLE.yaml.safe_load(TABLE.FRENCH.read_text(encoding="utf-8"))
    assert {f"{group} {name}" for group, those in listed.items() for name in those} <= {each.id for each in REQUIRED}
