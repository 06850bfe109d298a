"""Write docs/generated/traceability.md and .csv: every requirement, and the tests that prove it.

What is required is read from where it is written: the sentences of the public record from the protocol that answers
for them (`criterion I1`, `outcome S2 time frame`, `record phase`), all else from docs/traceability/requirements.yaml
(`inspection field-history`). A test says what it proves by `@pytest.mark.proves("criterion I1", ...)`; a `*` is for a
test that goes through a whole list. The marks are read off the sources: no test is imported.

Exits with everything that is wrong: a mark for what is not required, a requirement that neither a test proves nor the
list calls open, one that is called open and proved.
"""

import ast
import csv
import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from bedside.protocol.loading import load
from bedside.protocol.model import Protocol

ROOT = Path(__file__).parents[2]
LIST = ROOT / "docs" / "traceability" / "requirements.yaml"
FRENCH = LIST.with_name("exigences.yaml")
PAGE = ROOT / "docs" / "generated" / "traceability.md"
TRIAL = "jakahdi"
MARK = "proves"


class Group(NamedTuple):
    """A section of the table, and the documents that the sources of its lines are in."""

    title: str
    sources: str
    french: str = ""


class Requirement(NamedTuple):
    """One line of the table; `open` says why no test proves it yet, empty where one must. `french` is empty where it
    is not said in French: the public record is quoted as it is."""

    id: str
    says: str
    source: str
    group: Group
    open: str = ""
    french: str = ""


class Mark(NamedTuple):
    """A test and what it says that it proves; `*` in an id stands for anything."""

    test: str
    line: int
    ids: tuple[str, ...]


# --- what is required ---------------------------------------------------------------------------------------------


def of_record(protocol: Protocol) -> Iterator[Requirement]:
    """Each sentence of the public record, under the label of the place in the protocol that answers for it."""
    registered = protocol.line("registration_number")
    number = registered.value if registered else protocol.id
    sources = f"{protocol.record.registry}, read {protocol.record.read}"
    group = Group(f"The public record of {number}", sources, f"L’enregistrement public de {number}")
    for claim in protocol.claims():
        name = claim.by
        if name.startswith("outcome "):
            outcome = protocol.outcome(name.split()[1])
            parts = {outcome.said: "", outcome.time_frame: " time frame", outcome.description: " description"}
            name += parts[claim.said]
        yield Requirement(name, f"“{claim.said.text}”", f"line {claim.said.at}", group)


def of_list(text: str, french: str = "{}") -> Iterator[Requirement]:
    """Everything in the list, with its sentences in French where there are.

    Raises KeyError for a reason to be open that it does not explain.
    """
    held: Mapping[str, Any] = yaml.safe_load(text)
    said: Mapping[str, Mapping[str, str]] = yaml.safe_load(french)
    for name, group in held["groups"].items():
        for each, told in group["requirements"].items():
            why = held["open"][told["open"]] if "open" in told else ""
            of = Group(group["title"], group["source"], group.get("titre", ""))
            yield Requirement(f"{name} {each}", told["says"], told["source"], of, why, said.get(name, {}).get(each, ""))


# --- what is proved -----------------------------------------------------------------------------------------------


def marks(folder: Path) -> Iterator[Mark]:
    """Every mark in the tests under a folder."""
    for path in sorted(folder.rglob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        if f".{MARK}(" in text:
            yield from marked_in(ast.parse(text).body, path.relative_to(ROOT).as_posix())


def marked_in(body: Sequence[ast.stmt], where: str) -> Iterator[Mark]:
    """The marks on the statements of a file (or class) of this name: on functions, classes, assigned classes."""
    for each in body:
        inside: Sequence[ast.stmt] = ()
        if isinstance(each, ast.FunctionDef | ast.ClassDef):
            name, marked = each.name, _calls(each.decorator_list)
            inside = each.body if isinstance(each, ast.ClassDef) else ()
        elif isinstance(each, ast.Assign):  # TestX = pytest.mark.proves(...)(Machine.TestCase)
            name, marked = ast.unparse(each.targets[0]), _calls([each.value])
        else:
            name, marked = "", _calls([each])
        test = f"{where}::{name}"
        for call in marked:
            yield Mark(test, call.lineno, tuple(ast.literal_eval(argument) for argument in call.args))
        yield from marked_in(inside, test)


def _calls(nodes: Sequence[ast.AST]) -> list[ast.Call]:
    found = [each for node in nodes for each in ast.walk(node) if isinstance(each, ast.Call)]
    return [each for each in found if isinstance(each.func, ast.Attribute) and each.func.attr == MARK]


# --- both together ------------------------------------------------------------------------------------------------


def proofs(required: Sequence[Requirement], marked: Sequence[Mark]) -> dict[str, list[str]]:
    """The tests that prove each requirement, by id."""
    proved: dict[str, list[str]] = {each.id: [] for each in required}
    for mark in marked:
        for name in (each for each in proved if any(fnmatchcase(each, pattern) for pattern in mark.ids)):
            if mark.test not in proved[name]:
                proved[name].append(mark.test)
    return proved


def faults(required: Sequence[Requirement], marked: Sequence[Mark]) -> list[str]:
    """Everything that is wrong, in words."""
    ids, proved = [each.id for each in required], proofs(required, marked)
    found = [f"{name}: two requirements of this name" for name in sorted({each for each in ids if ids.count(each) > 1})]
    for mark in marked:
        where = f"{mark.test} (line {mark.line})"
        if not mark.test.rpartition("::")[2].lower().startswith("test"):
            found.append(f"{where}: a mark on what is no test")
        found += [f"{where}: nothing is called “{name}”" for name in mark.ids
                  if not any(fnmatchcase(each, name) for each in ids)]  # fmt: skip
    for each in required:
        if each.open and proved[each.id]:
            found.append(f"{each.id}: called open, and proved by {proved[each.id][0]}")
        if not each.open and not proved[each.id]:
            found.append(f"{each.id}: no test proves it, and it is not called open")
    return found


def page(required: Sequence[Requirement], proved: Mapping[str, Sequence[str]]) -> str:
    """The table as Markdown, a section a group."""
    done = sum(not each.open for each in required)
    lines = [
        "# From requirements to tests",
        "",
        "Written by `make docs` from the marks on the tests; do not edit. "
        f"{len(required)} requirements: {done} proved by tests, {len(required) - done} open.",
        "",
        "| Open because | Requirements |",
        "| --- | --- |",
    ]
    for why in dict.fromkeys(each.open for each in required if each.open):
        lines.append(f"| {why} | {', '.join(each.id for each in required if each.open == why)} |")
    for group in dict.fromkeys(each.group for each in required):
        lines += ["", f"## {group.title}", "", f"Sources: {group.sources}.", ""]
        lines += ["| Requirement | Source | Proved by |", "| --- | --- | --- |"]
        for each in (held for held in required if held.group == group):
            by = "<br>".join(_link(test) for test in proved[each.id]) or f"*Open:* {each.open}"
            lines.append(f"| **{each.id}**<br>{_cell(each.says)} | {_cell(each.source)} | {by} |")
    return "\n".join(lines) + "\n"


def table(required: Sequence[Requirement], proved: Mapping[str, Sequence[str]]) -> str:
    """The same as CSV, a line for each requirement and test."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("group", "requirement", "text", "source", "status", "test", "group_fr", "text_fr"))
    for each in required:
        for test in proved[each.id] or [""]:
            status = f"open: {each.open}" if each.open else "proved"
            french = (each.group.french, each.french)
            writer.writerow((each.group.title, each.id, each.says, each.source, status, test, *french))
    return text.getvalue()


def _link(test: str) -> str:
    path, _, name = test.partition("::")
    return f"[{path.removeprefix('tests/')}](../../{path})::{name}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*")


def read() -> tuple[list[Requirement], list[Mark]]:
    """Everything required and everything marked, as it stands in the repository."""
    required = [*of_record(load(TRIAL)), *of_list(LIST.read_text(encoding="utf-8"), FRENCH.read_text(encoding="utf-8"))]
    return required, list(marks(ROOT / "tests"))


def write() -> None:
    """Write both files, or exit with what is wrong."""
    required, marked = read()
    if wrong := faults(required, marked):
        sys.exit("\n".join(wrong))
    proved = proofs(required, marked)
    PAGE.write_text(page(required, proved), encoding="utf-8")
    PAGE.with_suffix(".csv").write_text(table(required, proved), encoding="utf-8")


if __name__ == "__main__":
    write()
