"""Paper forms of a downtime, typed afterwards: marked in the history, refused without role and time, listed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from bedside.conduct.casebook import originators
from bedside.conduct.casebook.models import Entry
from bedside.conduct.trail import downtime
from bedside.conduct.trail.reviewing import Limits, odd
from bedside.values.moment import HOUR, Moment, moment, now

MINUTE = HOUR // 60


@given(st.sampled_from(sorted(originators.WRITERS)), st.integers(0, 60 * 24 * 365 * 60))
def test_a_paper_form_is_read_as_it_was_written(role: str, minutes: int) -> None:
    paper = downtime.Paper(role, Moment(minutes * MINUTE))
    assert downtime.read(str(paper)) == paper and len(str(paper)) <= originators.LONGEST
    assert downtime.marked(str(paper)) and downtime.MARK in originators.said(str(paper)).en


@given(st.text(max_size=80))
def test_no_text_is_too_odd_to_be_read(text: str) -> None:
    for told in (text, f"{downtime.MARK}{text}", f"{downtime.MARK}, nurse, {text}"):
        paper = downtime.read(told)
        assert paper is None or downtime.read(str(paper)) is not None
        assert bool(originators.said(told).fr) == bool(told)


@pytest.mark.proves("inspection downtime")
def test_back_entry_is_marked_listed_and_never_incomplete(
    person: Callable[..., Any], user: Callable[..., Any], client_of: Callable[..., Client], study: Any
) -> None:
    from bedside.conduct.casebook.gate import screening_forms
    from bedside.protocol.model import ItemKind

    held = person()
    visit, form, item = next(
        (visit.id, form, item) for visit in study.protocol.schedule.visits for form in visit.forms
        if form in screening_forms(study.protocol) and visit.until_day is None
        for item in study.protocol.form(form).items if item.kind is ItemKind.NUMBER and item.variable == "platelets"
    )  # fmt: skip
    where = f"/participants/{held.code}/save/{visit}/{form}/"
    client = client_of(user("nurse", held.site))
    typed = {f"v-{item.id}": "44", f"u-{item.id}": item.units[0], f"n-{item.id}": "0", "source": downtime.MARK}
    for incomplete in ({}, {"paper_role": "nurse"}, {"paper_at": "2026-03-01T03:05"},
                       {"paper_role": "inspector", "paper_at": "2026-03-01T03:05"},
                       {"paper_role": "nurse", "paper_at": "2090-03-01T03:05"}):  # fmt: skip
        page = client.post(where, typed | incomplete, follow=True).content.decode()
        assert "Say in which role and when" in page and not Entry.objects.filter(item=item.id).exists()
    client.post(where, typed | {"paper_role": "nurse", "paper_at": "2026-03-01T03:05"})
    entry = Entry.objects.get(item=item.id)
    assert entry.originator == f"{downtime.MARK}, nurse, 2026-03-01T03:05+01:00"
    page = client.get(where.replace("/save/", "/forms/")).content.decode()
    assert "paper form during downtime, written 2026-03-01 03:05 by: research nurse" in page
    assert 'value="2026-03-01T03:05"' in page  # the next value of the same paper form needs no typing of it
    (found,) = [each for each in odd([held.site], Limits()) if each.kind == "downtime"]
    assert found.event == entry.event and int(found.much) == (now() - moment("2026-03-01T03:05+01:00")) // HOUR
    review = client_of(user("data manager", "")).get("/trail/review").content.decode()
    assert "Back-entry of paper forms" in review and f"{found.much} h after it was written on paper" in review
