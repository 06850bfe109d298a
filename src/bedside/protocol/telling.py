"""The protocol told to people: Markdown, or one self-contained HTML page, in English or French.

Both are written from the same sections, so that they say the same. Rules are said by `rules.text`; the record's
own words stand in quotation marks beside what was made of them, and every assumption is said to be one.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bedside.errors import UsageError
from bedside.protocol.model import (
    LANGUAGES,
    Arm,
    Assumption,
    Criterion,
    Event,
    Form,
    Line,
    Outcome,
    Parameter,
    Protocol,
    Visit,
)
from bedside.protocol.telling_words import STYLE, WORDS
from bedside.rules.nodes import Named
from bedside.rules.text import outline, say
from bedside.rules.words import said_length, said_quantity
from bedside.values.moment import read_length
from bedside.values.quantity import Quantity


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 3; `anchor` names it for links."""

    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Words; `quoted` when they are the record's own."""

    text: str
    quoted: bool = False


@dataclass(frozen=True)
class Points:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table with one row of heads."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Nested:
    """A rule in full: lines with their levels, under a title."""

    title: str
    lines: tuple[tuple[int, str], ...]


SHORT = 160
"""Characters up to which a rule is said with its named parts spelled out."""

Block = Heading | Paragraph | Points | Table | Nested


def prose(protocol: Protocol, language: str = "en") -> str:
    """The protocol as Markdown text in `en` or `fr`. Raises UsageError for another language."""
    return "\n\n".join(_markdown(block) for block in blocks(protocol, language)) + "\n"


def page(protocol: Protocol, language: str = "en") -> str:
    """The protocol as one HTML page that needs no network. Raises UsageError for another language."""
    held = list(blocks(protocol, language))
    inner = "\n".join(_html(block) for block in held)
    links = "".join(
        f'<a href="#{block.anchor}">{_escaped(block.text)}</a>'
        for block in held
        if isinstance(block, Heading) and block.level == 2
    )
    title = _escaped(protocol.text.say(language))
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n<nav>{links}</nav>\n<main>\n{inner}\n</main>\n</body>\n</html>\n"
    )


def blocks(protocol: Protocol, language: str) -> Iterator[Block]:
    """What there is to say, in order."""
    if language not in LANGUAGES:
        raise UsageError(f"no text in “{language}”.", todo=f"Choose among: {', '.join(LANGUAGES)}.")
    yield from _Telling(protocol, language).blocks()


@dataclass(frozen=True)
class _Telling:
    protocol: Protocol
    language: str

    def word(self, key: str) -> str:
        return WORDS[key].say(self.language)

    def quote(self, text: str) -> str:
        return f"« {text} »" if self.language == "fr" else f"“{text}”"

    def heading(self, key: str) -> Heading:
        return Heading(2, self.word(key), key)

    def blocks(self) -> Iterator[Block]:
        told = self.protocol
        yield Heading(1, told.text.say(self.language), "top")
        line = f"{told.id} · {self.word('version')} {told.version} · {self.word('hash')} {told.hash[:16]}"
        yield Paragraph(line)
        yield Paragraph(self.word("research"))
        yield from self._record()
        yield from self._criteria()
        yield from self._consent()
        yield from self._arms()
        yield from self._outcomes()
        yield from self._schedule()
        yield from self._forms()
        yield from self._parameters()
        yield from self._assumptions()

    def _record(self) -> Iterator[Block]:
        record = self.protocol.record
        yield self.heading("record")
        yield Paragraph(f"{record.registry}; {record.file}; {self.word('read')} {record.read}.")
        rows = tuple(self._line(line) for line in record.lines)
        yield Table(tuple(self.word(key) for key in ("what", "is", "in_its_words", "line")), rows)

    def _line(self, line: Line) -> tuple[str, ...]:
        said = (self.quote(line.said.text), line.said.at) if line.said else ("–", line.source)
        return (line.name.replace("_", " "), line.value, *said)

    def _criteria(self) -> Iterator[Block]:
        for key, criteria in (("inclusion", self.protocol.inclusion), ("exclusion", self.protocol.exclusion)):
            yield self.heading(key)
            for criterion in criteria:
                yield from self._criterion(criterion)

    def _criterion(self, criterion: Criterion) -> Iterator[Block]:
        yield Heading(3, f"{criterion.id}. {criterion.text.say(self.language)}", criterion.id)
        yield Paragraph(f"{self.quote(criterion.sentence)} ({self.word('line')} {criterion.said.at})", quoted=True)
        answerers = ", ".join(self.word(f"by {each}") for each in criterion.answerers)
        facts = [
            f"{self.word('rule')}{self._colon()} {self._said(criterion.rule)}.",
            f"{self.word('answered_by')}{self._colon()} {answerers}.",
        ]
        if criterion.condition is not None:
            facts.insert(1, f"{self.word('concerns')}{self._colon()} {say(criterion.condition, self.language, 0)}.")
        if criterion.data_rule is not None:
            facts.append(f"{self.word('data')}{self._colon()} {self._said(criterion.data_rule)}.")
        if criterion.assumptions:
            facts.append(f"{self.word('assumed')}{self._colon()} {self._taken(criterion.assumptions)}")
        yield Points(tuple(facts))
        full = outline(criterion.rule, self.language)
        if max(line.level for line in full) > 2:
            lines = tuple((line.level - 1, line.text) for line in full if line.level)
            yield Nested(self.word("in_full"), lines)

    def _said(self, rule: Named) -> str:
        """The rule in one phrase: its named parts spelled out where that stays short. A score keeps its name."""
        shorter, longer = say(rule, self.language), say(rule, self.language, 2)
        return longer if len(longer) <= SHORT and " + " not in longer else shorter

    def _colon(self) -> str:
        return " :" if self.language == "fr" else ":"

    def _apart(self, parts: Iterable[str]) -> str:
        return (" ; " if self.language == "fr" else "; ").join(parts)

    def _taken(self, names: tuple[str, ...]) -> str:
        return " ".join(self.protocol.assumption(name).taken.say(self.language) for name in names)

    def _consent(self) -> Iterator[Block]:
        yield self.heading("consent")
        for route in self.protocol.consent_routes:
            yield Heading(3, route.text.say(self.language), f"consent_{route.id}")
            if route.said is not None:
                yield Paragraph(f"{self.quote(route.said.text)} ({self.word('line')} {route.said.at})", quoted=True)
            either = f" {self.word('or')} "
            needs = [
                either.join(self.protocol.question(name).variable.say(self.language) for name in group)
                for group in route.needs
            ]
            after = [self.word("continuation")] if route.continuation else []
            yield Points(tuple([*needs, *after]))

    def _arms(self) -> Iterator[Block]:
        yield self.heading("arms")
        yield Points(tuple(self._arm(arm) for arm in self.protocol.arms))

    def _arm(self, arm: Arm) -> str:
        parts = []
        for each in arm.interventions:
            dose = each.dose.say(self.language) if each.dose else self.word("no_dose") if each.said else ""
            parts.append(f"{each.text.say(self.language)}{f' ({dose})' if dose else ''}")
        return f"{arm.text.say(self.language)}{self._colon()} {', '.join(parts)}"

    def _outcomes(self) -> Iterator[Block]:
        yield self.heading("outcomes")
        for outcome in self.protocol.outcomes:
            yield from self._outcome(outcome)

    def _outcome(self, outcome: Outcome) -> Iterator[Block]:
        title = f"{outcome.id}. {outcome.text.say(self.language)} ({self.word(str(outcome.kind))})"
        yield Heading(3, title, outcome.id)
        words = [outcome.said.text, outcome.time_frame.text]
        words += [outcome.description.text] if outcome.description else []
        quoted = self._apart(self.quote(each) for each in words)
        yield Paragraph(f"{quoted} ({self.word('line')} {outcome.said.at})", quoted=True)
        yield Points(tuple(self._outcome_facts(outcome)))

    def _outcome_facts(self, outcome: Outcome) -> Iterator[str]:
        colon = self._colon()
        if outcome.definition:
            yield outcome.definition.say(self.language)
        endpoint = self.protocol.endpoint(outcome.id)
        if endpoint is not None:
            yield f"{self.word('rule')}{colon} {say(endpoint.verdict, self.language)}."
        visits = (self.protocol.schedule.visit(each).text.say(self.language) for each in outcome.visits)
        yield f"{self.word('visits')}{colon} {', '.join(visits)}."
        yield f"{self.word('items')}{colon} {', '.join(outcome.items)}."
        if outcome.dead:
            yield f"{self.word('dead')}{colon} {outcome.dead.say(self.language)}"
        if outcome.discharged:
            yield f"{self.word('discharged')}{colon} {outcome.discharged.say(self.language)}"
        if outcome.assumptions:
            yield f"{self.word('assumed')}{colon} {self._taken(outcome.assumptions)}"

    def _schedule(self) -> Iterator[Block]:
        yield self.heading("schedule")
        heads = ("visit", "day", "window", "forms")
        rows = tuple(self._visit(visit) for visit in self.protocol.schedule.visits)
        yield Table(tuple(self.word(key) for key in heads), rows)
        yield Points(tuple(self._event(event) for event in self.protocol.schedule.events))

    def _visit(self, visit: Visit) -> tuple[str, ...]:
        days = str(visit.day) if visit.until_day is None else f"{visit.day}–{visit.until_day}"
        spans = (("−", visit.before), ("+", visit.after))
        window = (f"{sign}{said_length(read_length(span), self.language)}" for sign, span in spans if read_length(span))
        return (visit.text.say(self.language), days, " / ".join(window), self._form_names(visit.forms))

    def _form_names(self, forms: tuple[str, ...]) -> str:
        return ", ".join(self.protocol.form(form).text.say(self.language) for form in forms)

    def _event(self, event: Event) -> str:
        parts = [self.word(f"otherwise_{event.otherwise}")]
        visits = self.protocol.schedule
        for each in event.remains:
            name = visits.visit(each.visit).text.say(self.language)
            parts.append(f"{self.word('but')} {name}{self._colon()} {self._form_names(each.forms)}")
        if event.asks:
            parts.append(f"{self.word('asks')} {self._form_names(event.asks)}")
        return f"{event.text.say(self.language)}{self._colon()} {self._apart(parts)}."

    def _forms(self) -> Iterator[Block]:
        yield self.heading("forms")
        rows = tuple(self._form(form) for form in self.protocol.forms)
        yield Table((self.word("form"), self.word("items"), self.word("records")), rows)

    def _form(self, form: Form) -> tuple[str, ...]:
        recorded = [item.variable for item in form.items if item.variable]
        recorded += [code.variable for item in form.items for code in item.codes if code.variable]
        return (form.text.say(self.language), str(len(form.items)), ", ".join(dict.fromkeys(recorded)) or "–")

    def _parameters(self) -> Iterator[Block]:
        yield self.heading("parameters")
        rows = tuple(self._parameter(each) for each in self.protocol.parameters)
        yield Table((self.word("what"), self.word("is"), self.word("stands_on")), rows)

    def _parameter(self, parameter: Parameter) -> tuple[str, ...]:
        value = parameter.value
        shown = said_quantity(value, self.language) if isinstance(value, Quantity) else value
        stands = parameter.source or f"{self.word('assumption')} {parameter.assumption}"
        return (parameter.text.say(self.language), shown, stands)

    def _assumptions(self) -> Iterator[Block]:
        yield self.heading("assumptions")
        for assumption in self.protocol.assumptions:
            yield from self._assumption(assumption)

    def _assumption(self, assumption: Assumption) -> Iterator[Block]:
        yield Heading(3, assumption.question.say(self.language), f"assumption_{assumption.name}")
        colon = self._colon()
        yield Points(
            (
                f"{self.word('taken')}{colon} {assumption.taken.say(self.language)}",
                f"{self.word('reason')}{colon} {assumption.reason.say(self.language)}",
                f"{self.word('used')}{colon} {', '.join(self.protocol.used_in(assumption.name))}.",
            )
        )


# --- two ways to write a block ------------------------------------------------------------------------------


def _markdown(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * block.level} {block.text}"
        case Paragraph():
            return f"> {block.text}" if block.quoted else block.text
        case Points():
            return "\n".join(f"- {item}" for item in block.items)
        case Nested():
            return f"{block.title}\n\n" + "\n".join("  " * level + f"- {text}" for level, text in block.lines)
        case Table():
            rows = (block.heads, ("---",) * len(block.heads), *block.rows)
            return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)


def _html(block: Block) -> str:
    match block:
        case Heading():
            return f'<h{block.level} id="{_escaped(block.anchor)}">{_escaped(block.text)}</h{block.level}>'
        case Paragraph():
            tag = "blockquote" if block.quoted else "p"
            return f"<{tag}>{_escaped(block.text)}</{tag}>"
        case Points():
            return "<ul>" + "".join(f"<li>{_escaped(item)}</li>" for item in block.items) + "</ul>"
        case Nested():
            lines = "".join(f'<li style="--level:{level}">{_escaped(text)}</li>' for level, text in block.lines)
            return f'<details><summary>{_escaped(block.title)}</summary><ul class="rule">{lines}</ul></details>'
        case Table():
            heads = "".join(f"<th>{_escaped(head)}</th>" for head in block.heads)
            rows = "".join(
                "<tr>" + "".join(f"<td>{_escaped(cell)}</td>" for cell in row) + "</tr>" for row in block.rows
            )
            return f'<div class="table"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'


def _escaped(text: str) -> str:
    return html.escape(text, quote=True)
