"""The protocol told to people: Markdown, or one self-contained HTML page, in English or French.

Both are written from the same sections, so that they say the same. Rules are said by `rules.text`; the record's
own words stand in quotation marks beside what was made of them, and every assumption is said to be one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from bedside.errors import UsageError
from bedside.protocol.estimands import AnalysisSet
from bedside.protocol.model import (
    LANGUAGES,
    Alert,
    Arm,
    Assumption,
    ConsentRoute,
    Criterion,
    Event,
    Form,
    Intervention,
    Line,
    Looks,
    Outcome,
    Parameter,
    Product,
    Protocol,
    Question,
    Sample,
    Visit,
)
from bedside.protocol.telling_alerts import alert_facts
from bedside.protocol.telling_blocks import (
    Block,
    Heading,
    Nested,
    Paragraph,
    Points,
    Table,
    as_html,
    escaped,
    markdown,
)
from bedside.protocol.telling_design import design_facts, looks_facts
from bedside.protocol.telling_estimands import estimand_facts, promised_facts
from bedside.protocol.telling_outcomes import FEW, worked_out
from bedside.protocol.telling_products import product_facts
from bedside.protocol.telling_safety import safety_facts
from bedside.protocol.telling_samples import sample_facts
from bedside.protocol.telling_words import FRENCH_VALUES, LINES, STYLE, USED, WORDS
from bedside.rules.nodes import Named
from bedside.rules.text import outline, say
from bedside.rules.words import said_length, said_quantity, said_source
from bedside.values.moment import EVER, read_length
from bedside.values.quantity import Quantity

Told = (
    Parameter
    | Arm
    | ConsentRoute
    | Form
    | Visit
    | Event
    | Intervention
    | Alert
    | Sample
    | Product
    | Looks
    | AnalysisSet
)
"""The parts of a protocol that are told by their own words where an assumption is used."""
SHORT = 160
"""Characters up to which a rule is said with its named parts spelled out."""


def prose(protocol: Protocol, language: str = "en") -> str:
    """The protocol as Markdown text in `en` or `fr`. Raises UsageError for another language."""
    return "\n\n".join(markdown(block) for block in blocks(protocol, language)) + "\n"


def page(protocol: Protocol, language: str = "en") -> str:
    """The protocol as one HTML page that needs no network. Raises UsageError for another language."""
    held = list(blocks(protocol, language))
    inner = "\n".join(as_html(block) for block in held)
    links = "".join(
        f'<a href="#{block.anchor}">{escaped(block.text)}</a>'
        for block in held
        if isinstance(block, Heading) and block.level == 2
    )
    title = escaped(protocol.text.say(language))
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
        yield from self._questions()
        yield from self._consent()
        yield from self._arms()
        yield from self._products()
        yield from self._outcomes()
        yield from self._design()
        yield from self._promised()
        yield from self._alerts()
        yield from self._samples()
        yield from self._schedule()
        yield from self._forms()
        yield from self._parameters()
        yield from self._assumptions()

    def _record(self) -> Iterator[Block]:
        record = self.protocol.record
        yield self.heading("record")
        where = (record.registry, record.file)
        whence = self._apart(said_source(each, self.language) for each in where)
        yield Paragraph(f"{self._apart((whence, self.word('read')))} {record.read}.")
        rows = tuple(self._line(line) for line in record.lines)
        yield Table(tuple(self.word(key) for key in ("what", "understood", "in_its_words", "line_or_source")), rows)

    def _line(self, line: Line) -> tuple[str, ...]:
        """A fact of the record, what it means where that says more than its words, its words, and where they are."""
        words, where = (line.said.text, line.said.at) if line.said else ("", said_source(line.source, self.language))
        return (self._line_name(line.name), self._meant(line, words), self.quote(words) if words else "–", where)

    def _line_name(self, name: str) -> str:
        known = LINES.get(re.sub(r"_\d+", "", name))
        numbers = " ".join(re.findall(r"\d+", name))
        return f"{known.say(self.language)} {numbers}".strip() if known else name.replace("_", " ")

    def _meant(self, line: Line, words: str) -> str:
        value = self._value(line.value)
        if line.name == "title":
            value = self.protocol.text.say(self.language)
        if value.casefold() == words.casefold():
            return "–" if " " in value else value
        ours = self.language == "en" or not words or value != line.value or not re.search("[a-z]", value)
        return value if ours else self.quote(value)

    def _value(self, value: str) -> str:
        """A value from a list, in the language; any other as it stands, since it is a name or a number."""
        if self.language != "fr":
            return value
        return FRENCH_VALUES.get(value) or ", ".join(FRENCH_VALUES.get(each, each) for each in value.split(", "))

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
            whole = criterion.data_rule.of == criterion.rule.of
            data = self.word("whole") if whole else self._said(criterion.data_rule)
            facts.append(f"{self.word('data')}{self._colon()} {data}.")
        if criterion.assumptions:
            facts.append(self._assumed(criterion.assumptions))
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

    def _assumed(self, names: tuple[str, ...]) -> str:
        """What is assumed, each by the number of its question."""
        taken = (f"{self._number(name)}. {self.protocol.assumption(name).taken.say(self.language)}" for name in names)
        head = self.word("assumed_several" if len(names) > 1 else "assumed")
        return f"{head}{self._colon()} {' '.join(taken)}"

    def _number(self, name: str) -> str:
        """An assumption's place in the list of questions: `Q3`."""
        return f"Q{1 + [each.name for each in self.protocol.assumptions].index(name)}"

    def _questions(self) -> Iterator[Block]:
        yield self.heading("questions")
        heads = tuple(self.word(key) for key in ("question", "answered_by", "counts_for"))
        yield Table(heads, tuple(self._question(each) for each in self.protocol.questions))

    def _question(self, question: Question) -> tuple[str, ...]:
        """What is asked, who answers, and how long an answer counts."""
        span = read_length(question.valid_for)
        lasts = self.word("ever") if span >= EVER else said_length(span, self.language)
        return (question.asked.say(self.language), self.word(f"by {question.variable.answerer}"), lasts)

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

    def _products(self) -> Iterator[Block]:
        if self.protocol.products:
            yield self.heading("products")
        for product in self.protocol.products:
            yield Heading(3, product.text.say(self.language), f"product_{product.id}")
            facts = product_facts(self.protocol, product, self.language)
            yield Points((*facts, self._assumed(product.assumptions)) if product.assumptions else facts)

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
        yield from worked_out(self.protocol, outcome.id, self.language)
        visits = (self.protocol.schedule.visit(each).text.say(self.language) for each in outcome.visits)
        yield f"{self.word('visits')}{colon} {', '.join(visits)}."
        yield f"{self.word('items')}{colon} {self._apart(self._items(outcome.items))}."
        if outcome.dead:
            yield f"{self.word('dead')}{colon} {outcome.dead.say(self.language)}"
        if outcome.discharged:
            yield f"{self.word('discharged')}{colon} {outcome.discharged.say(self.language)}"
        if outcome.assumptions:
            yield self._assumed(outcome.assumptions)

    def _items(self, items: tuple[str, ...]) -> Iterator[str]:
        """Items by the labels that their forms give them, form by form."""
        for form, held in groupby(items, key=lambda item: item.partition(".")[0]):
            labels = (self._item(form, item.partition(".")[2]) for item in held)
            yield f"{self._form_names((form,))} ({', '.join(labels)})"

    def _item(self, form: str, item: str) -> str:
        return self.protocol.form(form).item(item).text.say(self.language)

    def _design(self) -> Iterator[Block]:
        if self.protocol.design is None:
            return
        yield self.heading("design")
        yield Points(design_facts(self.protocol, self.protocol.design, self.language))
        for looks in self.protocol.design.monitoring:
            yield Heading(3, looks.text.say(self.language), f"monitoring_{looks.id}")
            facts = looks_facts(self.protocol, looks, self.language)
            yield Points((*facts, self._assumed(looks.assumptions)) if looks.assumptions else facts)

    def _promised(self) -> Iterator[Block]:
        held = self.protocol.promised
        if held is None:
            return
        yield self.heading("estimands")
        facts = promised_facts(self.protocol, held, self.language)
        assumed = tuple(dict.fromkeys(name for each in held.sets for name in each.assumptions))
        assumed += held.baseline.assumptions if held.baseline else ()
        yield Points((*facts, self._assumed(assumed)) if assumed else facts)
        for estimand in held.estimands:
            outcome = self.protocol.outcome(estimand.outcome)
            yield Heading(3, f"{outcome.id}. {outcome.text.say(self.language)}", f"estimand_{outcome.id}")
            facts = estimand_facts(held, estimand, self.language)
            yield Points((*facts, self._assumed(estimand.assumptions)) if estimand.assumptions else facts)

    def _alerts(self) -> Iterator[Block]:
        if self.protocol.alerts:
            yield self.heading("alerts")
            yield Paragraph(self.word("alerts_shown"))
        for alert in self.protocol.alerts:
            yield Heading(3, alert.text.say(self.language), f"alert_{alert.id}")
            facts = alert_facts(self.protocol, alert, self._said(alert.rule), self.language)
            yield Points((*facts, self._assumed(alert.assumptions)) if alert.assumptions else facts)

    def _samples(self) -> Iterator[Block]:
        if self.protocol.samples:
            yield self.heading("samples")
        for sample in self.protocol.samples:
            yield Heading(3, f"{sample.text.say(self.language)} ({sample.code})", f"sample_{sample.id}")
            facts = sample_facts(self.protocol, sample, self._apart(self._items(sample.results)), self.language)
            yield Points((*facts, self._assumed(sample.assumptions)) if sample.assumptions else facts)

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
        yield Table((self.word("form"), self.word("number"), self.word("records")), rows)
        for form in self.protocol.forms:
            if facts := safety_facts(form, self.language):
                yield Heading(3, form.text.say(self.language), f"form-{form.id}")
                yield Points(facts)

    def _form(self, form: Form) -> tuple[str, ...]:
        recorded = [item.variable for item in form.items if item.variable]
        recorded += [code.variable for item in form.items for code in item.codes if code.variable]
        labels = (self._label(name) for name in dict.fromkeys(recorded))
        return (form.text.say(self.language), str(len(form.items)), self._apart(labels) or "–")

    def _label(self, name: str) -> str:
        """A variable as people read it."""
        return self.protocol.vocabulary[name].say(self.language)

    def _parameters(self) -> Iterator[Block]:
        yield self.heading("parameters")
        rows = tuple(self._parameter(each) for each in self.protocol.parameters)
        yield Table((self.word("what"), self.word("is"), self.word("stands_on")), rows)

    def _parameter(self, parameter: Parameter) -> tuple[str, ...]:
        value = parameter.value
        shown = said_quantity(value, self.language) if isinstance(value, Quantity) else self._value(value)
        stands = said_source(parameter.source, self.language)
        if parameter.assumption:
            stands = f"{self.word('assumption')} {self._number(parameter.assumption)}"
        return (parameter.text.say(self.language), shown, stands)

    def _assumptions(self) -> Iterator[Block]:
        yield self.heading("assumptions")
        for assumption in self.protocol.assumptions:
            yield from self._assumption(assumption)

    def _assumption(self, assumption: Assumption) -> Iterator[Block]:
        asked = f"{self._number(assumption.name)}. {assumption.question.say(self.language)}"
        yield Heading(3, asked, f"assumption_{assumption.name}")
        colon = self._colon()
        yield Points(
            (
                f"{self.word('taken')}{colon} {assumption.taken.say(self.language)}",
                f"{self.word('reason')}{colon} {assumption.reason.say(self.language)}",
                f"{self.word('used')}{colon} {self._apart(self._used(assumption.name))}.",
            )
        )

    def _used(self, assumption: str) -> Iterator[str]:
        """Where an assumption is used, part by part: `criteria I4, I6`."""
        used = [_kind_and_name(label) for label in self.protocol.used_in(assumption)]
        for kind, pairs in groupby(used, key=lambda pair: pair[0]):
            names = [name for _, name in pairs]
            one, several = USED[kind]
            head = (several if len(names) > 1 else one).say(self.language)
            if not any(names):
                yield head
            elif len(names) > FEW and kind not in ("criterion", "outcome"):
                yield f"{len(names)} {head}"
            else:
                yield f"{head} {', '.join(self._used_name(kind, name) for name in names)}"

    def _used_name(self, kind: str, name: str) -> str:
        told = self.protocol
        groups: dict[str, Iterable[Told]] = {
            "parameter": told.parameters,
            "alert": told.alerts,
            "sample": told.samples,
            "product": told.products,
            "monitoring": told.design.monitoring if told.design else (),
            "arm": told.arms,
            "consent route": told.consent_routes,
            "form": told.forms,
            "visit": told.schedule.visits,
            "event": told.schedule.events,
            "intervention": [each for arm in told.arms for each in arm.interventions],
            "analysis set": told.promised.sets if told.promised else (),
        }
        if kind == "question":
            return self.quote(told.question(name).variable.say(self.language))
        for each in groups.get(kind, ()):
            if name in (getattr(each, "id", None), getattr(each, "name", None)):
                return self.quote(each.text.say(self.language))
        return name


def _kind_and_name(label: str) -> tuple[str, str]:
    kind, _, name = label.rpartition(" ")
    return (kind, name) if kind else (name, "")
