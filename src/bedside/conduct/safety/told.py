"""A clock as the pages show it: what, since when, by when, how long it still has, and in which tone."""

from __future__ import annotations

from dataclasses import dataclass

from bedside.conduct.frame.words import language, say, told
from bedside.conduct.safety.deadlines import LIMITS, NOTIFICATION_SOURCE, TOLD_BY_SITE, Clock, Progress
from bedside.values.moment import DAY, HOUR, SECOND, Moment

TONES = {Progress.RUNNING: "open", Progress.OVERDUE: "bad", Progress.DONE: "good", Progress.LATE: "open"}
"""Red only while something is overdue."""


@dataclass(frozen=True)
class ClockNow:
    """A clock in words, in the reader's language.

    `why` is what was said where it was done late; `entered` that it was done in time and written down after that.
    """

    clock: Clock
    what: str
    source: str
    state: str
    tone: str
    why: str = ""
    entered: str = ""


def clock_now(clock: Clock, at: Moment) -> ClockNow:
    """How it stands at a moment."""
    progress = clock.progress(at)
    limit = LIMITS.get(clock.duty)
    key = f"clock_{progress.value}" if clock.certain else f"clock_{progress.value}_perhaps"
    return ClockNow(
        clock, told(limit.text if limit else TOLD_BY_SITE[clock.duty]),
        told(limit.source if limit else NOTIFICATION_SOURCE), say(f"safety.{key}", left=lasting(clock.left(at))),
        TONES[progress], clock.why if progress is Progress.LATE else "", _entered(clock),
    )  # fmt: skip


def _entered(clock: Clock) -> str:
    if not clock.entered_late or clock.done is None or clock.entered is None:
        return ""
    return say("safety.entered_late", left=lasting(clock.entered - clock.done))


def promptness(clock: Clock) -> str:
    """Whether it was done in time, and if not by how much and why; whether it was written down late."""
    held = clock_now(clock, clock.done or clock.due)
    return "; ".join(each for each in (held.state, held.why, held.entered) if each)


def lasting(span: int) -> str:
    """A length of time in words: `3 d 4 h`, `5 h 12 min`, `40 min`."""
    minutes = span // (60 * SECOND)
    if span >= 2 * DAY:
        return say("safety.days_hours", days=span // DAY, hours=span % DAY // HOUR)
    if span >= HOUR:
        return say("safety.hours_minutes", hours=minutes // 60, minutes=minutes % 60)
    return say("safety.minutes", minutes=minutes)


def days(least: float | None, most: float | None) -> str:
    """A number of days, or the range in which it lies; that it is not known, where it is not."""
    if least is None or most is None:
        return say("safety.cannot_tell")
    shown = [decimal(each) for each in (least, most)]
    if shown[0] == shown[1]:
        return say("safety.days", days=shown[0])
    return say("safety.days_range", least=shown[0], most=shown[1])


def decimal(number: float) -> str:
    """A number with at most one decimal, as the reader writes it."""
    text = f"{number:.1f}".removesuffix(".0")
    return text.replace(".", ",") if language() == "fr" else text
