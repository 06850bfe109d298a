"""A site with people, and a deviation there.

deviation   deviation(site) -> somebody screened at the site, and a deviation of theirs
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
