"""The versions of the information notice: registered once approved, and no consent names any other."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from bedside.conduct.participants.actions import record_consent, screen
from bedside.conduct.participants.consent import ConsentError, Step, Taken
from bedside.conduct.people.models import User
from bedside.conduct.study.actions_notices import end_notice, register_notice
from bedside.conduct.study.clock import on_day, today
from bedside.conduct.study.models import Notice
from bedside.conduct.study.notices import Held, in_use, notices
from bedside.errors import UsageError
from bedside.values.moment import DAY, HOUR, Moment, now

pytestmark = pytest.mark.usefixtures("study")
Make = Callable[..., Any]
DAYS = st.dates(datetime.date(2025, 1, 1), datetime.date(2027, 12, 31))
SIGNED = {"route": "patient", "given": frozenset({"consent_signed_by_patient"})}


def day(ago: int) -> str:
    return (today() - datetime.timedelta(days=ago)).isoformat()


@given(first=DAYS, last=st.none() | DAYS, asked=DAYS)
def test_in_use_from_its_first_day_to_its_last_both_included(
    first: datetime.date, last: datetime.date | None, asked: datetime.date
) -> None:
    notice = Notice(number="9", approved_day="2025-01-01", from_day=first.isoformat())
    held = Held(notice, last.isoformat() if last else "")
    assert held.in_use(asked) == (first <= asked and (last is None or asked <= last))


@pytest.mark.proves("law form-versions")
def test_a_consent_names_a_version_that_was_in_use_on_its_day(actor: Make) -> None:
    data, nurse = actor("data manager", ""), actor("nurse")
    register_notice(data, "3.0", day(10), day(2), "opinion 7")
    end_notice(data, Notice.objects.get(number="1.0"), day(3), "replaced by 3.0")

    def signed(number: str, ago: int) -> Any:
        return record_consent(nurse, screen(nurse, "01"), Taken(Step.GIVE, Moment(now() - ago * DAY), document=number,
                                                                **SIGNED))  # fmt: skip

    assert signed("3.0", 1).document == "3.0"
    assert signed("1.0", 4).document == "1.0"
    for number, ago in (("3.0", 4), ("1.0", 1), ("1.00", 4)):
        with pytest.raises(ConsentError, match="is no version of the information notice") as refused:
            signed(number, ago)
        assert all(each in str(refused.value) for each in in_use(on_day(Moment(now() - ago * DAY))))


@pytest.mark.proves("law form-versions")
def test_where_none_is_in_use_it_is_said_who_registers_one(actor: Make) -> None:
    data, nurse = actor("data manager", ""), actor("nurse")
    for notice in Notice.objects.all():
        end_notice(data, notice, "2020-01-01", "withdrawn")
    with pytest.raises(ConsentError, match="Ask the data manager to register"):
        record_consent(nurse, screen(nurse, "01"), Taken(Step.GIVE, Moment(now() - HOUR), document="1.0", **SIGNED))


@pytest.mark.proves("law emergency-conditions")
def test_an_emergency_in_which_nobody_reads_asks_for_none(actor: Make, protocol: Any) -> None:
    by = actor()
    for notice in Notice.objects.all():
        end_notice(by, notice, "2020-01-01", "withdrawn")
    route = next(each for each in protocol.consent_routes if each.id == "emergency")
    certified = frozenset(group[0] for group in route.needs)
    step = record_consent(by, screen(by, "01"), Taken(Step.GIVE, Moment(now() - HOUR), route.id, "", certified))
    assert step.document == ""


@pytest.mark.parametrize(
    ("number", "approved", "first", "said"),
    [
        ("", 1, 1, "has no number"), ("1.0", 1, 1, "registered already"), ("4", -1, -1, "is to come"),
        ("4", 1, 2, "before it was approved"),
    ],
)  # fmt: skip
def test_what_is_refused(actor: Make, number: str, approved: int, first: int, said: str) -> None:
    before = Notice.objects.count()
    with pytest.raises(UsageError, match=said):
        register_notice(actor("data manager", ""), number, day(approved), day(first))
    with pytest.raises(UsageError, match="is not a day"):
        register_notice(actor("data manager", ""), "4", "yesterday", day(0))
    assert Notice.objects.count() == before


def test_a_version_ends_once_for_a_reason(actor: Make) -> None:
    by, notice = actor("data manager", ""), Notice.objects.get(number="2")
    with pytest.raises(UsageError, match="no reason"):
        end_notice(by, notice, day(0), " ")
    end_notice(by, notice, day(0), "replaced")
    with pytest.raises(UsageError, match="has its last day already"):
        end_notice(by, Notice.objects.get(number="2"), day(0), "again")


@pytest.mark.proves("law form-versions")
def test_a_data_manager_registers_and_ends_them_on_the_page(
    user: Callable[..., User], client_of: Callable[[User], Client]
) -> None:
    client = client_of(user("data manager", ""))
    typed = {"number": "5.1", "approved": day(3), "from": day(-7), "reference": "opinion 9"}
    assert client.post("/study/notices/register/", typed).status_code == 302
    page = client.get("/study/notices/").content.decode()
    assert all(each in page for each in ("5.1", "opinion 9", "to come", "in use"))
    held = Notice.objects.get(number="1")
    assert client.post(f"/study/notices/{held.pk}/end/", {"last": day(1), "reason": "replaced"}).status_code == 302
    assert next(each.last_day for each in notices() if each.notice.pk == held.pk) == day(1)
    assert client.post("/study/notices/999999/end/", {"last": day(1), "reason": "x"}).status_code == 404
    nurse = client_of(user("nurse", "01"))
    assert "5.1" in nurse.get("/study/notices/").content.decode()
    assert nurse.post("/study/notices/register/", {**typed, "number": "6"}).status_code == 403
