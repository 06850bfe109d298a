"""Every score by name, with its variants: what `bedside score` can compute."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, get_type_hints

from bedside.errors import BedsideError, RuleError, UsageError
from bedside.records.dictionary import variable
from bedside.rules.nodes import Named
from bedside.scores import hlh2004, hscore, sofa, sofa2
from bedside.scores.score import Options, Score, bound
from bedside.values.moment import length, read_length
from bedside.values.quantity import quantity, shown


@dataclass(frozen=True)
class Probability:
    """A probability that goes with a total: the rules of its two ends, what the interval holds, and its source.

    The low end of `least` and the high end of `greatest` are fractions, written in the columns `columns`.
    """

    rules: Callable[[Named], tuple[Named, Named]]
    columns: tuple[str, str]
    text: str
    source: str


@dataclass(frozen=True)
class Entry:
    """A score: its options, the variants that have a name (the first is the default), and how it is built.

    `bounds` are options that hold a quantity, each with the variable whose values it bounds; `counts` those that
    hold a whole number. Any other option of type int is a length of time. `spellings` are other spellings of variants,
    `elsewhere` variants that are scores of their own, each with the name of that score.
    """

    options: type[Options]
    variants: Mapping[str, Any]
    build: Callable[[Any], Score]
    bounds: Mapping[str, str] = field(default_factory=dict)
    counts: frozenset[str] = frozenset()
    probability: Probability | None = None
    spellings: Mapping[str, str] = field(default_factory=dict)
    elsewhere: Mapping[str, str] = field(default_factory=dict)

    @property
    def default(self) -> str:
        """The name of the default variant."""
        return next(iter(self.variants))


SCORES: Mapping[str, Entry] = {
    "sofa": Entry(
        sofa.Sofa, sofa.VARIANTS, sofa.sofa,
        spellings={"vincent1996": "vincent-1996"}, elsewhere={"sofa2": "sofa2"},
    ),
    "sofa2": Entry(sofa2.Sofa2, sofa2.VARIANTS, sofa2.sofa2),
    "hscore": Entry(
        hscore.HScore, hscore.VARIANTS, hscore.hscore,
        probability=Probability(
            hscore.probability_rules, ("hscore_probability_low", "hscore_probability_high"),
            hscore.APPROXIMATION, hscore.SOURCE,
        ),
    ),
    "hlh2004": Entry(
        hlh2004.Hlh2004, hlh2004.VARIANTS, hlh2004.hlh2004,
        bounds={"fever": "temperature", "ferritin": "ferritin", "scd25": "scd25"}, counts=frozenset({"needed"}),
    ),
}  # fmt: skip


def entry_of(name: str) -> Entry:
    """The score of this name. Raises UsageError, with the names there are."""
    if name not in SCORES:
        raise UsageError(f"there is no score “{name}”.", todo=f"There are: {', '.join(SCORES)}.")
    return SCORES[name]


def resolved(name: str, variant: str | None) -> tuple[str, str | None]:
    """The score and the variant that are meant: other spellings put right, and scores of their own by their name.

    `sofa` with the variant `sofa2` is the score `sofa2` with its default. Raises UsageError for an unknown score.
    """
    entry = entry_of(name)
    if variant is None:
        return name, None
    if variant in entry.elsewhere:
        return entry.elsewhere[variant], None
    return name, entry.spellings.get(variant, variant)


def chosen(name: str, variant: str | None, changes: Mapping[str, str]) -> Any:
    """The options of a variant with single options changed. Raises UsageError, with what there is."""
    entry = entry_of(name)
    picked = entry.default if variant is None else entry.spellings.get(variant, variant)
    if picked not in entry.variants:
        listed = ", ".join((*entry.variants, *entry.elsewhere))
        raise UsageError(f"{name} has no variant “{picked}”.", "--variant", f"There are: {listed}.")
    known = [each.name for each in fields(entry.options)]  # type: ignore[arg-type]  # every one is a dataclass
    for option in changes:
        if option not in known:
            raise UsageError(f"{name} has no option “{option}”.", "--set", f"There are: {', '.join(known)}.")
    values = {option: _value(entry, option, text) for option, text in changes.items()}
    try:
        return replace(entry.variants[picked], **values)
    except RuleError as error:
        raise UsageError(error.what, f"--set {error.where}".rstrip(), error.todo) from error


def built(name: str, options: Any) -> Score:
    """The score with these options. Raises UsageError when they do not make one."""
    try:
        return SCORES[name].build(options)
    except BedsideError as error:  # which of the options it was, only the rule knows
        raise UsageError(f"{name} cannot be built so: {error}", "--set") from error


def _value(entry: Entry, option: str, text: str) -> Any:
    if option in entry.bounds:
        return _bound(entry, option, text)
    if option in entry.counts:
        return _count(option, text)
    if get_type_hints(entry.options)[option] is not int:
        return text  # one of the choices, which `Options` compares
    return _length(option, text)


def _length(option: str, text: str) -> int:
    try:
        found = read_length(text)
    except RuleError as error:
        raise UsageError(error.what, f"--set {option}", error.todo) from error
    if found < 0:
        raise UsageError(f"“{text}” looks into the future.", f"--set {option}", "Give a length from PT0H on.")
    return found


def _count(option: str, text: str) -> int:
    if not re.fullmatch("[0-9]{1,3}", text) or int(text) < 1:
        raise UsageError(f"“{text}” is not a whole number from 1 on.", f"--set {option}", f"Write it like {option}=4.")
    return int(text)


def _bound(entry: Entry, option: str, text: str) -> str:
    """A quantity that a value of the option's variable can be, in the variable's unit and within its bounds."""
    about = variable(entry.bounds[option])
    try:
        given = quantity(text)
        number = given.to(about.unit, about.name).number
    except (BedsideError, ArithmeticError) as error:  # 1e999999999 is no number to reckon with
        what = error.what if isinstance(error, BedsideError) else f"“{text}” is not a quantity."
        example = getattr(entry.variants[entry.default], option)
        raise UsageError(what, f"--set {option}", f'Write it like "{option}={example}".') from error
    if not about.low <= number <= about.high:
        raise UsageError(
            f"“{text}” is impossible: {about.say('en')} lies between {about.low} and {about.high} {shown(about.unit)}.",
            f"--set {option}", "Check the number and its unit.",
        )  # fmt: skip
    return text if given.unit == about.unit else bound(text, about)


def described(name: str, options: Any) -> dict[str, str]:
    """Every option of a score and its value as text: lengths of time as ISO 8601."""
    return {each.name: _said(name, each.name, getattr(options, each.name)) for each in fields(options)}


def _said(name: str, option: str, value: Any) -> str:
    entry = SCORES[name]
    is_length = get_type_hints(entry.options)[option] is int and option not in entry.counts
    return length(value) if is_length else str(value)


def rules_of(score: Score) -> tuple[Named, ...]:
    """The total, the components, and for HLH-2004 whether enough criteria are met: each once."""
    return score.rules


# --- what there is to choose ------------------------------------------------------------------------------------

HOW = "Set an option with --set NAME=VALUE, as often as you like. PT24H is 24 hours, P2D two days."
WIDTH = 100


def listed() -> str:
    """Every score with its variants, and every option with its default, its choices and its meaning, for `--help`."""
    return "\n\n".join([HOW, *(_listed(name, entry) for name, entry in SCORES.items())])


def _listed(name: str, entry: Entry) -> str:
    title = _sentence(inspect.getdoc(inspect.getmodule(entry.build)) or name)
    first, *others = entry.variants
    apart = [f"{variant} (the score below)" for variant in entry.elsewhere]
    variants = _wrapped(f"variants: {', '.join([f'{first} (default)', *others, *apart])}", 2)
    meant, choices = _meanings(entry.options), entry.options.choices()
    lines = [name, f"  {title}", *variants, "  options, each with its default:"]
    for option, value in described(name, entry.variants[first]).items():
        lines += [f"    {option}={value}{_others(value, choices.get(option, ()))}", *_wrapped(meant.get(option, ""), 8)]
    return "\n".join(lines)


def _others(default: str, choices: tuple[str, ...]) -> str:
    others = [choice for choice in choices if choice != default]
    return f"   (or {' | '.join(others)})" if others else ""


def _meanings(options: type[Options]) -> dict[str, str]:
    """What each option is, from the list in the docstring of its class: `- `name`: what it is.`"""
    items = re.findall(r"^- `(\w+)`: (.*?)(?=^\S|\Z)", inspect.getdoc(options) or "", re.DOTALL | re.MULTILINE)
    return {name: _sentence(text) for name, text in items}


def _sentence(text: str) -> str:
    """The first sentence of a text, on one line."""
    whole = " ".join(text.split())
    first = re.split(r"(?<=[.:;]) (?=[A-Z])", whole)[0].rstrip(".;:")
    return f"{first[:1].upper()}{first[1:]}."


def _wrapped(text: str, indent: int) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=" " * indent, subsequent_indent=" " * indent)
