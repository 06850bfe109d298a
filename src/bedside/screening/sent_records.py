"""Records that a program sends of one person, brought through the same door as those of a canonical folder.

They are written as one (see `records.contract`) and read back, so that units, bounds, limits, roundings and courses are
those of every other source, and nothing that a folder would refuse comes in another way.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from bedside.engines.duck import connect
from bedside.errors import UsageError
from bedside.records.charts import chart
from bedside.records.contract import FORMAT, KINDS, PATIENTS, STAYS
from bedside.records.dictionary import dictionary
from bedside.records.opening import open_source
from bedside.rules.chart import Fact

WHO = "1"
COLUMNS = ("variable", "start", "end", "value", "unit", "available", "because", "origin", "written")
"""What a record may say: columns of the contract, as text; one that is absent is empty."""


def read_records(records: Sequence[Mapping[str, str]]) -> list[Fact]:
    """The facts that these records are. Raises UsageError, naming all that cannot be used: all come in, or none."""
    with tempfile.TemporaryDirectory(prefix="bedside-") as made:
        folder = Path(made)
        _write(folder, records)
        connection = connect(1)
        try:
            loaded = open_source(f"canonical:{folder}").load(connection, detail=True)
            if loaded.report.dropped:
                said = " ".join(each for each in loaded.report.sentences() if each.split(":")[0] in KINDS)
                raise UsageError(said, "records", "Correct these records and send all of them again.")
            return [fact for those in chart(connection, int(WHO), loaded.source).facts.values() for fact in those]
        finally:
            connection.close()


def _write(folder: Path, records: Sequence[Mapping[str, str]]) -> None:
    tables = {kind: name for name, kind in KINDS.items()}
    rows: dict[str, list[list[str]]] = {}
    for place, record in enumerate(records, 1):
        known = dictionary().get(record["variable"])
        if known is None:
            raise UsageError(f"there is no variable {record['variable']}.", f"record {place}", "See the dictionary.")
        rows.setdefault(tables[known.kind.value], []).append([WHO, *(record.get(name, "") for name in COLUMNS)])
    for name, those in rows.items():
        _table(folder, name, ("patient_id", *COLUMNS), those)
    _table(folder, PATIENTS.name, [column.name for column in PATIENTS.columns], [[WHO, "", ""]])
    _table(folder, STAYS.name, [column.name for column in STAYS.columns], [])
    supplied = ", ".join(sorted({record["variable"] for record in records}))
    (folder / "manifest.yaml").write_text(
        f"format: {FORMAT}\nname: sent\nnot_real: false\nrecorded: []\nsupplied: [{supplied}]\n", encoding="utf-8"
    )


def _table(folder: Path, name: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *rows])
