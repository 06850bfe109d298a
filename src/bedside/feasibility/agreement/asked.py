"""What is compared: two versions of a score, a threshold, and the options in which they differ, one at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from bedside.engines.stages import AsOf
from bedside.errors import UsageError
from bedside.protocol.model import Protocol
from bedside.rules.nodes import Compare, Comparison, Named, Node, walk
from bedside.scores.catalogue import built, chosen, described, entry_of, resolved
from bedside.scores.score import Score
from bedside.values.interval import Interval, hull, tidy
from bedside.values.wording import Text

FIRST, SECOND = "a", "b"
HOW = "Write it like SCORE:VARIANT, SCORE:OPTION=VALUE or SCORE:VARIANT,OPTION=VALUE."


@dataclass(frozen=True)
class Version:
    """A score with its options: how it is named, and each option and its value as text."""

    name: str
    score: str
    options: Any
    built: Score

    @property
    def described(self) -> Mapping[str, str]:
        return described(self.score, self.options)


@dataclass(frozen=True)
class Step:
    """One option switched to the value of the other version: `of` is the version that it is switched in.

    `rule` is the total then; None where the options do not go together.
    """

    option: str
    of: str
    column: str
    rule: Named | None


@dataclass(frozen=True)
class Asked:
    """All that is asked of a source."""

    first: Version
    second: Version
    threshold: float
    threshold_of: Text
    steps: tuple[Step, ...]
    source: str
    not_real: bool
    as_of: AsOf

    @property
    def same_score(self) -> bool:
        return self.first.score == self.second.score

    @property
    def scale(self) -> Interval:
        """From the least points to the most that either can have."""
        return _scale(self.first, self.second)

    @property
    def components(self) -> tuple[Named, ...]:
        """The components that both have, as the first words them."""
        others = {rule.name for rule in self.second.built.components}
        return tuple(rule for rule in self.first.built.components if rule.name in others)

    @property
    def apart(self) -> tuple[Named, ...]:
        """The components that only one of them has."""
        shared = {rule.name for rule in self.components}
        both = (*self.first.built.components, *self.second.built.components)
        return tuple(rule for rule in both if rule.name not in shared)

    @property
    def rules(self) -> dict[str, Node]:
        """Every rule to compute, by the column of its answer."""
        held: dict[str, Node] = {}
        names = [rule.name for rule in self.components]
        for letter, version in ((FIRST, self.first), (SECOND, self.second)):
            held[letter] = version.built.total
            held |= {f"{letter}_{name}": version.built.component(name) for name in names}
        return held | {step.column: step.rule for step in self.steps if step.rule is not None}


def version(text: str) -> Version:
    """A version as it is written. Raises UsageError, which names it and says what there is."""
    score, _, rest = text.partition(":")
    parts = [part.strip() for part in rest.split(",") if part.strip()]
    variant = parts.pop(0) if parts and "=" not in parts[0] else None
    pairs = [part.partition("=") for part in parts]
    if not all(name and sign and value for name, sign, value in pairs):
        raise UsageError("a version of a score is a variant, then options.", f"“{text}”", HOW)
    changes = {name.strip(): value.strip() for name, _, value in pairs}
    try:
        score, variant = resolved(score.strip(), variant)
        options = chosen(score, variant, changes)
        made = built(score, options)
    except UsageError as error:
        where = ": ".join(
            filter(None, (f"“{text}”", error.where.removeprefix("--set").removeprefix("--variant").strip()))
        )
        raise UsageError(error.what, where, error.todo) from error
    named = ",".join((variant or entry_of(score).default, *(f"{name}={value}" for name, value in changes.items())))
    return Version(f"{score}:{named}", score, options, made)


def on_one_scale(first: Version, second: Version) -> None:
    """Raise UsageError where the two are one and the same, or are not counted in the same points."""
    if first.score == second.score:
        if first.options == second.options:
            raise UsageError(
                f"{first.name} and {second.name} are the same, with the same options.",
                todo="Name another variant, or change an option.",
            )
        return
    scales = [each.built.total.range for each in (first, second)]
    if scales[0] != scales[1] or first.built.total.unit != second.built.total.unit:
        said = [f"{each.score} goes from {tidy(scale.low)} to {tidy(scale.high)}"
                for each, scale in zip((first, second), scales, strict=True)]  # fmt: skip
        raise UsageError(
            f"the two scores have no common scale: {said[0]}, {said[1]}.",
            todo="Compare two variants of one score, or two scores of the same points.",
        )


def threshold_of(first: Version, second: Version, at: float | None, protocol: Protocol | None) -> tuple[float, Text]:
    """The threshold and where it comes from: as typed, else the one at which the trial reads the first score.

    Raises UsageError where there is none, or where the trial has several.
    """
    if at is not None:
        scale = _scale(first, second)
        if not scale.low < at <= scale.high:
            raise UsageError(
                f"{tidy(at)} divides nothing: {first.score} goes from {tidy(scale.low)} to {tidy(scale.high)}.",
                "--at", "Name points above the least and up to the most.",
            )  # fmt: skip
        return at, Text("as asked for", "tel que demandé")
    if protocol is None:
        raise UsageError(
            "no threshold is named.",
            "--at",
            "Say from how many points on, such as --at 4, or name a --trial that has one.",
        )
    found = sorted(set(_thresholds(protocol, first.score)))
    if len(found) != 1:
        said = f"several ({', '.join(tidy(each) for each in found)})" if found else "no threshold"
        raise UsageError(
            f"the criteria of {protocol.id} have {said} of {first.score}.", "--at", "Name one, such as --at 4."
        )
    return found[0], Text("as in {trial}", "comme dans {trial}").filled(trial=protocol.text)


def _scale(first: Version, second: Version) -> Interval:
    return hull((first.built.total.range, second.built.total.range))


def _thresholds(protocol: Protocol, score: str) -> Iterator[float]:
    """From how many points on the criteria read the score otherwise."""
    for node in (each for criterion in protocol.criteria for each in walk(criterion.rule)):
        if (
            isinstance(node, Compare)
            and node.comparison in (Comparison.AT_LEAST, Comparison.BELOW)
            and isinstance(node.left, Named)
            and node.left.name == score
            and node.right.range.known
        ):
            yield node.right.range.low


def steps_between(first: Version, second: Version) -> tuple[Step, ...]:
    """Every option in which two versions of one score differ, alone from the first, and alone back from the second."""
    if first.score != second.score:
        return ()
    names = [each.name for each in fields(first.options)]
    differing = [name for name in names if getattr(first.options, name) != getattr(second.options, name)]
    made = []
    for number, option in enumerate(differing):
        for letter, of, other in ((FIRST, first, second), (SECOND, second, first)):
            switched = replace(of.options, **{option: getattr(other.options, option)})
            made.append(Step(option, letter, f"{letter}_step_{number}", _total(of.score, switched)))
    return tuple(made)


def _total(score: str, options: Any) -> Named | None:
    try:
        return built(score, options).total
    except UsageError:
        return None
