"""What a page that only reads remembers of what it read, and that nothing else remembers anything."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from bedside.conduct.casebook.charts import chart_of, known_of
from bedside.conduct.participants import actions
from bedside.conduct.study.one_page import reading_once, remembered

MAKE = {"get": RequestFactory().get, "head": RequestFactory().head, "post": RequestFactory().post}


@pytest.mark.parametrize(("method", "times"), [("get", 1), ("head", 1), ("post", 2)])
def test_only_a_request_that_reads_remembers_and_only_until_it_is_answered(method: str, times: int) -> None:
    read: list[str] = []

    def respond(request: Any) -> HttpResponse:
        for _ in range(2):
            remembered("a", lambda: read.append("a"))
        return HttpResponse()

    for number in (1, 2):
        reading_once(respond)(MAKE[method]("/"))
        assert len(read) == number * times
    remembered("a", lambda: read.append("a"))
    assert len(read) == 2 * times + 1


def test_a_refused_page_remembers_nothing_for_the_next() -> None:
    def refuse(request: Any) -> HttpResponse:
        remembered("a", lambda: 1)
        raise ValueError

    with pytest.raises(ValueError):
        reading_once(refuse)(MAKE["get"]("/"))
    assert remembered("a", lambda: 2) == 2


def test_what_is_known_of_a_person_is_read_once_a_page_and_of_another_by_itself(running: Any, actor: Any) -> None:
    one, other = (actions.screen(actor("nurse"), "01") for _ in range(2))

    def respond(request: Any) -> HttpResponse:
        first = known_of(one)
        with CaptureQueriesContext(connection) as asked:
            assert chart_of(one) is first.chart
        assert not [each for each in asked.captured_queries if "casebook" in each["sql"]]
        assert known_of(other) is not first
        return HttpResponse()

    reading_once(respond)(MAKE["get"]("/"))
    assert known_of(one) is not known_of(one)
