"""Why: the whole trace of a protocol for one stay at one moment, from the reference meaning."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bedside.engines.stages import AsOf
from bedside.engines.verdict_tables import Words
from bedside.errors import RuleError, UsageError
from bedside.protocol.model import Protocol
from bedside.records.charts import chart
from bedside.records.source import Source
from bedside.rules.chart import Chart
from bedside.rules.meaning import ask
from bedside.rules.nodes import Node
from bedside.rules.settle import Settlement, Settler
from bedside.rules.text import tell
from bedside.screening.learning import APART, answers_needed, to_learn
from bedside.screening.screen import DATA_WORDS, VERDICT_WORDS, WORDS, costs_of, needed
from bedside.values.interval import MET, NOT_MET, Interval
from bedside.values.moment import EVER, HOUR, Moment, moment, show, to_datetime

FRENCH = {
    "met": "rempli", "not met": "non rempli", "cannot tell": "indéterminé",
    "candidate": "candidat", "excluded": "exclu", "eligible": "éligible", "not eligible": "non éligible",
}  # fmt: skip
SETTLED_BY = {"en": "to find out, to settle it: ", "fr": "à déterminer pour trancher\u00a0: "}
TO_QUALIFY = {"en": "to find out, to qualify: ", "fr": "à déterminer pour l’inclusion\u00a0: "}
FROM_DATA = {"en": "from hospital data", "fr": "d’après les données de l’hôpital"}
FROM_ALL = {"en": "from all criteria", "fr": "d’après tous les critères"}
NOT_REAL = {"en": "NOT A REAL PATIENT", "fr": "PATIENT FICTIF"}
QUOTED = {"en": ("“", "”"), "fr": ("«\u00a0", "\u00a0»")}


@dataclass(frozen=True)
class Explained:
    """One rule: its verdict in words, what would settle it, what could make it met, and its trace.

    What is to be found out stands as names, each in the words that ask for it.
    """

    name: str
    sentence: str
    verdict: str
    settled_by: tuple[tuple[str, str], ...]
    to_qualify: tuple[tuple[str, str], ...]
    trace: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """The trace of a protocol for one stay at one moment; `asked` says for programs which, and under what protocol."""

    heading: tuple[str, ...]
    parts: tuple[Explained, ...]
    language: str
    asked: tuple[tuple[str, Any], ...] = ()

    @property
    def lines(self) -> list[str]:
        """The explanation as people read it."""
        return [*self.heading, *(line for part in self.parts for line in self._lines(part))]

    def _lines(self, part: Explained) -> list[str]:
        opening, closing = QUOTED[self.language]
        said = [f"  {opening}{part.sentence}{closing}"] if part.sentence else []
        lines = [f"  {SETTLED_BY[self.language]}{_together(part.settled_by, self.language)}"] if part.settled_by else []
        if {name for name, _ in part.to_qualify} - {name for name, _ in part.settled_by}:
            lines.append(f"  {TO_QUALIFY[self.language]}{_together(part.to_qualify, self.language)}")
        return ["", f"{part.name} — {part.verdict}", *said, *lines, *(f"    {line}" for line in part.trace)]

    def to_json(self) -> str:
        """The explanation for programs."""
        parts = [
            {
                "name": p.name,
                "sentence": p.sentence,
                "verdict": p.verdict,
                "settled_by": [name for name, _ in p.settled_by],
                "to_qualify": [name for name, _ in p.to_qualify],
                "trace": list(p.trace),
            }
            for p in self.parts
        ]
        told = {**dict(self.asked), "heading": list(self.heading), "parts": parts}
        return json.dumps(told, ensure_ascii=False, indent=2)


def explain_stay(
    connection: Any, protocol: Protocol, source: Source, stay: object, at: str | None, as_of: AsOf, language: str
) -> Explanation:
    """Explain the verdicts for a loaded stay. `at` is a time in ISO 8601, by default the last hour of the stay.

    Raises UsageError when the stay is not there or the time cannot be read.
    """
    found = connection.execute(
        "SELECT stay_id, patient_id, admitted_us, least(discharged_us, died_us) FROM stays"
        " WHERE CAST(stay_id AS VARCHAR) = ?",
        [str(stay)],
    ).fetchall()
    if not found:
        raise UsageError(f"there is no stay {stay} in this source.", "--stay", "Take one that `screen` lists.")
    stay_id, patient, admitted, left = found[0]
    held = chart(connection, patient, source)
    when = _moment(at, held, admitted, left)
    if when < admitted or (left is not None and when > left):
        until = f" to {show(Moment(left))}" if left is not None else ""
        raise UsageError(
            f"{show(when)} is not in this stay.", "--at", f"Take a time from {show(Moment(admitted))}{until} UTC."
        )
    known = when if as_of is AsOf.AVAILABLE else Moment(EVER)
    heading = [f"{protocol.text.say(language)} — {protocol.id} {protocol.version}", f"{stay_id}, {show(when)} UTC"]
    if source.not_real:
        heading.append(NOT_REAL[language])
    costs, labels = costs_of(protocol), needed(protocol)

    def explained(name: str, sentence: str, rule: Node, words: Words, whole: bool) -> Explained:
        meaning = ask(rule, held, when, known)
        settler = Settler(rule, costs, source.recorded)

        def named(settlement: Settlement | None, only: Mapping[str, bool] | None = None) -> tuple[tuple[str, str], ...]:
            names = settlement.names if settlement else ()
            return tuple((each, to_learn(labels[each], (only or {}).get(each)).say(language)) for each in names)

        settled = settler.ask(held, when, known)
        qualifies = None if whole else settler.ask(held, when, known, MET)
        only = answers_needed(rule, qualifies.names, labels, held, when, known) if qualifies else {}
        settled_by = named(settled)
        to_qualify = named(qualifies, only)
        trace = tuple(str(line) for line in tell(meaning, language)) if whole else ()
        return Explained(name, sentence, _word(meaning.value, words, language), settled_by, to_qualify, trace)

    parts = [
        explained(FROM_ALL[language], "", protocol.population, VERDICT_WORDS, False),
        explained(FROM_DATA[language], "", protocol.data_population, DATA_WORDS, False),
        *(explained(c.id, c.sentence, c.rule, WORDS, True) for c in protocol.criteria),
    ]
    asked = {
        "stay": str(stay_id), "patient": str(patient), "time": to_datetime(when).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "as_of": str(as_of.value), "trial": protocol.id, "version": protocol.version, "hash": protocol.hash,
        "source": source.name, "not_real": source.not_real,
    }  # fmt: skip
    return Explanation(tuple(heading), tuple(parts), language, tuple(asked.items()))


def _together(things: tuple[tuple[str, str], ...], language: str) -> str:
    return APART.say(language).join(said for _, said in things)


def _moment(at: str | None, held: Chart, admitted: int, left: int | None) -> Moment:
    if at is not None:
        try:
            return moment(at)
        except RuleError as error:
            raise UsageError(error.what, "--at", error.todo) from error
    last = max((fact.start for facts in held.facts.values() for fact in facts), default=Moment(admitted))
    end = left if left is not None else last
    return Moment(max(end // HOUR * HOUR, -(-admitted // HOUR) * HOUR))


def _word(value: Interval, words: Words, language: str) -> str:
    word = words[0] if value == MET else words[1] if value == NOT_MET else words[2]
    return FRENCH[word] if language == "fr" else word
