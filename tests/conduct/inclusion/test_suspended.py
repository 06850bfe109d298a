"""While nobody can be included, the day of a site and the page of a consent say so."""

from __future__ import annotations

import pytest

from bedside.conduct.participants import actions
from bedside.conduct.study.actions import set_status
from bedside.conduct.study.statuses import Status

SAID = {"en": "The study is “{}”: nobody can be included now", "fr": "personne ne peut être inclus actuellement"}


@pytest.mark.parametrize("status", [Status.SUSPENDED, Status.CLOSED])
def test_a_study_that_includes_nobody_says_so(status, running, actor, user, client_of):
    person, client = actions.screen(actor("nurse"), "01"), client_of(user("nurse", "01"))
    pages = ("/sites/01/", f"/participants/{person.code}/consent/")
    for page in pages:
        assert "nobody can be included" not in client.get(page).content.decode(), page
    set_status(actor("safety officer", ""), status, "a signal is looked at")
    for page in pages:
        for language, said in SAID.items():
            client.cookies["django_language"] = language
            assert said.format(status.value) in client.get(page).content.decode(), page
