"""The last events that a process remembers are those of the whole trail, whatever it had read before."""

from __future__ import annotations

import pytest

from bedside.conduct.frame.reads import note_read
from bedside.conduct.participants.actions import screen
from bedside.conduct.study import choices
from bedside.conduct.study.actions import choose
from bedside.conduct.trail import marks
from bedside.conduct.trail.models import Event


@pytest.fixture
def anew(monkeypatch):
    """The last events as a process finds them that has read nothing yet."""

    def read():
        with monkeypatch.context() as patched:
            patched.setattr(marks, "_read", [(0, "", {})])
            return dict(marks.last_events())

    return read


def test_what_is_kept_of_somebody_moves_their_mark_alone(study, actor, anew):
    one, other = screen(actor("nurse"), "01"), screen(actor("nurse"), "01")
    first = dict(marks.last_events())
    assert first[one.code].seal == Event.objects.get(number=one.pk).seal
    third = screen(actor("nurse"), "01")
    then = dict(marks.last_events())
    assert then == anew() and set(then) - set(first) == {third.code}
    assert {code: then[code] for code in first} == first and first[one.code] != first[other.code]


def test_what_holds_for_all_moves_one_mark_and_a_page_read_moves_none(study, actor, anew):
    person = screen(actor("nurse"), "01")
    before = dict(marks.last_events())
    note_read(actor("nurse"), "01", person.code)
    assert marks.last_events() == before
    choose(actor("administrator", ""), choices.REASSESS_HOURS, "12", "shorter")
    after = dict(marks.last_events())
    assert after == anew() and after[marks.ALL] != before.get(marks.ALL, marks.NONE)
    assert after[person.code] == before[person.code]


def test_a_trail_that_does_not_go_on_is_read_anew(study, actor, anew, monkeypatch):
    person = screen(actor("nurse"), "01")
    monkeypatch.setattr(marks, "_read", [(person.pk, "another seal", {"gone": marks.Last("x", marks.NONE.at)})])
    assert marks.last_events() == anew() and "gone" not in marks.last_events()
