"""The file of a laboratory in both demonstrations: it brings something, contradicts once, and is refused once."""

from __future__ import annotations

from typing import Any

import pytest

from bedside.conduct.demonstration.cast import SITES
from bedside.conduct.imports.models import File, Held, Taken


@pytest.mark.proves("imports counts-add-up")
def test_an_import_is_shown_with_a_conflict_and_a_refusal(demonstration: Any) -> None:
    file = File.objects.get()
    assert file.site == SITES[0][0]
    assert file.new and Taken.objects.filter(file=file).count() >= file.new
    assert (file.conflicts, file.refused) == (1, 1)
    assert Held.objects.filter(checks="").count() == 1
    assert file.rows == file.new + file.same + file.conflicts + file.asked + file.refused
