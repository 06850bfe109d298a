"""Virtual patients: the same seed gives the same people, whatever their number; a written ward reads back whole."""

import duckdb
import numpy as np
import pytest
import yaml

from bedside.errors import UsageError
from bedside.records.charts import chart
from bedside.records.contract import FILES
from bedside.records.opening import open_source
from bedside.values.moment import DAY
from bedside.virtual.answers import Chance
from bedside.virtual.causes import DEFAULT, HEMOPHAGOCYTIC, Mix, causes
from bedside.virtual.patients import MOST, ward
from bedside.virtual.writing import write

QUESTIONS = {"objects_to_research": 0.3, "affiliated": Chance(0.9, answered=1.0)}


def rows(table):
    return list(zip(*(column.tolist() for column in table.values()), strict=True))


def of(table, patient):
    return [row for row in rows(table) if patient in row]


def test_the_same_seed_gives_the_same_rows():
    one, other = ward(4, 9), ward(4, 9)
    for name in ("patients", "stays", "facts", "truth"):
        assert rows(getattr(one, name)) == rows(getattr(other, name))


def test_another_seed_gives_other_people():
    assert rows(ward(4, 9).truth) != rows(ward(4, 10).truth)


@pytest.mark.parametrize("k", [1, 3])
def test_a_patient_is_the_same_whatever_the_number_of_patients(k):
    few, many = ward(3, 9, questions=QUESTIONS), ward(8, 9, questions=QUESTIONS)
    patient = f"VIRTUAL-{k:04d}"
    for name in ("patients", "stays", "facts", "truth"):
        assert of(getattr(few, name), patient) == of(getattr(many, name), patient)


def test_a_complete_recording_is_of_the_same_lives_and_hides_nothing():
    usual, complete = ward(12, 3, HEMOPHAGOCYTIC), ward(12, 3, HEMOPHAGOCYTIC, complete=True)
    assert rows(usual.stays) == rows(complete.stays) and rows(usual.truth) == rows(complete.truth)
    asked = [complete.facts["variable"] == name for name in ("nk_activity_low", "hemophagocytosis", "splenomegaly")]
    assert [int(mask.sum()) for mask in asked] == [12, 12, 12]
    assert (complete.facts["available_us"] == complete.facts["start_us"]).all()
    assert set(complete.facts["because"].tolist()) <= {None, "partly recorded"}


def test_the_usual_recording_has_delays_limits_pending_results_and_gaps():
    usual = ward(60, 3, HEMOPHAGOCYTIC)
    delayed = usual.facts["available_us"] > usual.facts["start_us"]
    assert set(usual.facts["variable"][delayed]) >= {"ferritin", "platelets", "pao2", "hemophagocytosis"}
    assert {"result pending", "beyond the limit of the assay", "partly recorded"} <= set(
        usual.facts["because"].tolist()
    )
    with_nk = set(usual.facts["patient_id"][usual.facts["variable"] == "nk_activity_low"])
    assert len(with_nk) <= 9


@pytest.mark.parametrize(("name", "least", "most"), [("scd25", 0.30, 0.50), ("hemophagocytosis", 0.15, 0.25)])
def test_what_is_missing_in_suspected_patients_is_missing_as_often_as_stated(name, least, most):
    usual = ward(300, 3, HEMOPHAGOCYTIC)
    suspected = {
        p for p, at in zip(usual.truth["patient_id"], usual.truth["suspected_us"], strict=True) if at is not None
    }
    measured = set(usual.facts["patient_id"][usual.facts["variable"] == name].tolist())
    assert least - 0.05 <= 1 - len(measured & suspected) / len(suspected) <= most + 0.05


def test_ferritin_is_measured_more_when_it_is_suspected():
    usual = ward(100, 3)
    suspected = np.array([at is not None for at in usual.truth["suspected_us"]])
    measured = set(usual.facts["patient_id"][usual.facts["variable"] == "ferritin"].tolist())
    has = np.array([patient in measured for patient in usual.truth["patient_id"]])
    assert has[suspected].mean() > 0.9 > 0.3 > has[~suspected].mean()


def test_questions_of_a_trial_are_answered_with_the_given_chances():
    asked = ward(200, 5, questions=QUESTIONS)
    affiliated = asked.facts["variable"] == "affiliated"
    assert 0.84 <= asked.facts["low"][affiliated].mean() <= 0.96
    assert affiliated.sum() >= 195  # a few leave or die before they can be asked
    objects = asked.facts["variable"] == "objects_to_research"
    assert 100 <= len(set(asked.facts["patient_id"][objects])) <= 175
    first, second, *_ = sorted(asked.facts["start_us"][affiliated & (asked.facts["patient_id"] == "VIRTUAL-0002")])
    assert second - first == DAY, "an answer does not hold for ever: it is asked for again every day"
    assert "affiliated" in asked.supplied


def test_chances_may_differ_in_hemophagocytic_syndrome():
    asked = ward(40, 5, questions={"acquired": Chance(0.0, hemophagocytic=1.0, answered=1.0)})
    assert asked.truth["acquired"].tolist() == asked.truth["hemophagocytic"].tolist()


def test_a_mix_is_kept():
    assert set(ward(15, 1, Mix((("sepsis", 1.0),))).truth["cause"]) == {"sepsis"}
    drawn = [DEFAULT.pick(u) for u in np.linspace(0, 0.9999, 2000)]
    for name, share in DEFAULT.shares:
        assert abs(drawn.count(causes()[name]) / 2000 - share / DEFAULT.total) < 0.002


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Mix((("gout", 1.0),)),
        lambda: Mix((("sepsis", 0.0),)),
        lambda: Mix((("sepsis", -1.0), ("cardiac", 2.0))),
    ],
)
def test_a_mix_of_nothing_or_of_the_unknown_is_refused(wrong):
    with pytest.raises(UsageError):
        wrong()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda: Chance(1.5), "no probability"),
        (lambda: Chance(0.5, answered=-0.1), "no probability"),
        (lambda: ward(0, 1), "0 patients"),
        (lambda: ward(-3, 1), "-3 patients"),
        (lambda: ward(MOST + 1, 1), "Make several wards"),
        (lambda: ward(10**12, 1), "Make several wards"),
        (lambda: ward(3, -1), "the seed -1 is below 0"),
    ],
)
def test_what_cannot_be_drawn_is_refused(wrong, said):
    with pytest.raises(UsageError, match=said):
        wrong()


def test_a_written_ward_reads_back_whole(tmp_path):
    made = ward(10, 2, questions=QUESTIONS)
    write(made, tmp_path)
    source, connection = open_source(f"canonical:{tmp_path}"), duckdb.connect()
    report = source.load(connection).report.to_json()
    assert all(table["read"] == table["used"] for table in report["tables"])
    for patient in made.patients["patient_id"].tolist():
        read, meant = chart(connection, patient, source), made.chart(patient)
        assert read.facts.keys() == meant.facts.keys() - QUESTIONS.keys()
        for name, facts in read.facts.items():
            assert sorted(map(shape, facts)) == sorted(map(shape, meant.facts[name]))


def shape(fact):
    return (
        fact.start,
        fact.end,
        fact.available,
        fact.value.low,
        fact.value.high,
        fact.course or (),
        str(fact.because),
    )


def test_everything_written_says_that_it_is_not_real(tmp_path):
    write(ward(20, 2), tmp_path)
    manifest = yaml.safe_load((tmp_path / "manifest.yaml").read_text(encoding="utf-8"))
    assert manifest["not_real"] is True and "not real" in manifest["name"]
    written = [table for table in FILES if (tmp_path / f"{table.name}.parquet").exists()]
    assert len(written) >= 4
    for table in written:
        ids = duckdb.sql(f"SELECT DISTINCT patient_id FROM '{tmp_path}/{table.name}.parquet'").fetchall()
        assert ids and all(one.startswith("VIRTUAL-") for (one,) in ids)
    assert not (tmp_path / "human_answers.csv").exists()
    truth = (tmp_path / "truth.csv").read_text(encoding="utf-8").splitlines()
    assert len(truth) == 21 and all(line.startswith("VIRTUAL-") for line in truth[1:])


def test_the_same_seed_gives_the_same_files(tmp_path):
    written = [write(ward(5, 4, questions=QUESTIONS), tmp_path / name) for name in ("one", "other")]
    assert [file.read_bytes() for file in written[0]] == [file.read_bytes() for file in written[1]]
    assert {"truth.csv", "human_answers.csv"} <= {file.name for file in written[0]}
