"""One adverse event: its form, what was told of it, what the sponsor made of it, and its clocks; as all this stands
now, or as it was known in one of its reports (`known_in`).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.casebook.places import place_of_sheet
from bedside.conduct.casebook.progress import settled
from bedside.conduct.casebook.reading import answers_of, zone
from bedside.conduct.casebook.values_said import typed_text
from bedside.conduct.inclusion.filled import time_of
from bedside.conduct.participants.models import Person
from bedside.conduct.safety.day_zero import Judged, Received, day_zero, in_order
from bedside.conduct.safety.deadlines import Clock, Duty, Reaction, Sent, clocks, either, notified_by, susar
from bedside.conduct.safety.infections import Infected
from bedside.conduct.safety.judgement import Standing, Step, Values, since, standing
from bedside.conduct.safety.models import Assessment, Learned, Receipt, Report, Submission
from bedside.conduct.safety.news import Pressing
from bedside.conduct.trail.models import Kept
from bedside.errors import UsageError
from bedside.protocol.casebook import Form, Item, Reporting
from bedside.protocol.forms import read_time
from bedside.protocol.safety import NO, RELATED, UNEXPECTED, YES, Exemption, Safety
from bedside.values.moment import Moment, read_length
from bedside.values.wording import Text

CRITERIA: Mapping[str, Text] = {
    "patient": Text("identifiable patient", "patient identifiable"),
    "reporter": Text("identifiable reporter", "notificateur identifiable"),
    "drug": Text("suspect drug", "médicament suspect"),
    "event": Text("adverse event", "événement indésirable"),
}
"""The minimum criteria of a report (ICH E2A section II.C; E2B(R3) section 3.3.1)."""


@dataclass(frozen=True)
class Horizon:
    """What is known at some point of the trail: rows with a number below `site` (forms), below `sponsor` (the rest)."""

    site: int = sys.maxsize
    sponsor: int = sys.maxsize


NOW = Horizon()
NOT_WHY = Text("why it is serious", "motif de gravité")


@dataclass(frozen=True)
class Case:
    """An adverse event of somebody: its sheet with the latest entries, its reports oldest first.

    `first_dose` is the first administration of the study drug (None: none is recorded), `never_given` that somebody has
    said that there was none, `history` every version of its items and every confirmation by an investigator. Nothing
    beyond the `horizon` is in it, so that what it says of an earlier report is the same whenever it is asked.
    `infection` is the one that is told as this event (None: none is); `learned` says when its news was known.
    """

    person: Person
    sheet: Sheet
    form: Form
    safety: Safety
    asked: Reporting
    entries: Mapping[str, Entry]
    first_dose: Moment | None
    never_given: bool = False
    history: tuple[Step, ...] = field(default=())
    reports: tuple[Report, ...] = field(default=())
    horizon: Horizon = NOW
    infection: Infected | None = None
    learned: tuple[Learned, ...] = field(default=())

    # --- what the form says ------------------------------------------------------------------------------------

    @cached_property
    def values(self) -> dict[str, str]:
        """Item -> what stands there; a redacted text is left out."""
        return {name: entry.typed for name, entry in self.entries.items() if entry.typed}

    @property
    def serious(self) -> bool:
        """Whether it is one that the protocol asks to be told (or exempts): as last told; before, as written, and where
        an investigator has not judged it yet, as anybody has said."""
        return self._serious(self.last_told) if self.reports else self._may_be_serious(self.standing)

    def _serious(self, values: Values) -> bool:
        return self._pressing.serious(values)

    def _may_be_serious(self, held: Standing) -> bool:
        return held.may(self._serious)

    @property
    def exempt(self) -> Exemption | None:
        """Why it is not told at once, as an investigator has judged; recorded it is in any case."""
        return self.safety.exemption(self.values) if self.serious and not self.standing.open else None

    @property
    def exempt_once_confirmed(self) -> Exemption | None:
        """Why it need not be told at once, should an investigator confirm what is proposed."""
        return self.safety.exemption(self.values) if self.serious and self.standing.open else None

    # --- who judged --------------------------------------------------------------------------------------------

    @cached_property
    def standing(self) -> Standing:
        """What stands, and what of it is to be assessed by an investigator."""
        return standing(frozenset(self.safety.judged), self.history)

    @property
    def to_assess(self) -> list[Item]:
        """The items of which an investigator has judged nothing, or not what stands there now."""
        return [item for item in self.form.items if item.id in self.standing.open]

    @property
    def proposals(self) -> list[tuple[Text, Text]]:
        """What is proposed, in words: item and value; a criterion that is said not to hold is not told."""
        rows = ((item, self.values.get(item.id, "")) for item in self.to_assess)
        criteria = {name for name, _ in self.safety.criteria}
        told = (item for item, value in rows if value and not (value == NO and item.id in criteria))
        return [(item.text, self.said(item.id)) for item in told]

    @property
    def judged_since(self) -> bool:
        """Whether an investigator has judged, since the last report, what was told as proposed."""
        return bool(self.reports) and bool(set(self._when_told.open) - set(self.standing.open))

    def proposed(self, *items: str) -> bool:
        """Whether what was last told there (what stands, before anything was told) is no investigator's judgement."""
        return any(map(self._proposed, items))

    def _proposed(self, item: str) -> bool:
        if not self.reports:
            return item in self.standing.open
        same = self.standing.values.get(item, "") == self.last_told.get(item, "")
        return item in self._when_told.open and not (same and item not in self.standing.open)

    @cached_property
    def _when_told(self) -> Standing:
        return self._before(self.reports[-1].pk)

    # --- when, and how bad -------------------------------------------------------------------------------------

    @property
    def began(self) -> tuple[Moment, Moment] | None:
        """The first and last moment at which it may have begun."""
        try:
            return read_time(self.values[self.safety.began], zone=zone())
        except (KeyError, UsageError):
            return None

    @property
    def emergent(self) -> bool | None:
        """Whether it began at or after the first administration; None: it cannot be told.

        That no administration is recorded is no record that there was none: that is what somebody has to have said.
        """
        if self.began is None:
            return None
        if self.first_dose is None:
            return False if self.never_given else None
        first, last = self.began
        return True if first >= self.first_dose else False if last < self.first_dose else None

    @property
    def above_baseline(self) -> int | None:
        """By how many grades it is above what it was before treatment; None: one of the two is not known."""
        means = [self._grade(name) for name in (self.safety.grade, self.safety.baseline)]
        return None if means[0] is None or means[1] is None else means[0] - means[1]

    def _grade(self, item: str) -> int | None:
        digits = "".join(each for each in self.values.get(item, "") if each.isdigit())
        return int(digits) if digits else None

    def said(self, item: str) -> Text:
        """What an item holds, in words; empty where nothing stands."""
        value = self.values.get(item, "")
        return typed_text(self.form.item(item), value)

    @property
    def term(self) -> str:
        """The name of the event as typed."""
        return self.values.get(self.safety.term, "")

    @property
    def term_said(self) -> Text:
        """The same; in both languages where it stands as it was carried over from an infection."""
        carried = self.infection.term if self.infection else None
        same = carried is not None and self.term in (carried.en, carried.fr)
        return carried if carried is not None and same else Text(self.term, self.term)

    @property
    def grade_said(self) -> Text:
        """Its grade in words."""
        return self.said(self.safety.grade)

    @property
    def criterion_said(self) -> Text:
        """Why it is serious, in words."""
        if self.safety.criterion:
            return self.said(self.safety.criterion.item)
        held = (item for item, _ in self.safety.criteria if self.values.get(item) == YES)
        return Text.joined(", ", (self.form.item(item).text for item in held))

    @property
    def outcome(self) -> str:
        """How it ended, in the words of ICH; empty where nobody says."""
        return self.safety.outcome.meaning(self.values)

    @property
    def outcome_said(self) -> Text:
        """The same in the words of the form."""
        return self.said(self.safety.outcome.item)

    @property
    def missing(self) -> list[Text]:
        """What a serious event lacks, in words: neither a value nor why there is none."""
        if not self.serious:
            return []
        needed, answers = self.safety.needed(self.values), answers_of(self.entries)
        open_ = (each for each in self.form.items if each.id in needed)
        lacking = [each.text for each in open_ if not settled(answers.get(each.id), self.entries.get(each.id))]
        return lacking if self.safety.ticked(self.values) else [NOT_WHY, *lacking]

    # --- what was told -----------------------------------------------------------------------------------------

    @cached_property
    def last_told(self) -> dict[str, str]:
        """The form as last told; as written, before anything was told and where what was told is redacted."""
        return (contents(self.reports[-1]) if self.reports else {}) or self.values

    @property
    def told(self) -> bool:
        """Whether an initial report was made."""
        return bool(self.reports)

    @property
    def notified(self) -> Moment | None:
        """When the sponsor was told first: by a report, or as the form says; None: nobody says so."""
        return Moment(self.reports[0].told_us) if self.reports else time_of(self.entries.get(self.asked.told))

    @property
    def untold(self) -> list[tuple[Item, str, str]]:
        """What the form says otherwise than the last report: the item, what was told, what stands there now."""
        told, redacted = self.last_told, {name for name, entry in self.entries.items() if entry.typed is None}
        rows = [(item, told.get(item.id, ""), self.values.get(item.id, "")) for item in self.form.items]
        return [row for row in rows if row[1] != row[2] and row[0].id not in redacted]

    @cached_property
    def _pressing(self) -> Pressing:
        return Pressing(self.safety, self.asked)

    @cached_property
    def pressing_since(self) -> Moment | None:
        """Since when it is written that it is serious, urgent, fatal or related, and the last report did not say so;
        None: there is no such news.
        """
        return self._pressing.since(self.history, self.last_told) if self.reports else None

    @property
    def news_known(self) -> Moment | None:
        """When somebody knew of that news, as was said since it was written; None: nobody has said."""
        written = self.pressing_since
        held = [each for each in self.learned if written is not None and each.event.at_us >= written]
        return Moment(held[-1].aware_us) if held else None

    def told_in(self, report: Report) -> Values:
        """The form as one report told it; where that is redacted, as it stood when it was made."""
        return contents(report) or self._before(report.pk).values

    def _before(self, number: int) -> Standing:
        return standing(frozenset(self.safety.judged), (step for step in self.history if step.number < number))

    @property
    def aware(self) -> Moment:
        """From when the 24 hours run: when somebody knew, else when it was written that it is serious."""
        written = since(frozenset(self.safety.judged), self.history, self._may_be_serious)
        return time_of(self.entries.get(self.asked.aware)) or written or Moment(self.sheet.event.at_us)

    @property
    def number(self) -> str:
        """How the participant is named outside the site: the number, else the code of the screening."""
        enrolled = getattr(self.person, "enrolled", None)
        return str(enrolled.number if enrolled is not None and self._known(enrolled) else self.person.code)

    @property
    def address(self) -> str:
        """Of its form in the casebook."""
        return place_of_sheet(self.sheet).address(self.person.code)

    def _first_saying(self, says: Callable[[Values], bool]) -> tuple[Moment | None, int]:
        """When the sponsor first received that something is so, and in which of the reports."""
        found = ((at, report.number) for at, _, report in self._received() if says(self.told_in(report)))
        return next(found, (None, 0))

    @cached_property
    def zero(self) -> Moment | None:
        """Day 0: when the sponsor received what makes it reportable; None: by all that it received it is not."""
        return day_zero(in_order(self._reported(), self._views()), frozenset(CRITERIA))

    @property
    def lacking(self) -> list[Text]:
        """The minimum criteria that nothing received held, without which an event that may be reportable has no day 0;
        nothing before anything was received."""
        received = [criteria for _, criteria, _ in self._received()]
        if not received or self.susar is False:
            return []
        return [text for name, text in CRITERIA.items() if name not in set().union(*received)]

    def zero_with(self, view: Judged) -> Moment | None:
        """Day 0, were this the sponsor's view."""
        return day_zero(in_order(self._reported(), [*self._views(), view]), frozenset(CRITERIA))

    def _reported(self) -> Iterator[Received]:
        for at, criteria, report in self._received():
            told = self.told_in(report)
            yield Received(at, frozenset(criteria), self._serious(told), self._related_in(report, told))

    def _related_in(self, report: Report, told: Values) -> bool | None:
        """What the investigator held by a report; None also while that was only proposed, up to the next report."""
        item, after = (
            self.safety.relation.item,
            next((each for each in self.reports if each.number > report.number), None),
        )
        if item in self._before(report.pk).open:
            then = self._before(after.pk) if after else self.standing
            if item in then.open or then.values.get(item, "") != told.get(item, ""):
                return None
        return self.safety.related(told)

    def _views(self) -> Iterator[Judged]:
        for each in self.assessments:
            receipt, informed = self.receipt_of(each.report), getattr(each, "informed", None)
            if receipt is not None:
                at = informed.at_us if informed is not None else receipt.received_us
                yield Judged(Moment(at), each.relation == RELATED, each.expected == UNEXPECTED)

    @property
    def to_receive(self) -> Report | None:
        """The earliest report whose receipt nobody has written down."""
        return next((each for each in self.reports if self.receipt_of(each) is None), None)

    def receipt_of(self, report: Report) -> Receipt | None:
        """That the sponsor received a report, as last written; None where it is not."""
        return next(reversed(self.receipts_of(report)), None)

    def receipts_of(self, report: Report) -> list[Receipt]:
        """The same with what it corrects, oldest first."""
        return sorted((row for row in report.receipts.all() if self._known(row)), key=lambda row: row.pk)

    def language_of(self, report: Report) -> str:
        """The language in which the texts of a report are written; empty where nobody has said."""
        held = getattr(report, "language", None)
        return held.code if held is not None else ""

    @property
    def known_at(self) -> Moment:
        """When the last of what is known of its reports was written."""
        receipts = (receipt for each in self.reports if (receipt := self.receipt_of(each)) is not None)
        rows = (*self.reports, *receipts, *self.assessments, *self.submissions)
        return Moment(max(row.event.at_us for row in rows))

    def _received(self) -> Iterator[tuple[Moment, set[str], Report]]:
        rows = [(receipt, each) for each in self.reports if (receipt := self.receipt_of(each)) is not None]
        for receipt, report in sorted(rows, key=lambda row: (row[0].received_us, row[1].number)):
            yield Moment(receipt.received_us), set(receipt.criteria.split()), report

    def _known(self, row: Kept) -> bool:
        return row.pk < self.horizon.sponsor

    # --- what the sponsor made of it ---------------------------------------------------------------------------

    @cached_property
    def assessments(self) -> list[Assessment]:
        """The sponsor's, oldest first."""
        rows = (row for each in self.reports for row in each.assessments.all() if self._known(row))
        return sorted(rows, key=lambda row: row.pk)

    @cached_property
    def submissions(self) -> list[Submission]:
        """Reports that left for the authority, oldest first; not what was written down by mistake."""
        rows = (row for each in self.reports for row in each.submissions.all() if self._known(row))
        return sorted((row for row in rows if not self.taken_back(row)), key=lambda row: (row.at_us, row.pk))

    def taken_back(self, row: Submission) -> bool:
        """Whether a submission was written down by mistake."""
        unsent = getattr(row, "unsent", None)
        return unsent is not None and self._known(unsent)

    @property
    def by_investigator(self) -> bool | None:
        """Whether the investigator relates it to the drug, as last told (as written, before anything was told); None
        while that is only proposed."""
        return None if self.proposed(self.safety.relation.item) else self.safety.related(self.last_told)

    @property
    def by_sponsor(self) -> bool | None:
        """Whether the sponsor does."""
        return self.assessments[-1].relation == RELATED if self.assessments else None

    @property
    def related(self) -> bool | None:
        """The causality of the report: the higher of both."""
        return either(self.by_investigator, self.by_sponsor)

    @property
    def unexpected(self) -> bool | None:
        """Whether the reference safety information does not expect it; None: nobody has looked."""
        return self.assessments[-1].expected == UNEXPECTED if self.assessments else None

    @property
    def susar(self) -> bool | None:
        """Whether it is a suspected unexpected serious adverse reaction."""
        return susar(self.serious, self.related, self.unexpected)

    # --- clocks ------------------------------------------------------------------------------------------------

    @cached_property
    def clocks(self) -> list[Clock]:
        """All that run or ran for it: towards the sponsor, then towards the authority."""
        own = [self._notification()] if self.told or (self.serious and not self.exempt) else []
        return [*own, *self._news(), *clocks(self._reaction(), zone())]

    def _reaction(self) -> Reaction:
        urgent, died = self._first_saying(self.safety.urgent), self._first_saying(self.safety.fatal)
        sent = tuple(
            Sent(Moment(row.at_us), row.report.number >= urgent[1], row.report.number >= died[1])
            for row in self.submissions
        )
        return Reaction(self.susar, self.zero, urgent[0], sent, died[0])

    def _news(self) -> Iterator[Clock]:
        """Of every follow-up that told such news, how that went; then of what is not told yet."""
        for before, report in pairwise(self.reports):
            if self._pressing.newly(self.told_in(report), self.told_in(before)):
                yield self.clock_of(report)
        if (written := self.pressing_since) is not None:
            known = self.news_known or written
            yield Clock(Duty.NEWS, known, notified_by(known, read_length(self.asked.within)))

    def clock_of(self, report: Report) -> Clock:
        """How long the site took to tell what is in a report."""
        aware, duty = Moment(report.aware_us), Duty.NOTIFY if report.number == 1 else Duty.NEWS
        due = notified_by(aware, read_length(self.asked.within))
        return Clock(
            duty, aware, due, Moment(report.told_us), why=report.note or "", entered=Moment(report.event.at_us)
        )

    def _notification(self) -> Clock:
        told = self.clock_of(self.reports[0]) if self.reports else None
        due = notified_by(self.aware, read_length(self.asked.within))
        return told or Clock(Duty.NOTIFY, self.aware, due, self.notified)


def contents(report: Report) -> dict[str, str]:
    """The form as it was told; nothing where it was redacted."""
    held: dict[str, str] = json.loads(report.contents or "{}")
    return held
