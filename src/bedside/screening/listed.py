"""The table of verdicts that a screening left, read back: where each stay stood at its last hour."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bedside.engines.duck import connect
from bedside.errors import UnreadableFile, cause
from bedside.screening.screen import DATA_WORDS, VERDICT_WORDS
from bedside.values.moment import Moment


@dataclass(frozen=True)
class Listed:
    """A stay at its last hour: the verdict from hospital data alone, and from all criteria."""

    stay: str
    at: Moment
    data_verdict: str
    verdict: str


def listed(table: Path) -> list[Listed]:
    """Every stay of a table of verdicts, those who may be included first. Raises UnreadableFile."""
    connection = connect(1)
    try:
        rows = connection.execute(
            "SELECT stay_id, epoch_us(max(time)), max_by(data_verdict, time), max_by(verdict, time)"
            " FROM read_parquet(?) GROUP BY stay_id",
            [str(table)],
        ).fetchall()
    except Exception as error:
        raise UnreadableFile(f"cannot be read ({cause(error)}).", str(table), "Screen the source again.") from error
    finally:
        connection.close()
    found = [Listed(str(stay), Moment(at), by_data, by_all) for stay, at, by_data, by_all in rows]
    return sorted(found, key=lambda each: (_rank(VERDICT_WORDS, each.verdict), _rank(DATA_WORDS, each.data_verdict), each.stay))


def _rank(words: tuple[str, ...], verdict: str) -> int:
    return words.index(verdict) if verdict in words else len(words)
