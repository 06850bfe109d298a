"""What would settle each undecided answer, worked out once for each pattern of unknowns.

The engine gives every moment the fingerprint of what its answer hangs on (`fingerprint`); here one moment of
each pattern is asked for the values of its looks, the `Settler` finds the cheapest sets, and the finding goes
back to every moment of the pattern.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import duckdb

from bedside.engines.duck import Asking, Planned
from bedside.engines.stages import AsOf
from bedside.rules.nodes import Over
from bedside.rules.settle import Settlement, Settler
from bedside.values.interval import MET, Interval

Progress = Callable[[int, int, str], None]
REPRESENTED = ("representatives", "representative_facts")
"""The tables of the moments that stand for patterns, and of their people's records."""


@dataclass(frozen=True)
class Asked:
    """A rule of `answers` by its name, the column with its fingerprint, and what finds what would settle it.

    `found` keeps what was found for each pattern, so that the same rules asked again of others find it there.
    """

    rule: str
    pattern: str
    settler: Settler
    found: dict[int, tuple[str, str]] = field(default_factory=dict)


class Patterns:
    """What is to be settled of the view `answers`, by the table that says it; a pattern is settled once for all calls.

    `present` are the variables of which there may ever be a record (None: not known).
    """

    def __init__(
        self,
        asked: Mapping[str, Asked],
        recorded: frozenset[str],
        as_of: AsOf,
        facts: str = "facts",
        present: frozenset[str] | None = None,
    ) -> None:
        looks = dict.fromkeys(look for each in asked.values() for look in each.settler.looks)
        places = {look: f"look{index}" for index, look in enumerate(looks)}
        rules = {place: look for look, place in places.items()}
        self._asked, self._places, self._facts = asked, places, facts
        self._looked = Planned(Asking(rules, recorded, as_of, {}, *REPRESENTED, "looked"), present)

    def settle(self, connection: duckdb.DuckDBPyConnection, progress: Progress | None = None) -> None:
        """Make, for each of `asked`, the table of that name: pattern, missing, to_qualify.

        `missing` names what to learn so that some answer decides the rule, `to_qualify` what to learn so that some
        answer makes it met; both joined by " + ", empty where nothing that can still be learned does it.
        """
        for name, each in self._asked.items():
            connection.execute(_REPRESENTATIVES.format(into=name, pattern=each.pattern, rule=each.rule))
            known = list(each.found)
            connection.execute(f'DELETE FROM "{name}" WHERE pattern IN (SELECT unnest($1::UBIGINT[]))', [known])
        whole = sum(_count(connection, name) for name in self._asked)
        if whole:
            union = " UNION ".join(f'SELECT m, patient_id, moment_us FROM "{name}"' for name in self._asked)
            moments, facts = REPRESENTED
            connection.execute(f"CREATE OR REPLACE TEMP TABLE {moments} AS {union}")
            connection.execute(
                f'CREATE OR REPLACE TEMP TABLE {facts} AS FROM "{self._facts}" SEMI JOIN {moments} USING (patient_id)'
            )
            tell = (lambda done: progress(done, whole, "what would settle it")) if progress else (lambda done: None)
            with self._looked.answered(connection):
                _settle(connection, self._asked, self._places, tell)
        for name, each in self._asked.items():
            _keep(connection, name, [(key, *said) for key, said in each.found.items()])


def _settle(
    connection: duckdb.DuckDBPyConnection,
    asked: Mapping[str, Asked],
    places: Mapping[Over, str],
    tell: Callable[[int], None],
) -> None:
    """Find what would settle each pattern that is new; `tell` how many were found."""
    done = 0
    for name, each in asked.items():
        columns = [f'"{places[look]}_{end}"' for look in each.settler.looks for end in ("low", "high")]
        rows = connection.execute(
            f'SELECT {", ".join(["pattern", *columns])} FROM "{name}" JOIN looked USING (m) ORDER BY m'
        ).fetchall()
        for key, *ends in rows:
            values = [Interval(low, high) for low, high in zip(ends[::2], ends[1::2], strict=True)]
            each.found[key] = _said(each.settler.settle(values)), _said(each.settler.settle(values, MET))
            done += 1
            tell(done)


def _count(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    ((count,),) = connection.execute(f'SELECT count(*) FROM "{name}"').fetchall()
    return int(count)


def _said(settlement: Settlement | None) -> str:
    return "" if settlement is None else str(settlement)


def _keep(connection: duckdb.DuckDBPyConnection, name: str, found: list[tuple[int, str, str]]) -> None:
    connection.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" (pattern UBIGINT, missing VARCHAR, to_qualify VARCHAR)')
    if found:
        connection.execute(
            f'INSERT INTO "{name}" SELECT unnest($1::UBIGINT[]), unnest($2::VARCHAR[]), unnest($3::VARCHAR[])',
            [list(column) for column in zip(*found, strict=True)],
        )


_REPRESENTATIVES = """
CREATE OR REPLACE TEMP TABLE "{into}" AS
SELECT min(m) AS m, arg_min(patient_id, m) AS patient_id, arg_min(moment_us, m) AS moment_us, "{pattern}" AS pattern
FROM answers WHERE "{rule}_low" < "{rule}_high" GROUP BY "{pattern}"
"""
