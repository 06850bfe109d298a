"""Flow counts: where each stay left the way to inclusion, one stay counted once.

A stay that passed at any hour has passed; any other counts as it stood at its last hour, when most was known of it
(`engines.verdict_reading.counted_hours`). One that is excluded there leaves at the first criterion, in the protocol's
order, that bars it; the sums always reconcile.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from bedside.engines.verdict_reading import CountedHour, counted_hours
from bedside.protocol.model import Criterion, CriterionKind, Protocol
from bedside.report.pages import Flow, FlowStep, Lacking
from bedside.screening.screen import DATA_WORDS, VERDICT_WORDS, WORDS, data_column
from bedside.values.wording import Text

TOGETHER = Text("no single criterion", "aucun critère à lui seul")

Lacks = Callable[[str], Lacking]
"""From a column `missing` (`ferritin + splenomegaly`) to what it says in words."""


def data_flow(connection: Any, protocol: Protocol, lacks: Lacks) -> Flow:
    """The flow by what hospital data can answer. Only criteria that data can answer bar anyone here."""
    asked = [c for c in protocol.criteria if c.data_rule is not None]
    columns = [data_column(criterion) for criterion in asked]
    return _flow(connection, "data_verdict", DATA_WORDS, asked, columns, "data_missing", lacks)


def full_flow(connection: Any, protocol: Protocol, lacks: Lacks) -> Flow:
    """The flow by all criteria, with the human answers known."""
    columns = [criterion.id for criterion in protocol.criteria]
    return _flow(connection, "verdict", VERDICT_WORDS, protocol.criteria, columns, "missing", lacks)


def barring_word(criterion: Criterion) -> str:
    """The verdict with which a criterion keeps a patient out."""
    met, not_met, _ = WORDS
    return met if criterion.kind is CriterionKind.EXCLUSION else not_met


def counted(
    hours: Iterable[CountedHour],
    criteria: Sequence[tuple[str, Text, bool]],
    passed: str,
    barred: str,
    lacks: Lacks,
) -> Flow:
    """The flow of these hours; `criteria` in order: id, words, whether one of exclusion.

    `passed` and `barred` are words of the verdict.
    Any other verdict counts as open, under what is missing, the most frequent first.
    """
    held = list(hours)
    out = [hour for hour in held if hour.verdict == barred]
    open_ = Counter(hour.missing for hour in held if hour.verdict not in (passed, barred))
    order = [name for name, *_ in criteria]
    first = Counter(next((name for name in order if name in hour.failed), "") for hour in out)
    every = Counter(name for hour in out for name in order if name in hour.failed)
    steps = [FlowStep(name, text, forbids, first[name], every[name]) for name, text, forbids in criteria]
    if first[""]:
        steps.append(FlowStep("", TOGETHER, True, first[""], first[""]))
    ranked = sorted(open_.items(), key=lambda item: (-item[1], item[0]))
    missing = tuple((lacks(names), count) for names, count in ranked)
    return Flow(passed, len(held), tuple(steps), missing, sum(hour.verdict == passed for hour in held))


def _flow(
    connection: Any,
    column: str,
    verdicts: tuple[str, str, str],
    criteria: Sequence[Criterion],
    columns: Sequence[str],
    missing: str,
    lacks: Lacks,
) -> Flow:
    passed, barred, _ = verdicts
    failing = [(name, barring_word(c)) for c, name in zip(criteria, columns, strict=True)]
    hours = counted_hours(connection, column, passed, failing, missing)
    names = dict(zip(columns, (c.id for c in criteria), strict=True))
    hours = [replace(hour, failed=tuple(names[name] for name in hour.failed)) for hour in hours]
    told = [(c.id, c.text, c.kind is CriterionKind.EXCLUSION) for c in criteria]
    return counted(hours, told, passed, barred, lacks)
