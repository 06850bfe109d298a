"""Why: the whole trace of a protocol for one stay at one moment, from the reference meaning."""

from __future__ import annotations

import json
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
from bedside.screening.screen import DATA_WORDS, VERDICT_WORDS, WORDS, costs_of, needed
from bedside.values.interval import MET, NOT_MET, Interval
from bedside.values.moment import EVER, HOUR, Moment, moment, show

FRENCH = {
    "met": "rempli", "not met": "non rempli", "cannot tell": "indéterminé",
    "candidate": "candidat", "excluded": "exclu", "eligible": "éligible", "not eligible": "non éligible",
}  # fmt: skip
SETTLED_BY = {"en": "what would settle it: ", "fr": "ce qui trancherait\u00a0: "}
TO_QUALIFY = {"en": "what it would take to qualify: ", "fr": "ce qu’il faudrait pour l’inclusion\u00a0: "}
FROM_DATA = {"en": "from hospital data", "fr": "d’après les données de l’hôpital"}
FROM_ALL = {"en": "from all criteria", "fr": "d’après tous les critères"}
NOT_REAL = {"en": "NOT A REAL PATIENT", "fr": "PATIENT FICTIF"}
QUOTED = {"en": ("“", "”"), "fr": ("«\u00a0", "\u00a0»")}


@dataclass(frozen=True)
class Explained:
    """One rule: its verdict in words, what would settle it, what could make it met, and its trace.

    What is to be learned stands as names, each with what people call it.
    """

    name: str
    sentence: str
    verdict: str
    settled_by: tuple[tuple[str, str], ...]
    to_qualify: tuple[tuple[str, str], ...]
    trace: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """The trace of a protocol for one stay at one moment."""

    heading: tuple[str, ...]
    parts: tuple[Explained, ...]
    language: str

    @property
    def lines(self) -> list[str]:
        """The explanation as people read it."""
        return [*self.heading, *(line for part in self.parts for line in self._lines(part))]

    def _lines(self, part: Explained) -> list[str]:
        opening, closing = QUOTED[self.language]
        said = [f"  {opening}{part.sentence}{closing}"] if part.sentence else []
        lines = [f"  {SETTLED_BY[self.language]}{_together(part.settled_by)}"] if part.settled_by else []
        if part.to_qualify and part.to_qualify != part.settled_by:
            lines.append(f"  {TO_QUALIFY[self.language]}{_together(part.to_qualify)}")
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
        return json.dumps({"heading": list(self.heading), "parts": parts}, ensure_ascii=False, indent=2)


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

        def named(settlement: Settlement | None) -> tuple[tuple[str, str], ...]:
            return tuple((each, labels[each].say(language)) for each in (settlement.names if settlement else ()))

        settled_by = named(settler.ask(held, when, known))
        to_qualify = () if whole else named(settler.ask(held, when, known, MET))
        trace = tuple(str(line) for line in tell(meaning, language)) if whole else ()
        return Explained(name, sentence, _word(meaning.value, words, language), settled_by, to_qualify, trace)

    parts = [
        explained(FROM_ALL[language], "", protocol.population, VERDICT_WORDS, False),
        explained(FROM_DATA[language], "", protocol.data_population, DATA_WORDS, False),
        *(explained(c.id, c.sentence, c.rule, WORDS, True) for c in protocol.criteria),
    ]
    return Explanation(tuple(heading), tuple(parts), language)


def _together(things: tuple[tuple[str, str], ...]) -> str:
    return " + ".join(said for _, said in things)


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
