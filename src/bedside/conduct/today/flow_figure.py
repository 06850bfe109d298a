"""The flow as it is shown: boxes from the first screening to the analysis, drawn, told in words, and as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bedside.analysis.figures.words import word
from bedside.analysis.words import WORDS as ANALYSED
from bedside.conduct.frame.words import language, say
from bedside.conduct.participants.models import Person
from bedside.conduct.today.courses import courses_of
from bedside.conduct.today.flow import Flow, flow_of
from bedside.conduct.today.follow_up import FollowUp, follow_up_of
from bedside.conduct.today.words import WORDS
from bedside.protocol.model import Protocol
from bedside.report.boxes import WIDTH, Box, box_lines, stacked, told_boxes
from bedside.report.svg import drawing
from bedside.values.wording import Text


@dataclass(frozen=True)
class WholeFlow:
    """Everybody screened, and what became of those included; `arms` is how many groups they are in."""

    screening: Flow
    follow_up: FollowUp
    arms: int

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Every box, from the top."""
        return (*_screened(self.screening), *_followed(self.follow_up))

    @property
    def lines(self) -> list[tuple[str, str]]:
        """What each box holds, as lines of a table."""
        return box_lines(self.boxes, language())

    @property
    def caption(self) -> str:
        """How it is read."""
        return say("today.flow_caption_groups" if self.arms > 1 else "today.flow_caption")


def whole_flow(persons: Sequence[Person], protocol: Protocol) -> WholeFlow:
    """The flow of these people, by the words of one version of the protocol."""
    other = WORDS["other_reason"]
    followed = follow_up_of(courses_of(persons), protocol, other)
    return WholeFlow(flow_of(persons, protocol, other), followed, len(protocol.arms))


def figure(flow: WholeFlow) -> str:
    """The flow as SVG, told in words for those who cannot see it."""
    parts, tall = stacked(flow.boxes, language())
    return drawing(WIDTH, tall, told_boxes(flow.boxes, language()), *parts, class_="flow")


def _screened(flow: Flow) -> Iterator[Box]:
    yield Box(WORDS["screened"], flow.screened, stage=word("stage enrolment"))
    yield Box(WORDS["left_out"], flow.out, flow.left_out, beside=True)
    yield Box(WORDS["in_screening"], flow.undecided, beside=True)
    yield Box(WORDS["enrolled"], flow.enrolled)


def _followed(flow: FollowUp) -> Iterator[Box]:
    yield Box(ANALYSED["objecting"], flow.objected, beside=True)
    if flow.dosed is not None:
        treated = ((word("treated"), flow.dosed),)
        yield Box(WORDS["data_used"], flow.kept, treated, word("stage treatment"))
        why = _with(flow.not_dosed, "no_dose_yet", flow.awaiting)
        yield Box(WORDS["not_dosed"], flow.never_dosed, why, beside=True)
    yield Box(WORDS["in_follow_up"], flow.followed, stage=word("stage follow_up"))
    yield Box(WORDS["left_study"], flow.gone, flow.left, beside=True)
    if flow.meanwhile:
        yield Box(WORDS["meanwhile"], None, flow.meanwhile, beside=True)
    if flow.outcome:
        yield Box(WORDS["assessed"].filled(outcome=flow.outcome), flow.assessed)
        open_ = _with(_with((), "cannot tell", flow.undetermined), "not_due", flow.not_due)
        yield Box(WORDS["not_assessed"], flow.undetermined + flow.not_due, open_, beside=True)
    yield from _analysed(flow)


def _analysed(flow: FollowUp) -> Iterator[Box]:
    sets = tuple((each.text, each.members) for each in flow.sets)
    yield Box(WORDS["in_snapshot"], flow.kept, sets, word("stage analysis"))
    out = [(each.text, each.others, each.open) for each in flow.sets if each.others or each.open]
    parts = [(WORDS["not_of_set"].filled(set=text), others) for text, others, _ in out if others]
    parts += [(WORDS["open_for_set"].filled(set=text), open_) for text, _, open_ in out if open_]
    objecting = ((ANALYSED["objecting"], flow.objected),) if flow.objected else ()
    yield Box(WORDS["not_in_snapshot"], flow.objected, objecting, beside=True)
    if parts:
        yield Box(WORDS["beside_sets"], None, tuple(parts), beside=True)


def _with(parts: Sequence[tuple[Text, int]], name: str, count: int) -> tuple[tuple[Text, int], ...]:
    """These parts, and one more where there is anybody in it."""
    return (*parts, (WORDS[name], count)) if count else tuple(parts)
