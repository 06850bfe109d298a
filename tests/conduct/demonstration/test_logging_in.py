"""Everybody whose log-in is printed gets in with it, through the pages; nobody does in a study that is real."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, override_settings

from bedside.conduct.demonstration.cast import PARTS, logins, password_of, take_parts
from bedside.conduct.trail.keeping import Actor
from bedside.errors import UsageError


def test_each_printed_log_in_opens_the_study(demonstration: Any) -> None:
    found = list(logins())
    assert [each.username for each in found] == [part.username for part in PARTS]
    for each in found:
        cache.clear()  # one address logs in as everybody
        client = Client()
        asked = client.post("/account/login/", {"login": each.username, "password": each.password}, follow=True)
        assert "2fa" in asked.redirect_chain[-1][0]
        inside = client.post(asked.redirect_chain[-1][0], {"code": each.code}, follow=True)
        assert inside.status_code == 200, each.username
        assert inside.wsgi_request.user.username == each.username
        assert "not-real" in inside.content.decode(), "every page says that nobody is real"


def test_a_real_study_has_none_of_it(demonstration: Any) -> None:
    with override_settings(DEMONSTRATION=False):
        for asked in (lambda: list(logins()), lambda: password_of("nurse"), lambda: take_parts(Actor("a", "", "", ""))):
            with pytest.raises(UsageError, match="this study is real"):
                asked()
