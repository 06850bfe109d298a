"""A protocol asked of every stay and hour of a source.

Each row answers twice: `data_verdict`, from the criteria that hospital data can answer (the morning's list),
and `verdict`, from all criteria with the human answers known so far; then each criterion's own verdict, the
ranges of every score that the criteria use, what would settle what cannot be told, and what would make it a yes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bedside.engines.batches import FACTS, MOMENTS, batches, in_steps, part_of
from bedside.engines.duck import Asking, Planned, present
from bedside.engines.limits import BATCH
from bedside.engines.moments import hourly
from bedside.engines.patterns import Asked, Patterns
from bedside.engines.stages import AsOf
from bedside.engines.verdict_tables import Told, Words
from bedside.protocol.model import Criterion, Protocol
from bedside.rules.language import add, scored
from bedside.rules.nodes import AtLeast, Named, Node, variables, walk
from bedside.rules.settle import Settler
from bedside.screening.present import open_at
from bedside.values.moment import HOUR, Moment
from bedside.values.quantity import POINTS
from bedside.values.variable import Variable

Progress = Callable[[str, float], None]
"""Called with what is being done and the share of the work that is done, 0 to 1."""

WORDS: Words = ("met", "not met", "cannot tell")
DATA_WORDS: Words = ("candidate", "excluded", "cannot tell")
VERDICT_WORDS: Words = ("eligible", "not eligible", "cannot tell")

MET, COUNTED = "_met", {"en": "criteria met", "fr": "critères remplis"}

LEADING = ("stay_id", "time", "data_verdict", "verdict")
"""The columns that every table of verdicts begins with."""
NUMBERED = "numbered_verdicts"
"""The table behind the view `verdicts`."""
MISSING = ("missing", "to_qualify", "data_missing", "data_to_qualify")
"""The cheapest things to learn: to settle `verdict` either way, to make it eligible; the same for `data_verdict`."""


@dataclass(frozen=True)
class Screening:
    """What was asked: the rules by column, to be read off the relation `verdicts` of the connection."""

    protocol: Protocol
    criteria: tuple[str, ...]
    scores: tuple[Named, ...]
    as_of: AsOf

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the table of verdicts, in order."""
        ends = tuple(f"{score.name}_{end}" for score in self.scores for end in ("low", "high"))
        data = tuple(data_column(c) for c in self.protocol.criteria if c.data_rule is not None)
        return (*LEADING, *self.criteria, *MISSING, *data, *ends)


def screening_of(protocol: Protocol, as_of: AsOf = AsOf.AVAILABLE) -> Screening:
    """What a screening by a protocol asks."""
    return Screening(protocol, tuple(c.id for c in protocol.criteria), scores_of(protocol.population), as_of)


def screen(
    connection: Any,
    protocol: Protocol,
    recorded: frozenset[str],
    every: int = HOUR,
    as_of: AsOf = AsOf.AVAILABLE,
    stay: object | None = None,
    progress: Progress | None = None,
    at: Moment | None = None,
    last_us: int | None = None,
    batch: int = BATCH,
    processes: int = 1,
) -> Screening:
    """Screen all that is loaded in the connection (tables stays and facts; see `records.source`).

    `recorded` is the source's; `every` is whole hours in microseconds. With `at`, only the stays that were open then
    are asked about, up to that moment, and others leave the tables. `last_us`: see `moments.hourly`, `processes`:
    `Patterns`. Makes the view `verdicts`, `batch` stay-hours at a time. Raises UsageError when nobody was there.
    """
    tell = progress or (lambda what, share: None)
    with open_at(connection, at):
        hourly(connection, every, stay, last_us)
    screening = screening_of(protocol, as_of)
    screener = Screener(connection, screening, recorded, processes)
    ((hours,),) = connection.execute("SELECT count(*) FROM moments").fetchall()
    done = 0
    for part in batches(connection, "moments", batch):
        with screener.answered(part_of(tell, done, part, hours)):
            screener.told.make_numbered(connection, NUMBERED, more=done > 0)
        done += part
    screener.told.spell_out(connection, NUMBERED, "verdicts")
    tell("done", 1.0)
    return screening


class Screener:
    """A screening that is asked of one batch after the other: planned once, and a pattern of unknowns settled once."""

    def __init__(
        self, connection: Any, screening: Screening, recorded: frozenset[str], processes: int = 1
    ) -> None:  # fmt: skip
        """The tables `stays` and `facts` of the connection hold all that will be asked about."""
        protocol, as_of, there = screening.protocol, screening.as_of, present(connection)
        costs = costs_of(protocol)
        asked = {
            "settled": Asked("verdict", "pattern", Settler(protocol.population, costs, recorded)),
            "data_settled": Asked("data_verdict", "data_pattern", Settler(protocol.data_population, costs, recorded)),
        }
        patterns = {"pattern": protocol.population, "data_pattern": protocol.data_population}
        asking = Asking(rules_of(screening), recorded, as_of, patterns, MOMENTS, FACTS)
        self._connection, self.told = connection, told_of(screening)
        self._planned = Planned(asking, there)
        self._patterns = Patterns(asked, recorded, as_of, FACTS, there, processes)

    @contextmanager
    def answered(self, progress: Progress | None = None) -> Iterator[None]:
        """While it lasts, the view `answers` has the verdicts of the batch (tables `MOMENTS`, `FACTS`), and of their
        patterns it is settled what would settle them; this stays."""
        tell = progress or (lambda what, share: None)
        with self._planned.answered(self._connection, in_steps(tell, 0.0, 0.7)):
            self._patterns.settle(self._connection, in_steps(tell, 0.7, 1.0))
            yield

    def answer(self, into: str, progress: Progress | None = None) -> None:
        """Make the table `into` of the verdicts of the batch."""
        with self.answered(progress):
            self.told.make(self._connection, into)


def rules_of(screening: Screening) -> dict[str, Node]:
    """Every rule that a screening asks, by its name in the table `answers`."""
    protocol = screening.protocol
    rules: dict[str, Node] = {"verdict": protocol.population, "data_verdict": protocol.data_population}
    rules |= {f"criterion {criterion.id}": criterion.rule for criterion in protocol.criteria}
    rules |= {f"data of {each.id}": each.data_rule for each in protocol.criteria if each.data_rule is not None}
    return rules | {f"score {score.name}": score for score in screening.scores}


def told_of(screening: Screening) -> Told:
    """What a table of verdicts tells of the answers."""
    protocol = screening.protocol
    verdicts = {"data_verdict": ("data_verdict", DATA_WORDS), "verdict": ("verdict", VERDICT_WORDS)}
    verdicts |= {criterion.id: (f"criterion {criterion.id}", WORDS) for criterion in protocol.criteria}
    verdicts |= {
        data_column(criterion): (f"data of {criterion.id}", WORDS)
        for criterion in protocol.criteria
        if criterion.data_rule is not None
    }
    missing = {
        f"{prefix}{found}": (f"{prefix}pattern", f"{prefix}settled", found)
        for prefix in ("", "data_")
        for found in ("missing", "to_qualify")
    }
    return Told(verdicts, {score.name: f"score {score.name}" for score in screening.scores}, missing)


def data_column(criterion: Criterion) -> str:
    """The column of what hospital data alone say of a criterion."""
    return f"{criterion.id}_data"


def scores_of(rule: Node) -> tuple[Named, ...]:
    """Every named number of points in a rule, totals before components, each name once.

    A rule named `X_met` that asks for at least n of its parts counts as the score X: how many are met.
    """
    found: dict[str, Named] = {}
    for node in walk(rule):
        if isinstance(node, Named) and node.unit == POINTS and not node.truth:
            found.setdefault(node.name, node)
        elif isinstance(node, Named) and isinstance(node.of, AtLeast) and node.name.endswith(MET):
            counted = _count(node, node.of)
            found.setdefault(counted.name, counted)
    return tuple(found.values())


def _count(named: Named, at_least: AtLeast) -> Named:
    """How many of the parts of an "at least" are met: `hlh2004` for `hlh2004_met`."""
    text = {language: f"{named.say(language)}, {counted}" for language, counted in COUNTED.items()}
    return Named(
        named.name.removesuffix(MET), add(*(scored(part, 1) for part in at_least.of)), tuple(text.items()), named.source
    )


def costs_of(protocol: Protocol) -> dict[str, float]:
    """What learning each variable of the criteria costs, by name."""
    return {variable.name: float(protocol.costs.of(variable)) for variable in needed(protocol).values()}


def needed(protocol: Protocol) -> dict[str, Variable]:
    """Every variable that the criteria read."""
    return variables(protocol.population)
