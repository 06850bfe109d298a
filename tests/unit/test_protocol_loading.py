"""A protocol that loads, and every way in which it does not: what, which file and line, what to do."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.errors import BedsideError, ProtocolError
from bedside.protocol.loading import find_trial, load, load_versions, shipped
from bedside.protocol.marked_yaml import Marked
from bedside.protocol.quoting import escaped, quoted
from bedside.values.quantity import quantity
from tests.golden import same_as
from tests.unit.tiny_trial import ASKED, BLOOD, CRITERIA, PROTOCOL, write_trial


def _in(text: str, old: str, new: str) -> str:
    assert old in text, old
    return text.replace(old, new, 1)


def _p(old: str, new: str) -> dict[str, str | None]:
    return {"protocol_yaml": _in(PROTOCOL, old, new)}


def _c(old: str, new: str) -> dict[str, str | None]:
    return {"criteria_py": _in(CRITERIA, old, new)}


def _a(old: str, new: str) -> dict[str, str | None]:
    return {"forms_asked_yaml": _in(ASKED, old, new)}


def _b(old: str, new: str) -> dict[str, str | None]:
    return {"forms_blood_yaml": _in(BLOOD, old, new)}


BROKEN: dict[str, Callable[[], dict[str, str | None]]] = {
    "not YAML": lambda: _p("record:\n", "record: {\n"),
    "empty": lambda: {"protocol_yaml": "# nothing\n"},
    "a key twice": lambda: _p("id: tiny\n", "id: tiny\nid: tinier\n"),
    "another format": lambda: _p("bedside-protocol/1", "bedside-protocol/9"),
    "version is a number": lambda: _p('version: "1.0"', "version: 1.0"),
    "a key is missing": lambda: _p("    I2: {says: Willing, at: 3,", "    I2: {says: Willing,"),
    "a key too many": lambda: _p("at: 3,", "at: 3, colour: red,"),
    "not a list of names": lambda: _p("parameters:\n  minimum_age", "parameters: []\nx:\n  minimum_age"),
    "no such answerer": lambda: _p("answerer: patient or relative", "answerer: neighbour"),
    "a question without how long an answer counts": lambda: _p("    valid_for: P7D\n", ""),
    "a question valid for no length": lambda: _p("valid_for: P7D", "valid_for: a week"),
    "a question valid for nothing": lambda: _p("valid_for: P7D", "valid_for: P0D"),
    "a question on an unknown assumption": lambda: _p(
        "valid_for: P7D\n", "valid_for: P7D\n    assumptions: [sooner]\n"
    ),
    "a consent route on an unknown assumption": lambda: _p(
        "continuation: false", "continuation: false, assumptions: [sooner]"
    ),
    "a parameter on nothing": lambda: _p(', source: "invented record, line 2, 2026-01"', ""),
    "a parameter on both": lambda: _p("assumption: limit}\nq", "assumption: limit, source: me}\nq"),
    "a parameter of no unit": lambda: _p("value: 18 a", "value: '18'"),
    "a parameter of unknown unit": lambda: _p("value: 18 a", "value: 18 years"),
    "an unknown assumption": lambda: _p("assumption: limit}\nq", "assumption: lactate}\nq"),
    "an assumption that nothing uses": lambda: _p(
        "assumptions:\n", "assumptions:\n  idle:\n    question: {en: a, fr: a}\n    taken: {en: a, fr: a}\n"
        "    reason: {en: a, fr: a}\n"
    ),
    "a question named like a variable": lambda: _p("questions:\n  willing:", "questions:\n  age:"),
    "a name with a capital": lambda: _p("questions:\n  willing:", "questions:\n  Willing:"),
    "says without at": lambda: _p("signed: {says: Signed, at: 5,", "signed: {says: Signed,"),
    "a route without its question": lambda: _p("needs: [[willing]]", "needs: [[able]]"),
    "an unknown visit": lambda: _p("visits: [D3]", "visits: [D4]"),
    "an unknown item": lambda: _p("items: [blood.creatinine]", "items: [blood.urea]"),
    "an item without a form": lambda: _p("items: [blood.creatinine]", "items: [creatinine]"),
    "an unknown form at a visit": lambda: _p("P2D, forms: [blood,", "P2D, forms: [bones,"),
    "an unknown visit after an event": lambda: _p("remains: {D9:", "remains: {D8:"),
    "days that run backwards": lambda: _p("until_day: 4", "until_day: 0"),
    "during what does not last": lambda: _p("during: icu_stay", "during: creatinine"),
    "a length that is none": lambda: _p("before: PT12H", "before: 12 hours"),
    "an unknown cost class": lambda: _p("otherwise: ask", "otherwise: beg"),
    "a form without a file": lambda: {"forms_blood_yaml": None},
    "a form under another name": lambda: _b("id: blood", "id: bloood"),
    "a record without a time": lambda: _b("    time: taken_at\n    expected", "    expected"),
    "a time that is none": lambda: _b("    time: taken_at\n    expected", "    time: platelets\n    expected"),
    "an unknown variable": lambda: _b("variable: creatinine", "variable: creatine"),
    "a unit of another kind": lambda: _b("units: [umol/L, mg/dL]", "units: [umol/L, 10*9/L]"),
    "an impossible range": lambda: _b("expected: [20 umol/L, 900 umol/L]", "expected: [20 umol/L, 90000 umol/L]"),
    "a number for yes or no": lambda: _b("variable: platelets", "variable: hcg_positive"),
    "a number without a unit": lambda: _b("kind: number, units: [10*9/L]", "kind: number"),
    "a choice without codes": lambda: _a("kind: text", "kind: choice"),
    "shown when what": lambda: _a("item: willing", "item: wiling"),
    "a text that records": lambda: _a("kind: text", "kind: text, variable: age, time: asked_at"),
    "a day that is coded": lambda: _a("kind: text", "kind: date, coded: meddra"),
    "a computed item of no rule": lambda: _b("rule: eligible", "rule: elegible"),
    "no criteria.py": lambda: {"criteria_py": None},
    "not Python": lambda: _c("def criteria(trial):", "def criteria(trial)"),
    "no function": lambda: _c("def criteria", "def crit"),
    "a function that returns nothing": lambda: _c("    return [", "    [  #"),
    "a parameter misspelt": lambda: _c('threshold("minimum_age")', 'threshold("minimal_age")'),
    "a question misspelt": lambda: _c('answer("willing")', 'answer("wiling")'),
    "a bare number": lambda: _c('trial.threshold("minimum_age")', "18"),
    "units that do not fit": lambda: _c('trial.threshold("creatinine_limit")', 'trial.threshold("minimum_age")'),
    "any other mistake": lambda: _c("hours(24)", "hours(24 / 0)"),
    "a rule that is no truth": lambda: _c('trial.answer("willing")', "creatinine"),
    "ages that are equal": lambda: _c("ALWAYS) >= trial", "ALWAYS) == trial"),
    "ages that are not equal": lambda: _c("ALWAYS) >= trial", "ALWAYS) != trial"),
    "an equality inside a rule": lambda: _c('trial.answer("willing")', 'trial.answer("willing") & (creatinine == 1)'),
    "a plain truth": lambda: _c('trial.answer("willing")', "True"),
    "a value in a list": lambda: _c('trial.answer("willing")', "creatinine in [1]"),
    "a set of rules": lambda: _c('trial.answer("willing")', '{trial.answer("willing")}'),
    "a variable for a rule": lambda: _c('trial.answer("willing")', 'variable("hcg_positive")'),
    "data that are no rule": lambda: _c("data=WHOLE),\n        inclusion", "data=True),\n        inclusion"),
    "a name for a rule": lambda: _c('trial.answer("willing")', '"willing"'),
    "a criterion without a rule": lambda: _c('        inclusion("I2", trial.answer("willing")),\n', ""),
    "logic that exits": lambda: _c("    return [", "    raise SystemExit\n    return ["),
    "logic that exits with a status": lambda: _c("    return [", "    exit(0)\n    return ["),
    "logic that exits where it is read": lambda: _c("def criteria", "import sys\n\nsys.exit()\n\n\ndef criteria"),
    "a time before what has no time": lambda: _b("variable: platelets, time: taken_at", "before: PT6H"),
    "a time before of what lasts": lambda: _b(
        "renal_replacement, time: taken_at", "renal_replacement, time: taken_at, before: PT6H"
    ),
    "a time before of no length": lambda: _b("platelets, time: taken_at", "platelets, time: taken_at, before: 6 h"),
    "a rule without a criterion": lambda: _c('inclusion("I2"', 'inclusion("I3"'),
    "a rule on the wrong side": lambda: _c('inclusion("I2"', 'exclusion("I2"'),
    "an id twice": lambda: _p("    E1: {says", "    I1: {says"),
    "a rule twice": lambda: _c('exclusion("E1"', 'inclusion("I2"'),
}  # fmt: skip


def test_the_tiny_trial_loads(tmp_path: Path) -> None:
    protocol = load(write_trial(tmp_path))
    assert (protocol.id, protocol.version, len(protocol.criteria)) == ("tiny", "1.0", 3)
    assert protocol.parameter("minimum_age").value == quantity("18 a")
    assert protocol.criterion("E1").where == "protocol.yaml:31"
    assert len(protocol.hash) == 64


def test_every_way_not_to_load_is_said_with_file_line_and_remedy(tmp_path: Path) -> None:
    told = []
    for i, (name, changes) in enumerate(BROKEN.items()):
        folder = tmp_path / str(i) / "tiny"
        folder.mkdir(parents=True)
        with pytest.raises(BedsideError) as error:
            load(write_trial(folder, **changes()))
        told.append(f"{name}\n    {error.value}".replace(str(folder.parent) + "/", ""))
    text = "\n".join(told) + "\n"
    same_as("protocol_errors.txt", text)


def test_a_path_wins_over_a_shipped_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert {"jakahdi", "adrenal"} <= set(shipped())
    (tmp_path / "jakahdi").mkdir()
    write_trial(tmp_path / "jakahdi")
    assert load("jakahdi").id == "jakahdi"
    monkeypatch.chdir(tmp_path)
    assert load("jakahdi").id == "tiny"
    assert find_trial(tmp_path / "jakahdi" / "protocol.yaml") == tmp_path / "jakahdi"


def test_a_wrong_path_is_not_taken_for_a_name(tmp_path: Path) -> None:
    assert find_trial("trials/jakahdi").name == "jakahdi"
    with pytest.raises(ProtocolError, match="neither a folder"):
        find_trial(tmp_path / "jakahdi")


def test_no_such_trial() -> None:
    with pytest.raises(ProtocolError, match=r"neither a folder with a protocol\.yaml nor a trial that comes with"):
        load("nowhere")


def test_no_such_version(tmp_path: Path) -> None:
    with pytest.raises(ProtocolError, match=r"tiny has no version “2\.0”\. There are: 1\.0\."):
        load(write_trial(tmp_path), "2.0")
    assert [each.version for each in load_versions(tmp_path)] == ["1.0"]


def test_a_line_that_moves_changes_no_hash(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first = load(write_trial(tmp_path / "a"))
    second = load(write_trial(tmp_path / "b", protocol_yaml="\n# a comment\n" + PROTOCOL))
    other = load(write_trial(tmp_path / "b", protocol_yaml=PROTOCOL.replace("18 a", "19 a")))
    assert first.hash == second.hash != other.hash
    assert first == second


def test_what_is_as_it_was_is_not_read_again_and_what_is_not_is(tmp_path: Path) -> None:
    first = load(write_trial(tmp_path))
    assert load(tmp_path) is first
    for file in (tmp_path / "protocol.yaml", tmp_path / "criteria.py", *sorted((tmp_path / "forms").glob("*.yaml"))):
        file.write_text(file.read_text(encoding="utf-8") + "# a comment\n", encoding="utf-8")
        second = load(tmp_path)
        assert second is not first and second == first, file
        first = second
    (tmp_path / "criteria.py").write_text("criteria = None\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(BedsideError):
            load(tmp_path)


@pytest.mark.parametrize("ask", ["criterion", "parameter", "question", "outcome", "form", "assumption"])
def test_what_the_protocol_does_not_hold_is_said_with_what_it_does(tmp_path: Path, ask: str) -> None:
    with pytest.raises(ProtocolError, match=f"no {ask} is called “nothing”. There are:"):
        getattr(load(write_trial(tmp_path)), ask)("nothing")


def test_nothing_in_the_machine_knows_the_trials() -> None:
    room = Path(load.__code__.co_filename).parent
    for path in (each for each in room.parent.rglob("*.*") if each.suffix in (".py", ".json", ".yaml", ".html", ".js")):
        text = path.read_text(encoding="utf-8").casefold()
        own = ("hydrocortisone",) if path.parent == room else ()
        for name in ("nct06244862", "nct01448109", "jakahdi", "ruxolitinib", *own):
            assert name not in text, path


def test_a_brace_written_twice_quotes_nothing(tmp_path: Path) -> None:
    text = "From {minimum_age} on; {{minimum_age}}, {{{minimum_age}}}, {{}} and { }"
    protocol = load(write_trial(tmp_path, protocol_yaml=PROTOCOL.replace("en: A tiny trial", f'en: "{text}"')))
    assert protocol.text.en == "From 18\u00a0years on; {minimum_age}, {18\u00a0years}, {} and { }"
    assert quoted(Marked("f", {"en": escaped(text)}, {}), {})[0].data == {"en": text}


@given(st.text("{}ab_1"))
def test_what_is_escaped_reads_as_it_stood(text: str) -> None:
    assert quoted(Marked("f", {"en": escaped(text)}, {}), {})[0].data == {"en": text}
