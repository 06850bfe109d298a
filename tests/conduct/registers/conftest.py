"""A site with people, and a deviation there.

deviation    deviation(site) -> somebody screened at the site, and a deviation of theirs
of_the_site  of_the_site(site) -> a deviation of the site as a whole
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def deviation(study: Any, actor: Callable[..., Any]) -> Callable[..., Any]:
    """deviation(site, found): one of somebody screened there."""
    from bedside.conduct.participants import actions
    from bedside.values.moment import DAY, Moment, now

    def made(site: str = "01", found: int | None = None) -> Any:
        person = actions.screen(actor("nurse", site), site)
        at = Moment(now() - 3 * DAY if found is None else found)
        return actions.deviate(actor("nurse", site), person, "visit", at, "day 7 was missed")

    return made


@pytest.fixture
def of_the_site(study: Any, actor: Callable[..., Any]) -> Callable[..., Any]:
    """of_the_site(site): one that is no participant's."""
    from bedside.conduct.registers.actions import deviate_at
    from bedside.values.moment import DAY, Moment, now

    return lambda site="01": deviate_at(
        actor("nurse", site), site, "equipment", Moment(now() - 3 * DAY), "the freezer failed"
    )
