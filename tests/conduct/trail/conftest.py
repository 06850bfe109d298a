"""A study of its own for each test of the trail, in a database that only this test touches (see `studies`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def folder(django_db_blocker: Any) -> Iterator[Path]:
    """A fresh study, at which settings and connection point."""
    from tests.conduct.trail import studies

    with django_db_blocker.unblock(), studies.opened() as path:
        yield path
