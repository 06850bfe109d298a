"""Every score by name, with its variants: what `bedside score` can compute."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, get_type_hints

from bedside.errors import RuleError, UsageError
from bedside.rules.nodes import Named
from bedside.scores import hlh2004, hscore, sofa
from bedside.scores.score import Options, Score
from bedside.values.moment import length, read_length


@dataclass(frozen=True)
class Entry:
    """A score: its options, the variants that have a name (the first is the default), and how it is built."""

    options: type[Options]
    variants: Mapping[str, Any]
    build: Callable[[Any], Score]

    @property
    def default(self) -> str:
        """The name of the default variant."""
        return next(iter(self.variants))


SCORES: Mapping[str, Entry] = {
    "sofa": Entry(sofa.Sofa, sofa.VARIANTS, sofa.sofa),
    "hscore": Entry(hscore.HScore, hscore.VARIANTS, hscore.hscore),
    "hlh2004": Entry(hlh2004.Hlh2004, hlh2004.VARIANTS, hlh2004.hlh2004),
}


def chosen(name: str, variant: str | None, changes: Mapping[str, str]) -> Any:
    """The options of a variant with single options changed. Raises UsageError, with what there is."""
    if name not in SCORES:
        raise UsageError(f"there is no score “{name}”.", todo=f"There are: {', '.join(SCORES)}.")
    entry = SCORES[name]
    picked = entry.default if variant is None else variant
    if picked not in entry.variants:
        raise UsageError(f"{name} has no variant “{picked}”.", "--variant", f"There are: {', '.join(entry.variants)}.")
    kinds = get_type_hints(entry.options)
    known = [field.name for field in fields(entry.options)]  # type: ignore[arg-type]  # every one is a dataclass
    for option in changes:
        if option not in known:
            raise UsageError(f"{name} has no option “{option}”.", "--set", f"There are: {', '.join(known)}.")
    try:
        return replace(
            entry.variants[picked],
            **{option: _value(kinds[option], option, text) for option, text in changes.items()},
        )
    except RuleError as error:
        raise UsageError(error.what, f"--set {error.where}".rstrip(), error.todo) from error


def _value(kind: Any, option: str, text: str) -> Any:
    if kind is not int:
        return text
    return int(text) if text.isdigit() and option == "needed" else read_length(text)


def described(name: str, options: Any) -> dict[str, str]:
    """Every option and its value as text: lengths of time as ISO 8601."""
    kinds = get_type_hints(type(options))
    values = {field.name: getattr(options, field.name) for field in fields(options)}
    return {
        option: length(value) if kinds[option] is int and option != "needed" else str(value)
        for option, value in values.items()
    }


def rules_of(score: Score) -> tuple[Named, ...]:
    """The total, the components, and for HLH-2004 whether enough criteria are met: each once."""
    return score.rules
