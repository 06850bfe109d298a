"""What cuts are tried on: the demonstration study of each trial, and participants of the inclusion room's tests."""

from __future__ import annotations

from tests.conduct.demonstration.conftest import demonstration
from tests.conduct.inclusion.conftest import adrenal, eligible, included, running, second_trial
from tests.conduct.trail.conftest import folder

__all__ = ["adrenal", "demonstration", "eligible", "folder", "included", "running", "second_trial"]
