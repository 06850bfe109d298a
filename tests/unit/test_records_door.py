"""The door's rounding equals exact decimal arithmetic, whatever the unit; limits are read as they are written."""

from __future__ import annotations

import ast
import re
from decimal import Decimal
from string import Formatter

import duckdb
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bedside.errors import UsageError
from bedside.records.canonical_facts import units_of
from bedside.records.dictionary import dictionary
from bedside.records.door import rounded
from bedside.records.import_report import Counted, Dropped, ImportReport, Reason
from bedside.records.written_numbers import begins_as_limit, limit_number, limit_sign, text_number
from bedside.values.quantity import conversion
from bedside.values.wording import Text
from tests.needs import ROOT

CONVERSIONS = [
    (declared, code)
    for declared in dictionary().values()
    if not declared.truth
    for code, _, _ in units_of(declared)
    if code
]


@given(st.sampled_from(CONVERSIONS), st.decimals(-99999, 99999, places=3))
def test_rounding_is_that_of_the_exact_decimal(what: tuple, number: Decimal) -> None:
    declared, code = what
    to = conversion(code, declared.unit, declared.name)
    exact = to(number).quantize(Decimal("1e-12"))
    assume(declared.low <= exact <= declared.high)  # anything else is refused before it is rounded
    expression = rounded("(?::DOUBLE) * ?::DOUBLE + ?::DOUBLE", repr(10.0**declared.decimals))
    with duckdb.connect() as connection:
        row = connection.execute(f"SELECT {expression}", [float(number), float(to.factor), float(to.offset)]).fetchall()
    assert row[0][0] == declared.round(exact)


@pytest.mark.parametrize(
    ("number", "scale", "expected"),
    [
        ("66.69 * 5 / 9", "10.0", 37.1),
        ("-0.001", "10.0", 0.0),
        ("2.5", "1.0", 3.0),
        ("-2.5", "1.0", -3.0),
        ("1.005", "100.0", 1.01),
    ],
)
def test_halves_round_away_from_zero_and_zero_has_no_sign(number: str, scale: str, expected: float) -> None:
    expression = rounded(f"({number})::DOUBLE", scale)
    value, shown = duckdb.execute(f"SELECT {expression}, {expression}::VARCHAR").fetchall()[0]
    assert value == expected
    assert not shown.startswith("-") or expected < 0


@pytest.mark.parametrize(
    ("text", "sign", "number"),
    [
        ("<5", -1, 5), (" < 0.1 ", -1, 0.1), (">16500", 1, 16500), (">=1,000", 1, None),
        ("≤2", -1, 2), ("≥2", 1, 2),
        ("LESS THAN 5", -1, 5), ("greater than 5.5", 1, 5.5), ("5", None, None),
        ("<", None, None), ("", None, None),
        ("is <5", None, None), (None, None, None),
        (">1,50", 1, 1.5), ("<,5", -1, 0.5), ("<.5", -1, 0.5), ("<0,500", -1, 0.5), (">1,000.5", 1, 1000.5),
        (">1,000,000", 1, 1e6), (">1,500", 1, None),
        ("< 20-30", None, None), (">1e2", None, None), ("<5 mg/L", None, None), ("<1,2,3", None, None),
    ],
)  # fmt: skip
def test_limits(text: str | None, sign: int | None, number: float | None) -> None:
    row = duckdb.execute(
        f"SELECT {limit_sign('t')}, {limit_number('t')} FROM (SELECT ?::VARCHAR AS t)", [text]
    ).fetchall()
    assert row == [(sign, number)]


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("<5", True), (">5", True), ("≤ 2", True), ("≥", True), ("<", True),
        ("5", False), ("", False), (" <5", False), ("=5", False), ("?", False), ("LESS THAN 5", False),
        ("é", False), ("≠5", False), ("⩽5", False), ("_", False), (None, None),
    ],
)  # fmt: skip
def test_what_begins_as_a_limit(text: str | None, begins: bool | None) -> None:
    rows = duckdb.execute(f"SELECT {begins_as_limit('t')} FROM (SELECT ?::VARCHAR AS t)", [text]).fetchall()
    assert rows == [(begins,)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.5", 1.5), ("1e2", 100), (" 7 ", 7), ("1,5", 1.5), (" 1,50 ", 1.5), ("-0,25", -0.25), ("0,500", 0.5),
        ("1234,567", 1234.567), ("12,3456", 12.3456), (",5", 0.5), ("1,000.5", 1000.5), ("12,345,678", 12345678),
        ("1,500", None), ("-12,500", None), ("1,", None), (",", None), ("1,5,6", None), ("1.5,6", None),
        ("01,500.5", None), ("1,5e2", None), ("1_000", None), ("nan", None), ("inf", None), ("", None), (None, None),
    ],
)  # fmt: skip
def test_a_comma_is_read_where_it_can_be_one_thing_only(text: str | None, number: float | None) -> None:
    rows = duckdb.execute(f"SELECT {text_number('t')} FROM (SELECT ?::VARCHAR AS t)", [text]).fetchall()
    assert rows == [(number,)]


THRESHOLDS = [
    ("age", "17.6", "a", "18"), ("age", "17.999", "a", "18"), ("temperature", "101.1", "[degF]", "38.4"),
    ("temperature", "103.0", "[degF]", "39.4"), ("temperature", "38.39", "Cel", "38.4"),
    ("map", "69.6", "mm[Hg]", "70"), ("map", "9.33", "kPa", "70"),
    ("norepinephrine", "0.100002505", "ug/kg/min", "0.1"),
    ("norepinephrine", "0.099999999", "ug/kg/min", "0.1"), ("pao2", "13.33", "kPa", "100"),
    ("epinephrine", "6.00000003", "ug/kg/h", "0.1"), ("dopamine", "5.00000001", "ug/kg/min", "5"),
    ("dobutamine", "0.000000001", "ug/kg/min", "0"), ("ast", "29.5", "U/L", "30"), ("alt", "29.5", "U/L", "30"),
    ("ldh", "499.6", "U/L", "500"), ("scd25", "2399.5", "U/mL", "2400"), ("fibrinogen", "1.504", "g/L", "1.5"),
    ("fibrinogen", "150.4", "mg/dL", "1.5"), ("fibrinogen", "250.3", "mg/dL", "2.5"), ("spo2", "97.4", "%", "97"),
    ("platelets", "99.9", "10*9/L", "100"), ("platelets", "99900", "/uL", "100"), ("ferritin", "499.96", "ug/L", "500"),
    ("ferritin", "1123.5", "pmol/L", "500"), ("hemoglobin", "9.204", "g/dL", "92"), ("fio2", "0.597", "1", "0.6"),
    ("neutrophils", "999.6", "/uL", "1"), ("wbc", "4999.6", "/uL", "5"), ("crp", "99.96", "mg/L", "100"),
    ("bilirubin", "1.199", "mg/dL", "20.52"), ("creatinine", "1.199", "mg/dL", "106.08"),
    ("triglycerides", "1.499", "mmol/L", "1.5"), ("urine", "499.6", "mL", "500"), ("weight", "49.96", "kg", "50"),
]  # fmt: skip
"""Values as laboratories and devices write them, near a bound that a score or a protocol prints."""


@pytest.mark.parametrize(("name", "written", "code", "bound"), THRESHOLDS)
def test_rounding_carries_no_value_across_a_printed_bound(name: str, written: str, code: str, bound: str) -> None:
    declared = dictionary()[name]
    exact = conversion(code, declared.unit, declared.name)(Decimal(written))
    sides = [(number > Decimal(bound), number < Decimal(bound)) for number in (exact, Decimal(declared.round(exact)))]
    assert exact != Decimal(bound)
    assert sides[0] == sides[1]


def test_a_report_says_what_was_dropped_and_why() -> None:
    report = ImportReport(
        "somewhere",
        (Counted("labs", 5, 2),),
        (
            Dropped("labs", "map", Reason.IMPOSSIBLE, 2, ("patient 1, 2150-03-01 04:00, 999 mmHg",)),
            Dropped("labs", "", Reason.BROKEN_LINE, 1),
        ),
        (Text("outputs is absent.", "outputs est absent."),),
        {"map": 2},
    )
    assert (
        report.sentences()
        == report.sentences("en")
        == [
            "labs: 5 rows read, 2 used.",
            "labs: 2 rows of map dropped: the value is outside the variable's bounds."
            " For example: patient 1, 2150-03-01 04:00, 999 mmHg.",
            "labs: 1 row dropped: the line does not fit the table's columns.",
            "outputs is absent.",
        ]
    )
    assert report.sentences("fr") == [
        "labs\u00a0: lignes lues 5, utilisées 2.",
        "labs\u00a0: 2 lignes de map écartées\u00a0: la valeur est hors des limites de la variable."
        " Par exemple\u00a0: patient 1, 2150-03-01 04:00, 999 mmHg.",
        "labs\u00a0: 1 ligne écartée\u00a0: la ligne ne correspond pas aux colonnes de la table.",
        "outputs est absent.",
    ]
    assert report.remarks("fr") == ["outputs est absent."] and report.to_json()["notes"] == ["outputs is absent."]
    assert report.balances()
    assert not ImportReport("x", (Counted("labs", 5, 3),), report.dropped).balances()
    assert report.to_json()["tables"][0]["dropped"][0]["rows"] == 2
    assert report.to_json()["facts"] == {"map": 2}
    with pytest.raises(UsageError, match="“de” is not written here"):
        report.sentences("de")


def test_a_report_says_what_was_kept_as_unknown() -> None:
    dropped = (
        Dropped("drugs", "dopamine", Reason.NO_END, 12000, (), kept=True),
        Dropped("drugs", "dopamine", Reason.BOLUS, 1),
    )
    report = ImportReport("x", (Counted("drugs", 12100, 99, 12000),), dropped)
    assert report.balances()
    assert not ImportReport("x", (Counted("drugs", 12100, 99, 11999),), dropped).balances()
    assert report.sentences()[:2] == [
        "drugs: 12100 rows read, 99 used, 12000 kept as unknown.",
        "drugs: 12000 rows of dopamine kept as unknown: the end is missing or cannot be read.",
    ]
    assert report.sentences("fr")[:2] == [
        "drugs\u00a0: lignes lues 12\u202f100, utilisées 99, gardées comme inconnues 12\u202f000.",
        "drugs\u00a0: 12\u202f000 lignes de dopamine gardées comme inconnues\u00a0: la fin manque ou ne peut pas être"
        " lue.",
    ]
    told = report.to_json()["tables"][0]
    assert told["kept_as_unknown"] == 12000 and [d["kept_as_unknown"] for d in told["dropped"]] == [True, False]


def test_where_a_unit_is_the_matter_the_variables_own_is_told() -> None:
    dropped = (Dropped("labs", "map", Reason.UNKNOWN_UNIT, 1), Dropped("labs", "map", Reason.NOT_NUMBER, 1))
    report = ImportReport("x", (Counted("labs", 2, 0),), dropped)
    assert report.sentences()[1:] == [
        "labs: 1 row of map dropped: the unit is unknown. The variable’s unit (UCUM): mm[Hg].",
        "labs: 1 row of map dropped: the value is not a number.",
    ]
    assert report.sentences("fr")[1].endswith("l’unité est inconnue. Unité de la variable (UCUM)\u00a0: mm[Hg].")


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_is_written_in_french_too(reason: Reason) -> None:
    french = reason.say("fr")
    assert reason.say("en") == reason.value and french != reason.value
    assert not re.search(r"\b(?:the|is|not|are|it|of)\b|'|[^\u00a0]:", french), french
    dropped = Dropped("labs", "", reason, 1)
    (_, told) = ImportReport("x", (Counted("labs", 1, 0),), (dropped,)).sentences("fr")
    assert told == f"labs\u00a0: 1 ligne écartée\u00a0: {french}."


@pytest.mark.parametrize(
    ("example", "french"),
    [
        ("patient 7, no time, empty", "patient 7, sans heure, vide"),
        ("patient ?, 2150-03-01 04:00, no time, empty", "patient ?, 2150-03-01 04:00, no time, empty"),
        ("patient 7, 2150-03-01 04:00, empty bladder", "patient 7, 2150-03-01 04:00, empty bladder"),
        ("line 7: 1,111,oops", "ligne 7\u00a0: 1,111,oops"),
        ("line 7: line 8: x", "ligne 7\u00a0: line 8: x"),
    ],
)
def test_an_example_is_told_in_french_and_what_it_quotes_stays(example: str, french: str) -> None:
    report = ImportReport("x", (Counted("t", 12345, 0),), (Dropped("t", "", Reason.NO_ID, 12345, (example, example)),))
    english = f"t: 12345 rows dropped: an id is missing or cannot be read. For example: {example}; {example}."
    assert report.sentences()[1] == english
    assert report.sentences("fr")[1] == (
        "t\u00a0: 12\u202f345 lignes écartées\u00a0: un identifiant manque ou ne peut pas être lu."
        f" Par exemple\u00a0: {french}\u202f; {french}."
    )


def notes() -> dict[str, Text]:
    """Every note in the sources of the records, by its place."""
    found = {}
    for path in sorted((ROOT / "src" / "bedside" / "records").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text":
                words = [str(each.value) for each in node.args if isinstance(each, ast.Constant)]
                if len(words) == 2:
                    found[f"{path.name}:{node.lineno}"] = Text(*words)
    return found


def test_the_records_hold_many_notes() -> None:
    assert len(notes()) > 12, "otherwise the next test would say nothing"


@pytest.mark.parametrize(("where", "note"), notes().items())
def test_every_note_is_written_in_french_too(where: str, note: Text) -> None:
    english, french = ({name for _, name, _, _ in Formatter().parse(text) if name} for text in (note.en, note.fr))
    assert english == french, where
    assert not re.search(r"\b(?:the|is|not|are|it|of|with|begins?)\b|'|[^\u00a0]:|[^\u202f];", note.fr), note.fr
