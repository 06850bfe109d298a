"""Opening a source from what a person types: `mimic-iv:DIR`, `omop:DIR`, `duckdb:FILE`, `clif:DIR`, `canonical:DIR`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from bedside.errors import UsageError
from bedside.records.canonical import open_canonical
from bedside.records.clif import open_clif
from bedside.records.mimic_iv import open_mimic_iv
from bedside.records.omop import open_duckdb, open_omop
from bedside.records.source import Divisible
from bedside.values.wording import Text

OPENING: Mapping[str, Callable[[Path], Divisible]] = {
    "mimic-iv": open_mimic_iv,
    "omop": open_omop,
    "duckdb": open_duckdb,
    "clif": open_clif,
    "canonical": open_canonical,
}
"""How each kind of source is opened; a new source is one more line."""


SPARK = "spark"
OF_SPARK = Text(
    "a database of Spark is read by screen, score, explain and source check alone.",
    "une base de Spark n’est lue que par screen, score, explain et source check.",
)
ANOTHER = Text("Name another source.", "Nommez une autre source.")


def open_source(text: str) -> Divisible:
    """The source of `KIND:DIR`.

    Raises UsageError for another kind, UnreadableFile or WrongLayout when the folder does not hold what it should.
    """
    kind, colon, folder = text.partition(":")
    if kind == SPARK:
        raise UsageError(OF_SPARK, "--source", ANOTHER)
    if not colon or kind not in OPENING or not folder:
        *others, last = (f"{name}:{'FILE' if name == 'duckdb' else 'DIR'}" for name in OPENING)
        raise UsageError(
            f"“{text}” is no source.", "--source", f"Write {', '.join(others)} or {last}, DIR being a folder."
        )
    return OPENING[kind](Path(folder))
