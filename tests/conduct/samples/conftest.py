"""Participants with samples.

taken      taken(person, kind, visit, hours) -> the draw of a tube so many hours ago
made       made(person, ...) -> the aliquots of a tube that was drawn and processed
freezer    a freezer of site 01
ended      ended(person, step): how taking part ends
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bedside.conduct.participants.typed_times import with_offset
from bedside.values.moment import HOUR, Moment, now

from ..inclusion.conftest import adrenal, eligible, included, running, second_trial

__all__ = ["adrenal", "eligible", "ended", "freezer", "included", "made", "running", "second_trial", "taken"]


def ago(hours: float) -> str:
    """A time as it is typed."""
    return with_offset(Moment(now() - int(hours * HOUR)))


@pytest.fixture
def taken(included: Callable[..., Any], actor: Callable[..., Any]) -> Callable[..., Any]:
    """taken(person, kind, visit, hours): the draw."""
    from bedside.conduct.samples import actions

    def drawn(person: Any = None, kind: str = "cytokines", visit: str = "D0", hours: float = 1.0) -> Any:
        held = person or included(0.2)
        return actions.draw(actor("nurse"), held, (kind, visit, None), ago(hours), "research nurse")

    return drawn


@pytest.fixture
def made(taken: Callable[..., Any], actor: Callable[..., Any]) -> Callable[..., Any]:
    """made(person, kind, visit, hours, count): the aliquots, spun half an hour after the draw."""
    from bedside.conduct.samples import actions

    def processed(
        person: Any = None, kind: str = "cytokines", visit: str = "D0", hours: float = 1.0, count: int = 4
    ) -> list[Any]:
        held = taken(person, kind, visit, hours)
        row = actions.process(actor("nurse"), held, ago(hours - 0.5), "none", True, count)
        return list(row.aliquots.order_by("pk"))

    return processed


@pytest.fixture
def freezer(running: Any, actor: Callable[..., Any]) -> Any:
    """A freezer of site 01."""
    from bedside.conduct.samples.actions_custody import add_freezer

    return add_freezer(actor("nurse"), "01", "F1")


@pytest.fixture
def ended(actor: Callable[..., Any]) -> Callable[..., None]:
    """ended(person, step): a step of consent by which taking part ends, just now."""
    from bedside.conduct.participants import actions, consent

    def end(person: Any, step: str = "withdraw") -> None:
        actions.record_consent(actor(), person, consent.Taken(consent.Step(step), now()))

    return end
