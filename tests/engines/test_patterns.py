"""What would settle each moment, worked out once a pattern, is what the moment's own chart gives."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from bedside.__main__ import main
from bedside.engines import patterns
from bedside.engines.duck import compute, connect
from bedside.engines.moments import hourly
from bedside.engines.patterns import Asked, Patterns
from bedside.engines.stages import AsOf
from bedside.protocol.loading import find_trial, load
from bedside.records.answers_file import add_answers
from bedside.records.charts import chart
from bedside.records.opening import open_source
from bedside.records.source import Source
from bedside.rules.meaning import ask
from bedside.rules.nodes import Node
from bedside.rules.settle import Settler
from bedside.screening.screen import costs_of
from bedside.values.interval import MET
from bedside.values.moment import EVER, Moment
from bedside.virtual.writing import ANSWERS

TRIAL = "jakahdi"
AT_MOST = 50
"""Moments compared for each rule, spread over all stays."""

Loaded = tuple[duckdb.DuckDBPyConnection, Source]
protocol = load(find_trial(TRIAL))
RULES = {"verdict": protocol.population, "data_verdict": protocol.data_population}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    folder: Path = tmp_path_factory.mktemp("ward")
    main(["virtual", "8", "--seed", "5", "--trial", TRIAL, "--out", str(folder)])
    connection = connect(2)
    source = open_source(f"canonical:{folder}").load(connection).source
    add_answers(connection, folder / ANSWERS, {q.name: q.variable for q in protocol.questions})
    hourly(connection)
    return connection, source


@pytest.mark.parametrize("as_of", AsOf)
@pytest.mark.parametrize("name", list(RULES))
def test_every_undecided_moment_gets_what_its_own_chart_gives(loaded: Loaded, name: str, as_of: AsOf) -> None:
    connection, source = loaded
    rules: dict[str, Node] = {name: RULES[name]}
    settler = Settler(RULES[name], costs_of(protocol), source.recorded)
    compute(connection, rules, recorded=source.recorded, as_of=as_of, patterns={"pattern": RULES[name]})
    Patterns({"settled": Asked(name, "pattern", settler)}, source.recorded, as_of).settle(connection)
    found = connection.execute(
        f"SELECT patient_id, moment_us, missing, to_qualify, {name}_low < {name}_high"
        " FROM answers LEFT JOIN settled USING (pattern) ORDER BY hash(m)"
    ).fetchall()
    assert all((missing is not None) == unknown for *_, missing, _, unknown in found), "decided moments need nothing"
    undecided = [row for row in found if row[4]][:AT_MOST]
    assert len({missing for _, _, missing, *_ in undecided}) > 3, "too much alike to prove anything"
    for patient, at, missing, to_qualify, _ in undecided:
        held = chart(connection, patient, source)
        known = Moment(at) if as_of is AsOf.AVAILABLE else Moment(EVER)
        assert missing == str(settler.ask(held, Moment(at), known) or ""), (patient, at)
        assert to_qualify == str(settler.ask(held, Moment(at), known, MET) or ""), (patient, at)


def test_other_processes_find_the_same(loaded: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    connection, source = loaded
    compute(connection, RULES, recorded=source.recorded, patterns={"pattern": RULES["verdict"]})
    found = []
    for many in (patterns.MANY, 1):
        monkeypatch.setattr(patterns, "MANY", many)
        settler, told = Settler(RULES["verdict"], costs_of(protocol), source.recorded), list[tuple[int, int]]()
        asked = Patterns(
            {"settled": Asked("verdict", "pattern", settler)}, source.recorded, AsOf.AVAILABLE, processes=2
        )
        asked.settle(connection, lambda done, whole, what, told=told: told.append((done, whole)))  # type: ignore[misc]
        found.append(connection.execute("FROM settled ORDER BY pattern").fetchall())
        assert told[-1] == (len(found[-1]), len(found[-1]))
        assert (len(settler._found) > 0) == (many > 1), "where other processes work, this one's settler finds nothing"
    assert len(found[0]) > 20 and found[0] == found[1]


@pytest.mark.parametrize("name", list(RULES))
def test_learning_what_is_named_can_settle_it(loaded: Loaded, name: str) -> None:
    """Where one question is named, one of its answers decides: tried on the chart itself."""
    connection, source = loaded
    settler = Settler(RULES[name], costs_of(protocol), source.recorded)
    compute(connection, {name: RULES[name]}, recorded=source.recorded)
    undecided = connection.execute(
        f"SELECT patient_id, moment_us FROM answers WHERE {name}_low < {name}_high ORDER BY hash(m) LIMIT 40"
    ).fetchall()
    tried = 0
    for patient, at in undecided:
        held, when = chart(connection, patient, source), Moment(at)
        found = settler.ask(held, when)
        if found is None or len(found.names) > 1:
            continue
        ends = next(look.variable.bounds for look in settler.looks if look.variable.name == found.names[0])
        given = [{found.names[0]: end} for end in (ends.low, ends.high)]
        assert any(ask(RULES[name], held, when, given=one).value.known for one in given), (patient, at, found)
        tried += 1
    assert tried > 3


def test_moments_that_hang_on_the_same_share_a_pattern(loaded: Loaded) -> None:
    """Else nothing would be gained by them."""
    connection, source = loaded
    rules = {"data_verdict": RULES["data_verdict"]}
    compute(connection, rules, recorded=source.recorded, patterns={"pattern": rules["data_verdict"]})
    query = "SELECT count(*), count(DISTINCT pattern) FROM answers WHERE data_verdict_low < data_verdict_high"
    moments, patterns = connection.execute(query).fetchall()[0]
    assert moments > 2 * patterns, (moments, patterns)
