"""MIMIC-IV as a source: the published layout (`hosp/` and `icu/`), read into the canonical records.

Availability: a measurement can be read from its `storetime` on; what lasts from its start on, because MIMIC's
storetime of a lasting row is when it was closed. Patients without an intensive-care stay are not loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from bedside.errors import UnreadableFile, UsageError, WrongLayout
from bedside.records import mimic_iv_people
from bedside.records.contract import FAR_FUTURE_US
from bedside.records.dictionary import variable
from bedside.records.door import Account, account
from bedside.records.import_report import ImportReport, added
from bedside.records.lasting import device_segments, islands, merged
from bedside.records.mimic_iv_facts import facts_sql
from bedside.records.mimic_iv_mapping import (
    CHART,
    INPUTS,
    LABS,
    PROCEDURES,
    TABLES,
    Item,
    MimicMapping,
    mimic_mapping,
)
from bedside.records.mimic_iv_rows import RULES, UNITS, Scan, prepare, sort_infusions, sort_moments, sort_procedures
from bedside.records.raw_tables import RawTable, needed, open_table, reading
from bedside.records.source import Loaded, Progress
