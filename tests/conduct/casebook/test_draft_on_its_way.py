"""A draft that is on its way while its form is saved does not come back as something typed and not saved."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.http import QueryDict

from bedside.conduct.casebook import posting
from bedside.conduct.casebook.actions import Typed, fill, open_sheet
from bedside.conduct.casebook.actions_drafts import keep_sent
from bedside.conduct.casebook.models import Draft
from bedside.conduct.casebook.places import UNSCHEDULED
from bedside.conduct.study import create
from bedside.conduct.trail.keeping import in_turn
from bedside.protocol.model import Protocol
from tests.conduct.cuts.filling import FORM, enrolled, items
from tests.conduct.trail.conftest import folder

__all__ = ["folder"]
SHORT_S = 0.5


@pytest.mark.proves("ground nothing-typed-is-lost")
def test_a_save_takes_along_the_draft_that_was_on_its_way(
    folder: Path, actor: Callable[..., Any], protocol: Protocol
) -> None:
    create.fill(protocol, {"01": "Hospital"}, None, "Sponsor")
    person, (_, item, _) = enrolled(actor, protocol), items(protocol)
    sheet = open_sheet(actor("nurse"), person, UNSCHEDULED, FORM, protocol.version, None, 1)
    nurse, text = get_user_model().objects.create(username="petit"), str(int(item.expected[0].number) + 1)
    posted = QueryDict(f"n-{item.id}=0&v-{item.id}={text}")

    def on_its_way() -> None:
        keep_sent(nurse, sheet, partial(posting.read, posted, protocol.form(FORM)))
        connection.close()

    @in_turn
    def save() -> None:
        draft.start()
        draft.join(SHORT_S)  # it has come, and waits for its turn
        fill(actor("nurse"), nurse, sheet, {item.id: Typed(text)}, {item.id: 0})

    draft = threading.Thread(target=on_its_way)
    save()
    draft.join()
    assert not Draft.objects.exists()
