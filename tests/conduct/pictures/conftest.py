"""Participants with forms filled, as the laboratory's tests have them.

logged_in   logged_in("nurse", "01") -> a client of somebody with that role there ("" = at all sites)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.conduct.casebook.conftest import person as _person
from tests.conduct.casebook.conftest import trial as _trial
from tests.conduct.laboratory.conftest import included as _included
from tests.conduct.laboratory.conftest import result as _result

person, trial, included, result = _person, _trial, _included, _result


@pytest.fixture
def logged_in(user: Callable[..., Any], client_of: Callable[..., Any]) -> Callable[..., Any]:
    """A client of somebody in a role."""
    return lambda role, site="": client_of(user(role, site))
