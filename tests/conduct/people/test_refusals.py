"""What is refused is said in the reader's language: every sentence raised for people stands in both."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import bedside.conduct
from bedside.conduct.frame.refusals import in_words
from bedside.conduct.frame.refusals_below import BELOW, KINDS
from bedside.conduct.frame.refusals_of_designs import DESIGNS
from bedside.conduct.frame.refusals_ways_out import WAYS_OUT, WHERE
from bedside.conduct.frame.refusals_what import WHAT
from bedside.errors import BedsideError, UsageError
from bedside.values.wording import Text

ROOT = Path(bedside.conduct.__file__).parent
COMMANDS = (
    "demonstration/", "study/restoring.py", "study/folder.py", "study/create.py", "study/starting.py",
    "study/backup.py", "study/shipped.py", "cuts/archiving.py", "coding/meddra.py", "coding/whodrug.py",
    "coding/ctcae.py", "coding/books.py", "trail/anchor.py",
)  # fmt: skip
"""What only commands raise."""
ALIKE = {"", "[mail]", "study.toml", "role", "site", "redaction", "trail", "host", "incorrect_code", "outcome",
         "patients", "participants", "p0, p1", "p1", "power", "lost", "simulation", "trials", "seed"}  # fmt: skip
"""Names of places that are no sentence, and the key of the trail, which only who runs the server can mend."""
SERVER = {"the key of the trail is lost.", "this is no key of 256 bits.", "Restore it from where the secrets are kept."}
WRITTEN = {"“{}” is not a quantity.", "“{}” has no unit.", 'Write it like "1.2 mg/dL".',
           'Write it like "1.2 mg/dL"; a pure number has the unit 1.'}  # fmt: skip
"""Refused of quantities that are written in a protocol or a file, never by a request."""
NO_ERROR = {"Http404", "TypeError", "ValueError", "KeyError", "AssertionError", "NotATime", "ValidationError",
            "PermissionDenied", "ImmediateHttpResponse", "HttpError", "Unauthorised"}  # fmt: skip


def _template(node: ast.expr) -> str | None:
    """A sentence with `{}` for what is filled in; None for what is none."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def _sentences(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        parts: list[ast.expr] = []
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            name = node.exc.func
            if (name.id if isinstance(name, ast.Name) else getattr(name, "attr", "")) not in NO_ERROR:
                parts = [*node.exc.args, *(each.value for each in node.exc.keywords)]
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in ("what", "todo"):
            parts = [node.value]
        for part in parts:
            told = _template(part)
            if told is not None and re.search(r"[a-z]{2}", told):
                yield told


def _known() -> set[str]:
    return {re.sub(r"\{\d\}", "{}", text.en) for text in (*WHAT, *WAYS_OUT, *WHERE, *BELOW, *DESIGNS)}


def test_every_sentence_that_is_raised_is_there_in_french() -> None:
    """Whoever adds one puts its French into `frame/refusals_what.py` or `refusals_ways_out.py`, or raises a Text."""
    known = _known() | ALIKE | SERVER
    raised = {
        (str(file.relative_to(ROOT)), said) for file in sorted(ROOT.rglob("*.py"))
        if not str(file.relative_to(ROOT)).startswith(COMMANDS) for said in _sentences(file)
    }  # fmt: skip
    assert len(raised) > 250
    assert sorted(each for each in raised if each[1] not in known) == []


@pytest.mark.parametrize(
    "file", ["protocol/forms.py", "values/quantity.py", "design/hypotheses.py", "design/single_stage.py",
             "design/two_stage.py", "design/stated.py", "simulation/reading.py", "simulation/participants.py",
             "simulation/checking.py", "simulation/exact_rate.py", "simulation/judging.py"])  # fmt: skip
def test_what_the_rooms_below_refuse_of_answers_is_there_in_french(file: str) -> None:
    raised = set(_sentences(ROOT.parent / file))
    assert len(raised) > 1
    assert sorted(raised - _known() - WRITTEN - ALIKE) == []


def test_every_kind_of_thing_that_is_looked_for_by_name_is_there_in_french() -> None:
    """`one(things, key, name, "event")` refuses an unknown name with `no event is called “zzz”.`"""
    kinds = set()
    for file in (*(ROOT.parent / "protocol").glob("*.py"), *ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "one":
                kinds |= {each.value for each in node.args[3:] if isinstance(each, ast.Constant)}
    assert kinds == set(KINDS)


@pytest.mark.parametrize("text", (*WHAT, *WAYS_OUT, *WHERE, *BELOW), ids=lambda text: text.en)
def test_each_has_its_places_and_its_french_spaces(text: Text) -> None:
    assert sorted(re.findall(r"\{\d\}", text.en)) == sorted(re.findall(r"\{\d\}", text.fr))
    assert not re.search(r"(?<!\u00a0)[;?!»]|« |(?<![\u00a0\d]):", text.fr)
    places = re.findall(r"\{\d\}", text.en)
    filled = text.en.format(*(f"x{n}" for n in range(len(places))))
    assert in_words(filled, "fr") == text.fr.format(*(f"x{n}" for n in range(len(places))))
    assert in_words(filled, "en") == filled


def test_an_error_carries_both_languages_and_is_english_to_commands() -> None:
    error = UsageError(Text("no.", "non."), Text("here", "ici"), "Correct it.")
    assert str(error) == "here: no. Correct it."
    assert [in_words(part, "fr") for part in error.words] == ["non.", "ici", "Corrigez."]
    assert BedsideError("a", "b", "c").words == ("a", "b", "c")
