"""Making a study's tables without Django drawing every model anew for each table that is added.

To know what a migration means, Django keeps all models as they were at that moment, and after each operation draws
those again that may lead to the one that changed. Here nearly everything leads to everything, by way of the events of
the trail: a table that is only added costs as much as all before it. Nothing can lead to a model that is new.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ProjectState


@contextmanager
def quickly() -> Iterator[None]:
    """Meanwhile a model that is new is drawn alone; every other change is followed as Django follows it."""
    django: Any = ProjectState
    plainly = django._find_reload_model

    def found(state: Any, app_label: str, model_name: str, delay: bool = False) -> set[tuple[str, str]]:
        if model_name not in state.apps.all_models.get(app_label, {}):
            return {(app_label, model_name)}
        held: set[tuple[str, str]] = plainly(state, app_label, model_name, delay)
        return held

    django._find_reload_model = found
    try:
        yield
    finally:
        django._find_reload_model = plainly
