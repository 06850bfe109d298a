"""Rules as canonical JSON: one written form, a hash that stays, and errors that say where."""

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from decimal import Decimal
from typing import Any

import pytest

from bedside.errors import WireError
from bedside.rules.language import (
    at_least,
    bands,
    choose,
    constant,
    count,
    highest,
    in_force,
    latest,
    lowest,
    named,
    own,
    points,
    unless,
)
from bedside.rules.nodes import KINDS, Node
from bedside.rules.wire import (
    canonical,
    decode,
    decode_variable,
    digest,
    document,
    encode,
    encode_variable,
    read_document,
)
from bedside.rules.wire_fields import DECLARATION, WRITTEN
from bedside.values.moment import HOUR, Window, hours
from bedside.values.quantity import quantity
from bedside.values.variable import Kind, Variable, measured, yes_no
from tests.golden import FOLDER, same_as

GOLDEN = FOLDER

PAO2 = measured("pao2", "mm[Hg]", "10", "800", 1, en="PaO₂", fr="PaO₂")
FIO2 = measured("fio2", "1", "0.21", "1.00", 2, en="FiO₂", fr="FiO₂")
PLATELETS = measured("platelets", "10*9/L", "0", "3000", 1, en="platelets", fr="plaquettes")
VENTILATED = yes_no("ventilated", Kind.SUPPORT, en="ventilation", fr="ventilation")
CHILD = yes_no("child", en="child", fr="enfant")
VARIABLES = {v.name: v for v in (PAO2, FIO2, PLATELETS, VENTILATED, CHILD)}


def sample() -> dict[str, Node]:
    """Rules with every kind of node, and one named part that occurs twice."""
    ratio = named("ratio", highest(PAO2, hours(24), each=own(PAO2) / latest(FIO2, hours(4))), "Vincent 1996")
    severe = named("severe", ratio < quantity("100 mm[Hg]"), en="severe", fr="sévère")
    score = bands(lowest(PLATELETS, hours(24)), 0, ("from 20 10*9/L", 3), ("above 50.5 10*9/L", "2.5"))
    late = count(PLATELETS, Window(48 * HOUR, 24 * HOUR), where=own(PLATELETS) < constant("100 10*9/L", "ours"))
    return {
        "ratio": ratio,
        "points": unless("children", latest(CHILD, hours(1)) > quantity("0 1"), points(0), score + points(1)),
        "any two": at_least(2, severe, late > quantity("2 1"), ~in_force(VENTILATED) & severe | severe),
        "chosen": choose(severe, severe, severe),
    }


def test_every_field_of_every_kind_of_node_is_written() -> None:
    assert set(WRITTEN) == set(KINDS)
    for kind, (_, forms) in WRITTEN.items():
        assert {f.name for f in fields(kind)} == set(forms)  # type: ignore[arg-type]
    assert {f.name for f in fields(Variable)} == {"name", *DECLARATION}


def test_the_sample_has_every_kind_of_node() -> None:
    words = {word for word, _ in WRITTEN.values()} | {"defined"}
    text = canonical(document(sample()))
    assert {word for word in words if f'"kind":"{word}"' in text} == words


def test_the_document_is_the_golden_one() -> None:
    """A stored rule stays readable: a change of this file is a change of format."""
    written = json.dumps(document(sample()), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    same_as("wire_document.json", written)


def test_a_document_reads_back_as_the_same_rules_through_text() -> None:
    read = read_document(json.loads(canonical(document(sample()))))
    assert read == sample()
    assert read["any two"].parts[0] is read["chosen"].parts[0]  # the shared part is shared again


def test_a_rule_by_itself_reads_back() -> None:
    for rule in sample().values():
        assert decode(json.loads(canonical(encode(rule))), VARIABLES) == rule


def test_a_variable_reads_back_with_its_label() -> None:
    read = decode_variable("fio2", encode_variable(FIO2))
    assert (read, read.label) == (FIO2, FIO2.label)


def test_the_hash_is_the_same_in_every_process_and_release() -> None:
    expected = dict(
        line.split("  ")[::-1] for line in (GOLDEN / "wire_digests.txt").read_text(encoding="utf-8").splitlines()
    )
    assert {key: digest(rule) for key, rule in sample().items()} == expected


def test_the_hash_does_not_depend_on_the_order_of_sets_and_dictionaries() -> None:
    code = (
        "from bedside.rules.wire import digest; from bedside.values.variable import yes_no;"
        "from bedside.rules.language import answer;"
        "print(digest(answer(yes_no('b')) & answer(yes_no('a')) | answer(yes_no('c'))))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed, "PYTHONPATH": "src"}, cwd=GOLDEN.parents[2],
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }  # fmt: skip
    assert len(runs) == 1


def test_equal_rules_have_one_hash_however_they_were_written() -> None:
    relabelled = measured("platelets", "10*9/L", "0", "3000.0", 1, en="thrombocytes")
    one = lowest(PLATELETS, hours(24)) < quantity("100 10*9/L")
    other = lowest(relabelled, hours(24)) < quantity("1.00E+2 10*9/L")
    assert one == other
    assert digest(one) == digest(other)


@pytest.mark.parametrize(
    "other",
    [
        lowest(PLATELETS, hours(24)) < quantity("101 10*9/L"),
        lowest(PLATELETS, hours(24)) <= quantity("100 10*9/L"),
        lowest(PLATELETS, hours(25)) < quantity("100 10*9/L"),
        highest(PLATELETS, hours(24)) < quantity("100 10*9/L"),
        lowest(measured("platelets", "10*9/L", "0", "2000", 1), hours(24)) < quantity("100 10*9/L"),
        named("low", lowest(PLATELETS, hours(24)) < quantity("100 10*9/L")),
    ],
    ids=["number", "comparison", "window", "pick", "bounds", "name"],
)
def test_a_rule_that_differs_has_another_hash(other: Node) -> None:
    assert digest(other) != digest(lowest(PLATELETS, hours(24)) < quantity("100 10*9/L"))


def test_canonical_text() -> None:
    data = {"b": [True, None, 1], "a": (Decimal("1.50"), Decimal("1E+2"), Decimal("-0.0")), "é": "°"}
    assert canonical(data) == '{"a":["1.5","100","0"],"b":[true,null,1],"é":"°"}'


Change = Callable[[Any], Any]


def _at(path: str, value: Any) -> Change:
    """Put a value at a place of the document; `...` takes it away."""

    def change(data: Any) -> Any:
        *way, last = [int(step) if step.isdigit() else step for step in path.split("/")]
        here = data
        for step in way:
            here = here[step]
        if value is ...:
            del here[last]
        else:
            here[last] = value
        return data

    return change


RATIO = "definitions/ratio"
BAD: dict[str, Change] = {
    "not an object": lambda data: [data],
    "no format": _at("format", ...),
    "another format": _at("format", "bedside-rules/9"),
    "an unknown section": _at("notes", {}),
    "a section that is no object": _at("rules", []),
    "a rule that is no object": _at("rules/chosen", "severe"),
    "an unknown kind": _at("rules/chosen/kind", "choice"),
    "a missing field": _at("rules/chosen/otherwise", ...),
    "an extra field": _at("rules/chosen/else", None),
    "a wrong word": _at(f"{RATIO}/of/pick", "best"),
    "an undeclared variable": _at(f"{RATIO}/of/variable", "pa/o2~"),
    "a number for a text": _at(f"{RATIO}/source", 7),
    "a text for a whole number": _at(f"{RATIO}/of/sustained", "0"),
    "a float": _at(f"{RATIO}/of/window/back_us", 1.5),
    "true for a whole number": _at(f"{RATIO}/of/sustained", True),
    "a bare decimal": _at("definitions/severe/of/right/value/number", 100),
    "a decimal with trailing zeros": _at("definitions/severe/of/right/value/number", "100.0"),
    "a decimal with an exponent": _at("definitions/severe/of/right/value/number", "1e2"),
    "an unknown unit": _at("definitions/severe/of/right/value/unit", "mmHg"),
    "two units compared": _at("definitions/severe/of/right/value/unit", "kPa"),
    "a window that looks ahead": _at(f"{RATIO}/of/window/until_us", 90_000_000_000),
    "one text for a pair": _at("definitions/severe/text", [["en"]]),
    "a text for a list": _at("definitions/severe/text", "severe"),
    "an undefined name": _at("rules/chosen/when/name", "mild"),
    "a circle": _at(f"{RATIO}/of/each/of/1", {"kind": "defined", "name": "severe"}),
    "a definition of another name": _at("definitions/severe/name", "mild"),
    "a definition that is not named": _at("definitions/severe", {"kind": "own", "variable": "pao2"}),
    "an unused variable": _at("variables/age", encode_variable(measured("age", "a", "0", "120"))),
    "a variable with empty bounds": _at("variables/pao2/high", "10"),
    "a variable with an unknown kind": _at("variables/pao2/kind", "lab"),
    "a definition written out": lambda data: _at("rules/chosen/when", data["definitions"]["severe"])(data),
    "a definition that occurs once": _at("definitions/alone", {"kind": "named", "name": "alone",
        "of": {"kind": "own", "variable": "pao2"}, "text": [], "source": ""}),
}  # fmt: skip


def _complaint(change: Change) -> str:
    with pytest.raises(WireError) as refused:
        read_document(change(copy.deepcopy(document(sample()))))
    return str(refused.value)


def test_what_is_malformed_is_refused_with_its_place() -> None:
    said = "".join(f"{case}\n    {_complaint(change)}\n" for case, change in BAD.items())
    same_as("wire_errors.txt", said)


@pytest.mark.parametrize(
    ("data", "place"),
    [({"a": [0.5]}, "/a/0"), ({1: "a"}, ""), ({"a/b": {"~": object()}}, "/a~1b/~0"), ("\ud800", "")],
)
def test_what_has_no_exact_text_is_refused(data: Any, place: str) -> None:
    with pytest.raises(WireError) as refused:
        canonical(data)
    assert refused.value.where == (place or "the document")


def test_one_name_for_two_rules_is_refused() -> None:
    with pytest.raises(WireError, match="“p” names two different rules"):
        document({"a": named("p", points(1)) + named("p", points(2))})
    with pytest.raises(WireError, match="“p” names two different rules"):
        document({"a": named("p", points(1)), "b": named("p", points(2))})


def test_one_name_for_two_variables_is_refused() -> None:
    other = measured("pao2", "mm[Hg]", "0", "800")
    with pytest.raises(WireError, match="two different variables"):
        document({"a": latest(PAO2, hours(1)), "b": latest(other, hours(1))})
    with pytest.raises(WireError, match="two different variables"):
        document({"a": latest(PAO2, hours(1)) + latest(other, hours(1))})


def test_a_bottomless_document_is_refused() -> None:
    data: dict[str, Any] = {"kind": "own", "variable": "child"}
    for _ in range(5000):
        data = {"kind": "not", "of": data}
    with pytest.raises(WireError, match="nested too deeply"):
        decode(data, VARIABLES)
