"""How a rule is said in English and in French: one phrase, or a heading where its parts have lines below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from bedside.rules.nodes import (
    All,
    Any,
    Arithmetic,
    AtLeast,
    Bands,
    Choose,
    Compare,
    Comparison,
    Constant,
    Named,
    Node,
    Not,
    Operation,
    Over,
    Own,
    Pick,
)
from bedside.rules.words import (
    colon,
    said_decimal,
    said_length,
    said_number,
    said_quantity,
    said_unit,
    said_window,
    semicolon,
    word,
)
from bedside.values.moment import EVER, Window
from bedside.values.quantity import plain
from bedside.values.variable import Kind

COMPARED = {
    Comparison.BELOW: "<",
    Comparison.AT_MOST: "≤",
    Comparison.ABOVE: ">",
    Comparison.AT_LEAST: "≥",
}
SIGNS = {Operation.ADD: "+", Operation.SUBTRACT: "−", Operation.MULTIPLY: "×", Operation.DIVIDE: "÷"}
FOLDED = (Operation.ADD, Operation.LEAST, Operation.GREATEST)
"""What can be said of a list without repeating what it holds: the sum, the least, the greatest of these."""
LONG = 70
"""Characters beyond which a part that has lines of its own is left to them."""


class Bond(IntEnum):
    """How tightly a phrase holds together: a looser one inside a tighter one takes parentheses."""

    LOOSE = 0
    OR = 1
    AND = 2
    COMPARISON = 3
    SUM = 4
    PRODUCT = 5
    WHOLE = 6


@dataclass(frozen=True)
class Voice:
    """Says rules in one language; with `limit`, long inner parts are left to lines of their own."""

    language: str
    limit: int = 0

    def phrase(self, rule: Node, depth: int) -> tuple[Bond, str]:  # noqa: PLR0912 (one case a kind of node)
        """How tightly the phrase of a rule holds together, and the phrase."""
        match rule:
            case Constant():
                return Bond.WHOLE, said_quantity(rule.value, self.language)
            case Own():
                return Bond.WHOLE, word(self.language, "own yes" if rule.truth else "own")
            case Over():
                return Bond.WHOLE, self._look(rule, depth)
            case Named():
                return self.phrase(rule.of, depth - 1) if depth > 0 else (Bond.WHOLE, rule.say(self.language))
            case Arithmetic():
                return self._arithmetic(rule, depth)
            case Bands():
                return Bond.LOOSE, self._bands(rule, depth)
            case Compare():
                left, right = (self._part(part, depth, Bond.SUM) for part in rule.parts)
                return Bond.COMPARISON, f"{left} {COMPARED[rule.comparison]} {right}"
            case All():
                return Bond.AND, self._joined(rule.of, f" {word(self.language, 'and')} ", depth, Bond.AND)
            case Any():
                return Bond.OR, self._joined(rule.of, f" {word(self.language, 'or')} ", depth, Bond.OR)
            case Not():
                return Bond.WHOLE, f"{word(self.language, 'not')} ({self._part(rule.of, depth, Bond.LOOSE)})"
            case AtLeast():
                head = word(self.language, "at least", count=rule.count)
                return Bond.LOOSE, f"{head}{colon(self.language)}{self._listed(rule.of, depth)}"
            case Choose():
                return Bond.LOOSE, self._choice(rule, depth)
            case _:
                raise TypeError(f"{type(rule).__name__} is not a rule")

    def _part(self, rule: Node, depth: int, least: Bond) -> str:
        """A part inside a larger phrase: in parentheses where it would fall apart, pointed at where it is long."""
        bond, text = self.phrase(rule, depth)
        if not isinstance(rule, Constant | Own | Over | Named) and self._too_much(text):
            return self._below(rule)
        return f"({text})" if bond < least else text

    def _too_much(self, text: str) -> bool:
        return bool(self.limit) and (len(text) > self.limit or self.points_below(text))

    def _below(self, rule: Node) -> str:
        return word(self.language, "condition below" if rule.truth else "value below")

    def points_below(self, text: str) -> bool:
        """True when a phrase leaves a part to the lines below it."""
        return any(word(self.language, key) in text for key in ("value below", "condition below"))

    def _joined(self, rules: Sequence[Node], sign: str, depth: int, least: Bond) -> str:
        return sign.join(self._part(rule, depth, least) for rule in rules)

    def _listed(self, rules: Sequence[Node], depth: int) -> str:
        return self._joined(rules, semicolon(self.language), depth, Bond.OR)

    def _arithmetic(self, rule: Arithmetic, depth: int) -> tuple[Bond, str]:
        if rule.operation not in SIGNS:
            head = word(self.language, rule.operation.value)
            return Bond.WHOLE, f"{head} ({self._listed(rule.of, depth)})"
        sign = f" {SIGNS[rule.operation]} "
        bond = Bond.SUM if rule.operation in (Operation.ADD, Operation.SUBTRACT) else Bond.PRODUCT
        first = self._part(rule.of[0], depth, bond)
        tighter = Bond(bond + 1)  # a − (b − c): only the first part may be as loose as the whole
        return bond, first + sign + self._joined(rule.of[1:], sign, depth, tighter)

    def _bands(self, rule: Bands, depth: int) -> str:
        unit = said_unit(rule.unit, self.language) or word(self.language, "number")
        head = word(self.language, "by", unit=unit)
        lowest = rule.steps[0]
        steps = [("≤" if lowest.open else "<", lowest.bound, rule.first)]
        steps += [(">" if step.open else "≥", step.bound, step.points) for step in rule.steps]
        table = semicolon(self.language).join(
            f"{sign} {said_decimal(bound, rule.of.unit, self.language)} → {said_number(plain(points), self.language)}"
            for sign, bound, points in steps
        )
        return f"{head} {self._part(rule.of, depth, Bond.COMPARISON)}{colon(self.language)}{table}"

    def _choice(self, rule: Choose, depth: int) -> str:
        parts = {
            "when": self._part(rule.when, depth, Bond.OR),
            "then": self._part(rule.then, depth, Bond.OR),
            "otherwise": self._part(rule.otherwise, depth, Bond.OR),
        }
        return word(self.language, "unless" if rule.name else "if", **parts, name=rule.name.replace("_", " "))

    def _look(self, rule: Over, depth: int) -> str:
        label = rule.variable.say(self.language)
        how = ", ".join(self._how(rule, depth))
        return f"{label} ({how})" if how else label

    def _how(self, rule: Over, depth: int) -> Iterator[str]:
        plain_answer = rule.variable.kind is Kind.ANSWER and rule.pick is Pick.LATEST and rule.each is None
        always = rule.window.back >= EVER and not rule.window.until
        if not (plain_answer and always):
            yield self._picked(rule)
        if rule.sustained:
            span = said_length(rule.sustained, self.language)
            yield word(self.language, "sustained", span=span)
        if rule.where is not None:
            yield self._kept(rule.where, depth)
        if rule.each is not None:
            counted = self._part(rule.each, depth, Bond.SUM)
            below = counted == self._below(rule.each)
            yield word(self.language, "each below") if below else word(self.language, "each", rule=counted)

    def _kept(self, where: Node, depth: int) -> str:
        """Which records count."""
        refused, inner = (True, where.of) if isinstance(where, Not) else (False, where)
        if isinstance(inner, Own):
            return word(self.language, "where no" if refused else "where yes")
        if isinstance(inner, Over) and _is_on(inner):
            key = "where not in force" if refused else "where in force"
            return word(self.language, key, label=inner.variable.say(self.language))
        rule = self._part(where, depth, Bond.AND)
        return (
            word(self.language, "where below")
            if rule == self._below(where)
            else word(self.language, "where", rule=rule)
        )

    def _picked(self, rule: Over) -> str:
        if rule.variable.lasting and rule.window.back == rule.window.until:
            return self._in_force(rule)
        if rule.variable.kind is Kind.ANSWER and rule.pick is Pick.LATEST and _ends_now(rule.window):
            return word(self.language, "answered", span=said_length(rule.window.back, self.language))
        window = said_window(rule.window, self.language)
        comma = "," if rule.window.back >= EVER else ""
        return f"{word(self.language, self._pick_word(rule))}{comma} {window}"

    def _in_force(self, rule: Over) -> str:
        ago = f" {said_length(rule.window.until, self.language)}" if rule.window.until else ""
        before = f" {word(self.language, 'before')}" if ago else ""
        if rule.pick is Pick.HIGHEST:
            return word(self.language, "in force" if rule.truth else "rate in force") + ago + before
        return f"{word(self.language, self._pick_word(rule))}, {word(self.language, 'in force')}{ago}{before}"

    def _pick_word(self, rule: Over) -> str:
        if rule.pick in (Pick.HIGHEST, Pick.LOWEST):
            if rule.truth:
                return "some yes" if rule.pick is Pick.HIGHEST else "every yes"
            if rule.variable.kind is Kind.INFUSION:
                return f"{rule.pick.value} rate"
        return rule.pick.value

    # --- headings of rules whose parts have lines of their own -------------------------------------------

    def heading(self, rule: Node) -> str:
        """A rule in a few words, where its parts follow below."""
        match rule:
            case Named():
                return rule.say(self.language)
            case All():
                return word(self.language, "all of these")
            case Any():
                return word(self.language, "any of these")
            case AtLeast():
                return word(self.language, "count of these", count=rule.count, number=len(rule.of))
            case Not():
                return word(self.language, "not")
            case Arithmetic() if self.opens(rule):
                return word(self.language, f"{rule.operation.value} these")
            case Choose() if self.opens(rule):
                return word(self.language, "by exception" if rule.name else "by case", name=rule.name.replace("_", " "))
            case _:
                return self.phrase(rule, 0)[1]

    def opens(self, rule: Node) -> bool:
        """True when the heading of a rule says nothing of its parts, so that each needs a line of its own."""
        match rule:
            case All() | Any() | AtLeast() | Not():
                return True
            case Choose():
                return self.points_below(self.phrase(rule, 0)[1])
            case Arithmetic():
                plain_list = rule.operation in FOLDED and not any(isinstance(part, Constant | Own) for part in rule.of)
                return plain_list and self._too_much(self.phrase(rule, 0)[1])
            case _:
                return False

    def labels(self, rule: Node) -> tuple[str, ...]:
        """What stands before the lines of a rule's parts: nothing, but in a choice that is opened."""
        if isinstance(rule, Choose) and self.opens(rule):
            return tuple(word(self.language, key) + colon(self.language) for key in ("when", "then", "otherwise"))
        return ("",) * len(rule.parts)


def _ends_now(window: Window) -> bool:
    """True for a window of some length up to the moment asked about, not for all time."""
    return not window.until and 0 < window.back < EVER


def _is_on(rule: Over) -> bool:
    """True for “this support is in force now” and nothing else."""
    now = not rule.window.back and not rule.window.until
    return now and rule.truth and rule.pick is Pick.HIGHEST and not rule.sustained
