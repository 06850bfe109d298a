"""The casebook of one participant as a PDF: every value with who, when and why, originals and corrections, the trail.

It names the participant by code alone; those who wrote by their user name and role, as the trail does.
Source: ICH E6(R3) 4.2.2; FDA, "Electronic Systems, Electronic Records", 2024, questions 5 and 12.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone

from bedside.conduct.casebook.computing import rules_of
from bedside.conduct.casebook.models import Computed, Entry, Sheet
from bedside.conduct.casebook.places import visit_text
from bedside.conduct.casebook.values_said import value_text
from bedside.conduct.closing.models import Signature
from bedside.conduct.closing.signing import WORDS as SIGNINGS
from bedside.conduct.closing.signing import Signatures, Signing
from bedside.conduct.cuts.leaving import written_of
from bedside.conduct.cuts.tables_of_forms import Written
from bedside.conduct.cuts.words import WORDS
from bedside.conduct.participants.consent import Step, rule_of
from bedside.conduct.participants.consent_words import parts_of
from bedside.conduct.participants.models import ConsentStep, Person
from bedside.conduct.participants.reading import consent_of, died_at, protocol_for, steps_of
from bedside.conduct.people.roles import ROLES
from bedside.conduct.registers.breaches import KINDS
from bedside.conduct.study.protocol import protocol_of, read_once
from bedside.conduct.trail.models import Event
from bedside.conduct.trail.reading import one_moment
from bedside.conduct.trail.telling import lines
from bedside.exports.paper import pdf
from bedside.protocol.model import Form, Item, ItemKind, Protocol
from bedside.rules.words import said_value
from bedside.values.interval import Interval
from bedside.values.moment import Moment, to_datetime
from bedside.values.wording import Text


def casebook_pdf(person: Person, language: str) -> bytes:
    """Everything that is written of a person, as of one moment."""
    return pdf("casebook", contents(person, language))


def contents(person: Person, language: str) -> dict[str, Any]:
    """What stands on the pages."""
    with one_moment(), read_once():
        return _Book(person, protocol_for(person), language).contents()


@dataclass(frozen=True)
class _Book:
    """A casebook in one language."""

    person: Person
    protocol: Protocol
    language: str

    def contents(self) -> dict[str, Any]:
        """What stands on the pages."""
        person, last = self.person, Event.objects.order_by("-number").values_list("number", "seal")[0]
        enrolled = getattr(person, "enrolled", None)
        facts = [(self.say("site"), person.site), (self.say("number"), enrolled.number if enrolled else "—")]
        facts += [(self.say("included"), local(enrolled.at_us))] if enrolled else []
        facts += [
            (name.say(self.language), said.say(self.language))
            for name, said in parts_of(consent_of(person), died_at(person) is not None)
        ]
        return {
            "language": self.language, "title": self.say("casebook_of", code=person.code),
            "not_real": self.say("not_real") if settings.DEMONSTRATION else "",
            "head": {
                "study": self.protocol.text.say(self.language), "right": person.code,
                "left": self.say("casebook"), "below": self.say("version", version=self.protocol.version),
            },
            "foot": self.say("paper_foot", event=last[0], seal=last[1][:16], hash=self.protocol.hash[:16]),
            "page": self.say("page"), "of": self.say("of"), "facts": facts, "sections": list(self.sections()),
            "sheets": [self.sheet(each) for each in written_of([person]).get(person.pk, ())], "trail": self.trail(),
        }  # fmt: skip

    def sections(self) -> Iterator[dict[str, Any]]:
        """Consent, events, deviations, signatures."""
        steps = [[local(step.at_us), *self.step(step), step.document, self.by(step.event)] for step in
                 steps_of(self.person)]  # fmt: skip
        yield self.section("consent_steps", ("at", "step", "route", "document", "saved_by"), (2, 2, 2, 1, 4), steps)
        events = [[local(each.at_us), self.event(each.what), self.by(each.event)] for each in
                  self.person.happened.select_related("event").order_by("pk")]  # fmt: skip
        yield self.section("events", ("at", "event", "saved_by"), (2, 4, 4), events)
        kept = self.person.deviations.select_related("event").order_by("pk")
        deviations = [[local(each.found_us), self.kind(each.kind), each.criterion, self.text(each.told),
                       self.by(each.event)] for each in kept]  # fmt: skip
        yield self.section(
            "deviations", ("found", "kind", "criterion", "what_happened", "saved_by"), (2, 2, 1, 4, 3), deviations
        )

        yield self.signatures()

    def signatures(self) -> dict[str, Any]:
        """Who signed what, in the words that they read, and whether it still holds."""
        held = Signatures([self.person])
        rows = [
            [self.text(each.name), each.said, self.signed(each), SIGNINGS[state].say(self.language),
             self.by(each.event)]
            for each in reversed(held.rows)
            for state in [Signing.SIGNED if held.holds(each) else Signing.FALLEN]
        ]  # fmt: skip
        return self.section("signatures", ("signed_by", "meaning", "where", "state", "saved_by"), (2, 4, 2, 2, 3), rows)

    def section(self, title: str, head: Sequence[str], widths: Sequence[int], rows: list[list[str]]) -> dict[str, Any]:
        """A table with its title."""
        return {"title": self.say(title), "head": [self.say(each) for each in head], "widths": list(widths),
                "rows": rows, "none": self.say("nothing")}  # fmt: skip

    def sheet(self, written: Written) -> dict[str, Any]:
        """One sheet: each item that somebody answered or the rules worked out."""
        protocol = protocol_of(written.sheet.version)
        form, where = protocol.form(written.sheet.form), self.where(written.sheet)
        items = list(self.items(protocol, form, written))
        return {"title": form.text.say(self.language), "where": where, "items": items}

    def items(self, protocol: Protocol, form: Form, written: Written) -> Iterator[dict[str, Any]]:
        """The items with something in them, in the order of the form."""
        for item in form.items:
            versions = [each for each in written.entries if each.item == item.id]
            worked = [each for each in written.computed if each.item == item.id]
            if versions:
                said = [f"{self.value(item, each)} — {self.by(each.event)}{self.why(each)}" for each in versions]
                yield self.item(item, self.value(item, versions[-1]), said)
            elif item.kind is ItemKind.COMPUTED and worked:
                values = [self.worked(protocol, item, each) for each in worked]
                said = [f"{value} — {local(each.event.at_us)}" for value, each in zip(values, worked, strict=True)]
                yield self.item(item, values[-1], said)

    def item(self, item: Item, value: str, versions: list[str]) -> dict[str, Any]:
        """An item with its versions, the first one first."""
        numbered = versions if len(versions) == 1 else [f"{n}. {each}" for n, each in enumerate(versions, 1)]
        return {"label": item.text.say(self.language), "value": value.strip() or "—", "versions": numbered}

    def trail(self) -> dict[str, Any]:
        """Every event about the person."""
        events = list(Event.objects.filter(participant=self.person.code).order_by("number"))
        head = [self.say(each) for each in ("event_no", "who", "action", "change", "place_why")]
        rows = [
            [
                f"{line.event.number}", f"{local(line.event.at_us)}\n{self.by_whom(line.event)}", line.action,
                "\n".join(part for part in (self.change(line.before, line.after), line.detail) if part),
                "\n".join(part for part in (line.event.place, line.reason) if part),
            ]
            for line in lines(events, self.language)
        ]  # fmt: skip
        return {"title": self.say("whole_trail"), "lead": self.say("trail_lead", count=len(rows)), "head": head,
                "rows": rows}  # fmt: skip

    def change(self, before: str, after: str) -> str:
        """What stood there and what does now."""
        return f"{before} → {after}" if before else after

    def value(self, item: Item, entry: Entry) -> str:
        """What an entry says, in words."""
        return self.say("redacted") if entry.typed is None else value_text(item, entry).say(self.language)

    def worked(self, protocol: Protocol, item: Item, computed: Computed) -> str:
        """What the rules worked out, in words: yes, no or cannot tell; a number or a range with its unit."""
        rule, value = rules_of(protocol)[item.rule], Interval(float(computed.low), float(computed.high))
        return said_value(value, rule.unit, rule.truth, self.language)

    def step(self, step: ConsentStep) -> list[str]:
        """A step of consent and its route, in words."""
        routes = {route.id: route.text.say(self.language) for route in protocol_of(step.version).consent_routes}
        return [rule_of(Step(step.step)).text.say(self.language), routes.get(step.route, "")]

    def kind(self, kind: str) -> str:
        """What a deviation is about, in words."""
        return KINDS.get(kind, Text(kind, kind)).say(self.language)

    def signed(self, signature: Signature) -> str:
        """What was signed: a form, a visit, or the whole casebook."""
        forms = {form.id: form.text.say(self.language) for form in self.protocol.forms}
        visit = visit_text(self.protocol, signature.visit, signature.day).say(self.language) if signature.visit else ""
        number = f" {signature.number}" if signature.number > 1 else ""
        form = f"{forms.get(signature.form, signature.form)}{number}" if signature.form else ""
        return ", ".join(part for part in (form, visit) if part) or self.say("whole_casebook")

    def why(self, entry: Entry) -> str:
        """The reason of a correction."""
        return f": {self.text(entry.event.reason)}" if entry.event.reason != "" else ""

    def by(self, event: Event) -> str:
        """When and by whom."""
        return f"{local(event.at_us)}, {self.by_whom(event)}"

    def by_whom(self, event: Event) -> str:
        """Who, in which role; of none of the study's (an operator), as the trail has it."""
        role = next((text.say(self.language) for role, text in ROLES.items() if role.value == event.role), event.role)
        return f"{event.actor} ({role})" if role else event.actor

    def event(self, what: str) -> str:
        """An event of the schedule in words."""
        return visit_text(self.protocol, what, None).say(self.language)

    def where(self, sheet: Sheet) -> str:
        """The occasion of a sheet, in words."""
        occasion = visit_text(protocol_of(sheet.version), sheet.visit, sheet.day).say(self.language)
        number = f", {sheet.number}" if sheet.number > 1 else ""
        return f"{occasion}{number} · {self.say('version', version=sheet.version)}"

    def text(self, text: str | None) -> str:
        """A text that may have been redacted."""
        return self.say("redacted") if text is None else text

    def say(self, name: str, **places: object) -> str:
        """Words of this room."""
        return WORDS[name].say(self.language).format(**places)


def local(at_us: int) -> str:
    """A moment on the sites' clock, with its offset."""
    return timezone.localtime(to_datetime(Moment(at_us))).strftime("%Y-%m-%d %H:%M:%S %Z")
