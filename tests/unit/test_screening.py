"""Screening stay by stay and hour by hour: what is answered, when it may change, and what the tables look like."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bedside.__main__ import main
from bedside.engines.batches import BATCH
from bedside.engines.duck import connect
from bedside.engines.stages import AsOf
from bedside.errors import BedsideError
from bedside.protocol.loading import find_trial, load
from bedside.records.answers_file import add_answers
from bedside.records.answers_report import AnswersRead
from bedside.records.canonical import Manifest, write_canonical
from bedside.records.charts import chart
from bedside.records.columns import hold
from bedside.records.opening import open_source
from bedside.records.source import Source
from bedside.rules.meaning import ask_each
from bedside.screening.explain import explain_stay
from bedside.screening.screen import LEADING, screen
from bedside.values.interval import MET, NOT_MET
from bedside.values.moment import HOUR, Moment, hours, moment, to_datetime
from bedside.virtual.patients import ward as live_ward
from bedside.virtual.writing import ANSWERS

TRIAL, PATIENTS, SEED = "jakahdi", 3, 1
"""The first three of this seed come to every verdict (tested below)."""
protocol = load(find_trial(TRIAL))
CRITERIA = [*(f"I{n}" for n in range(1, 7)), *(f"E{n}" for n in range(1, 14))]
LATER = """
UPDATE facts SET available_us = available_us + (hash(variable, start_us) % 14) * 1700 * 1000000
WHERE start_us = end_us AND hash(start_us, variable) % 3 = 0
"""
Rows = dict[tuple[str, int], dict[str, Any]]
"""The table of verdicts by stay and time."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("ward")
    assert main(["virtual", str(PATIENTS), "--seed", str(SEED), "--trial", TRIAL, "--out", str(made)]) == 0
    return made


class Ward:
    """A loaded ward whose facts can be changed and screened again."""

    def __init__(self, folder: Path) -> None:
        self.connection: duckdb.DuckDBPyConnection = connect(2)
        self.source: Source = open_source(f"canonical:{folder}").load(self.connection).source
        questions = {question.name: question.variable for question in protocol.questions}
        add_answers(self.connection, folder / ANSWERS, questions)
        self.connection.execute(LATER)
        self.connection.execute("CREATE TABLE kept AS SELECT * FROM facts")

    def reset(self) -> None:
        self.connection.execute("CREATE OR REPLACE TABLE facts AS SELECT * FROM kept")

    def screened(self, change: str = "", batch: int = BATCH) -> Rows:
        self.reset()
        if change:
            self.connection.execute(change)
        screen(self.connection, protocol, self.source.recorded, batch=batch)
        cursor = self.connection.execute("SELECT *, epoch_us(time) AS at FROM verdicts")
        names = [column[0] for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        return {(row["stay_id"], row["at"]): row for row in rows}

    def stays(self) -> Mapping[str, tuple[str, int, int]]:
        found = self.connection.execute("SELECT stay_id, patient_id, admitted_us, discharged_us FROM stays").fetchall()
        return {stay: (patient, admitted, discharged) for stay, patient, admitted, discharged in found}


@pytest.fixture(scope="module")
def ward(folder: Path) -> Ward:
    return Ward(folder)


@pytest.fixture(scope="module")
def verdicts(ward: Ward) -> Rows:
    return ward.screened()


def test_every_verdict_is_reached(verdicts: Rows) -> None:
    assert {row["data_verdict"] for row in verdicts.values()} == {"candidate", "excluded", "cannot tell"}
    assert {row["verdict"] for row in verdicts.values()} == {"eligible", "not eligible", "cannot tell"}
    for criterion in CRITERIA:
        assert {row[criterion] for row in verdicts.values()} <= {"met", "not met", "cannot tell"}


def test_in_batches_of_a_patient_each_the_table_is_the_same(ward: Ward, verdicts: Rows) -> None:
    assert ward.screened(batch=1) == verdicts
    assert ward.connection.execute("SELECT count(DISTINCT batch) FROM batched").fetchall() == [(PATIENTS,)]


def test_a_row_stands_on_every_whole_hour_of_every_stay_and_nowhere_else(ward: Ward, verdicts: Rows) -> None:
    expected = {
        (stay, at)
        for stay, (_, admitted, discharged) in ward.stays().items()
        for at in range(admitted - admitted % -HOUR, discharged + 1, HOUR)
    }
    assert set(verdicts) == expected


def test_the_verdicts_are_what_the_protocol_means(ward: Ward, verdicts: Rows) -> None:
    words = {MET: ("candidate", "eligible", "met"), NOT_MET: ("excluded", "not eligible", "not met")}
    ward.reset()
    for stay, (patient, admitted, discharged) in ward.stays().items():
        held = chart(ward.connection, patient, ward.source)
        for at in range(admitted - admitted % -HOUR, discharged + 1, 31 * HOUR):
            asked = {
                "data_verdict": (protocol.data_population, 0),
                "verdict": (protocol.population, 1),
                **{criterion.id: (criterion.rule, 2) for criterion in protocol.criteria},
            }
            told = ask_each((rule for rule, _ in asked.values()), held, Moment(at))
            for (column, (_, place)), value in zip(asked.items(), (each.value for each in told), strict=True):
                expected = words[value][place] if value.known else "cannot tell"
                assert verdicts[stay, at][column] == expected, (stay, at, column)


def test_what_is_missing_is_named_where_it_cannot_be_told_and_nowhere_else(verdicts: Rows) -> None:
    for row in verdicts.values():
        assert bool(row["missing"]) <= (row["verdict"] == "cannot tell")
        assert bool(row["data_missing"]) <= (row["data_verdict"] == "cannot tell")
        assert bool(row["to_qualify"]) <= (row["verdict"] == "cannot tell")
        assert bool(row["data_to_qualify"]) <= (row["data_verdict"] == "cannot tell")
    undecided = [row for row in verdicts.values() if row["verdict"] == "cannot tell"]
    assert undecided
    assert all(row["missing"] for row in undecided), "in this ward something can always be asked"
    assert all(len(row["to_qualify"]) >= len(row["missing"]) for row in undecided if row["to_qualify"])
    assert any(row["to_qualify"] == row["missing"] for row in undecided), "sometimes one answer is all it takes"


def test_explaining_a_moment_says_what_its_row_says(ward: Ward, verdicts: Rows) -> None:
    ward.reset()
    for stay, (_, admitted, discharged) in ward.stays().items():
        for at in range(admitted - admitted % -HOUR + hours(7), discharged, 47 * HOUR):
            when = to_datetime(Moment(at)).isoformat()
            told = explain_stay(ward.connection, protocol, ward.source, stay, when, AsOf.AVAILABLE, "en")
            whole, data, *criteria = told.parts
            row = verdicts[stay, at]
            assert (whole.verdict, data.verdict) == (row["verdict"], row["data_verdict"])
            for part, prefix in ((whole, ""), (data, "data_")):
                for found, column in ((part.settled_by, "missing"), (part.to_qualify, "to_qualify")):
                    assert " + ".join(name for name, _ in found) == row[prefix + column]
            assert {part.name: part.verdict for part in criteria} == {name: row[name] for name in CRITERIA}
            assert all(part.trace and part.sentence for part in criteria)


def test_no_verdict_implies_the_opposite_of_the_other(verdicts: Rows) -> None:
    """What data exclude no answer of a person lets in, and who is eligible is a candidate."""
    pairs = {(row["data_verdict"], row["verdict"]) for row in verdicts.values()}
    assert not pairs & {("excluded", "eligible"), ("excluded", "cannot tell"), ("cannot tell", "eligible")}


def test_no_moment_sees_what_had_not_arrived(ward: Ward, verdicts: Rows) -> None:
    """Without everything that arrived later, all verdicts up to that hour of the stay are the same."""
    hour = 37
    at = f"(SELECT admitted_us // {HOUR} * {HOUR} + {hours(hour)} FROM stays WHERE stays.patient_id = facts.patient_id)"
    cut = ward.screened(f"DELETE FROM facts WHERE available_us > {at}")
    (removed,) = ward.connection.execute("SELECT (SELECT count(*) FROM kept) - (SELECT count(*) FROM facts)").fetchone()
    compared = 0
    for stay, (_, admitted, _) in ward.stays().items():
        for key in verdicts:
            if key[0] == stay and key[1] <= admitted // HOUR * HOUR + hours(hour):
                assert cut[key] == verdicts[key]
                compared += 1
    assert removed > 100
    assert compared > 10 * PATIENTS


def test_a_late_answer_changes_the_verdict_only_once_it_arrives(ward: Ward, verdicts: Rows) -> None:
    eligible = min(key for key, row in verdicts.items() if row["verdict"] == "eligible")
    stay, first = eligible
    patient = ward.stays()[stay][0]
    arrives = first + hours(10) + hours(0.3)
    change = f"""UPDATE facts SET available_us = {arrives}
        WHERE variable = 'hs_acquired' AND patient_id = '{patient}'"""
    late, after = ward.screened(change), first + hours(11)
    assert verdicts[stay, first]["verdict"] == "eligible"
    for key, row in verdicts.items():
        if key[0] != stay or key[1] >= after:
            assert late[key] == row
        else:
            assert late[key]["verdict"] != "eligible"
            assert late[key]["data_verdict"] == row["data_verdict"]
    assert late[stay, first]["verdict"] == "cannot tell"
    assert late[stay, first]["missing"] == "hs_acquired"
    assert late[stay, after]["verdict"] == "eligible"


# --- what is written -------------------------------------------------------------------------------------------


def columns_of(file: Path) -> list[tuple[str, str]]:
    described = duckdb.connect().execute(f"DESCRIBE SELECT * FROM '{file}'").fetchall()
    return [(name, kind) for name, kind, *_ in described]


def test_the_columns_of_the_verdicts(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "verdicts.parquet"
    source, answers = f"canonical:{folder}", str(folder / ANSWERS)
    assert main(["screen", TRIAL, "--source", source, "--answers", answers, "--every", "24h", "--out", str(out)]) == 0
    assert capsys.readouterr().out.strip() == str(out)
    columns = columns_of(out)
    names = [name for name, _ in columns]
    assert names[: 4 + len(CRITERIA) + 1] == [*LEADING, *CRITERIA, "missing"]
    assert LEADING == ("stay_id", "time", "data_verdict", "verdict")
    assert set(columns[2 : 4 + len(CRITERIA) + 1]) == {(name, "VARCHAR") for name in names[2:24]}
    assert columns[:2] == [("stay_id", "VARCHAR"), ("time", "TIMESTAMP")]
    rest = names[24:]
    assert rest[:3] == ["to_qualify", "data_missing", "data_to_qualify"]
    assert {"sofa_low", "sofa_high", "hscore_low", "hlh2004_high", "I3_data"} < set(rest)
    assert len(set(names)) == len(names)
    rows = duckdb.connect().execute(f"SELECT stay_id, hour(time) FROM '{out}'").fetchall()
    assert {hour for _, hour in rows} == {0}
    assert len({stay for stay, _ in rows}) == PATIENTS


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_the_columns_of_sofa(folder: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / "in a new folder" / f"sofa.{ending}"
    assert main(["score", "sofa", "--source", f"canonical:{folder}", "--every", "6h", "--out", str(out)]) == 0
    names = [name for name, _ in columns_of(out)]
    organs = ("sofa", "respiration", "coagulation", "liver", "cardiovascular", "cns", "renal")
    assert names == ["stay_id", "time", *(f"{organ}_{end}" for organ in organs for end in ("low", "high"))]
    assert [path.name for path in out.parent.iterdir()] == [out.name]


@pytest.mark.parametrize(("score", "number"), [("hscore", 11), ("hlh2004", 10)])
def test_the_columns_of_the_other_scores(folder: Path, tmp_path: Path, score: str, number: int) -> None:
    out = tmp_path / "score.parquet"
    assert main(["score", score, "--source", f"canonical:{folder}", "--every", "6h", "--out", str(out)]) == 0
    columns = columns_of(out)
    assert len(columns) == 2 + 2 * number
    assert [name for name, _ in columns[:4]] == ["stay_id", "time", f"{score}_low", f"{score}_high"]
    assert {kind for _, kind in columns[2:]} == {"DOUBLE"}
    assert not any(name.endswith("_1") for name, _ in columns), "no column stands there twice"


# --- a file of answers ------------------------------------------------------------------------------------------

QUESTIONS = {question.name: question.variable for question in protocol.questions}
ADMITTED = moment("2150-03-01T08:20")


@pytest.fixture
def two_stays() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    columns = ("stay_id", "patient_id", "admitted_us", "discharged_us", "died_us")
    connection.execute(f"CREATE TABLE stays ({', '.join(f'{column} BIGINT' for column in columns)})")
    connection.execute("CREATE TABLE patients AS SELECT * FROM (VALUES (7::BIGINT), (8::BIGINT)) AS known(patient_id)")
    later = ADMITTED + hours(48)
    connection.execute(
        "INSERT INTO stays VALUES"
        f" (30, 7, {ADMITTED}, NULL, NULL), (31, 7, {later}, NULL, NULL), (40, 8, 0, NULL, NULL)"
    )
    connection.execute(
        "CREATE TABLE facts (patient_id BIGINT, variable VARCHAR, start_us BIGINT, end_us BIGINT, available_us BIGINT,"
        " low DOUBLE, high DOUBLE, course_start_us BIGINT, course_end_us BIGINT, because VARCHAR, origin VARCHAR,"
        " written VARCHAR, superseded_us BIGINT)"
    )
    return connection


Taken = list[tuple[Any, ...]]


def read(connection: duckdb.DuckDBPyConnection, folder: Path, text: str) -> tuple[AnswersRead, Taken]:
    file = folder / "said.csv"
    file.write_text(text, encoding="utf-8")
    found = add_answers(connection, file, QUESTIONS)
    facts = connection.execute(
        "SELECT patient_id, variable, start_us, available_us, low, high FROM facts ORDER BY origin"
    ).fetchall()
    return found, facts


@pytest.mark.parametrize(("word", "value"), [("yes", 1), ("no", 0), ("Oui", 1), ("NON", 0), ("1", 1), ("0", 0)])
def test_yes_and_no(two_stays: duckdb.DuckDBPyConnection, tmp_path: Path, word: str, value: int) -> None:
    text = f"stay_id,question,answer,time\n30,moribund,{word},2150-03-01T09:00\n"
    found, facts = read(two_stays, tmp_path, text)
    at = moment("2150-03-01T09:00")
    assert found == AnswersRead(1)
    assert facts == [(7, "moribund", at, at, value, value)]


def test_when_an_answer_is_known(two_stays: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """From its time; from its entry if that came later; from the admission if no time is said."""
    text = (
        "stay_id,question,answer,time,available\n"
        "30,moribund,yes,2150-03-01T09:00,2150-03-01T11:30Z\n"
        "30,lactating,no,2150-03-01T09:00,2150-03-01T07:00Z\n"
        "31,care_limited,no,,\n"
    )
    found, facts = read(two_stays, tmp_path, text)
    nine = moment("2150-03-01T09:00")
    assert found.taken == 3
    assert [(variable, start, available) for _, variable, start, available, _, _ in facts] == [
        ("moribund", nine, moment("2150-03-01T11:30")),
        ("lactating", nine, nine),
        ("care_limited", ADMITTED + hours(48), ADMITTED + hours(48)),
    ]


def test_answers_by_patient_without_a_time_count_from_the_first_admission(
    two_stays: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    found, facts = read(two_stays, tmp_path, "patient_id,question,answer\n7,moribund,no\n")
    assert found.taken == 1
    assert facts[0][2] == ADMITTED


def test_every_line_that_cannot_be_used_is_counted_and_told(
    two_stays: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    text = (
        "stay_id,patient_id,question,answer,time\n"
        "30,,moribund,yes,2150-03-01T09:00\n"
        "99,,moribund,yes,2150-03-01T09:00\n"
        "99,7,moribund,yes,2150-03-01T09:00\n"  # the stay that is named is not there: it is nobody's
        "30,,is_hungry,yes,2150-03-01T09:00\n"
        "30,,moribund,perhaps,2150-03-01T09:00\n"
        "30,,moribund,yes,yesterday\n"
        "30,,moribund\n"
    )
    found, facts = read(two_stays, tmp_path, text)
    assert found.taken == len(facts) == 1
    assert [line.say("en") for line in found.refused] == [
        "line 3: no such stay or patient in this source (“99”)",
        "line 4: no such stay or patient in this source (“99”)",
        "line 5: the protocol asks no such question (“is_hungry”)",
        "line 6: the answer is neither yes nor no (“perhaps”)",
        "line 7: this is not a time like 2026-11-22T08:00 (“yesterday”)",
        "line 8: the answer is neither yes nor no (“”)",
    ]
    assert (
        found.refused[2].say("fr") == "ligne 5\u00a0: le protocole ne pose pas cette question («\u00a0is_hungry\u00a0»)"
    )


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_columns_are_parted_as_spreadsheets_do_it(
    two_stays: duckdb.DuckDBPyConnection, tmp_path: Path, between: str, mark: str
) -> None:
    lines = [["stay_id", "question", "answer", "time"], ["30", "moribund", "non", "2150-03-01T09:00"]]
    found, facts = read(two_stays, tmp_path, mark + "".join(between.join(line) + "\r\n" for line in lines))
    assert found == AnswersRead(1)
    assert [row[1] for row in facts] == ["moribund"]


def test_answers_of_a_time_outside_every_stay_are_counted(two_stays: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    two_stays.execute(f"UPDATE stays SET discharged_us = {ADMITTED + hours(24)} WHERE stay_id = 30")
    two_stays.execute(f"UPDATE stays SET died_us = {ADMITTED + hours(72)} WHERE stay_id = 31")
    times = ("1999-01-01T08:00", "2150-03-01T09:00", "2150-03-02T20:00", "2150-03-04T00:00", "2199-01-01T08:00")
    text = "".join(f"30,moribund,no,{time}\n" for time in times)
    found, _ = read(two_stays, tmp_path, f"stay_id,question,answer,time\n{text}")
    assert (found.taken, found.outside, found.far) == (5, 3, "said.csv line 2, 1999-01-01 08:00")


@pytest.mark.parametrize("text", ["", "stay,question,answer\n30,moribund,yes\n", "stay_id,answer\n30,yes\n"])
def test_a_file_that_holds_no_answers_is_refused(
    two_stays: duckdb.DuckDBPyConnection, tmp_path: Path, text: str
) -> None:
    with pytest.raises(BedsideError, match="is not a file of answers"):
        read(two_stays, tmp_path, text)


def test_a_file_that_is_not_text_is_refused(two_stays: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    file = tmp_path / "said.csv"
    file.write_bytes(b"stay_id,question,answer\n30,\xff\xfe,yes\n")
    with pytest.raises(BedsideError, match="cannot be read"):
        add_answers(two_stays, file, QUESTIONS)


def test_the_dead_are_no_candidates(tmp_path: Path) -> None:
    """Death ends the stay in intensive care for every rule, whenever the bed was cleared."""
    made = live_ward(60, 3, complete=True)
    connection = hold({"patients": made.patients, "stays": made.stays, "facts": made.facts})
    connection.execute("UPDATE stays SET discharged_us = died_us + 5 * 3600000000 WHERE died_us IS NOT NULL")
    folder = tmp_path / "ward"
    write_canonical(connection, folder, Manifest("late beds", True, made.recorded, made.supplied))
    source, read = open_source(f"canonical:{folder}"), connect()
    loaded = source.load(read)
    screen(read, load("jakahdi"), loaded.source.recorded)
    after = read.execute(
        "SELECT DISTINCT data_verdict, verdict FROM verdicts JOIN stays USING (stay_id) WHERE epoch_us(time) > died_us"
    ).fetchall()
    assert after == [("excluded", "not eligible")]
