"""Views: what the database derives from kept rows, there after every migration, and found out when it lies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from bedside.conduct.participants import actions
from bedside.conduct.participants.models import Enrolled, Included
from bedside.conduct.trail import derived
from bedside.conduct.trail.keeping import Act, keep
from bedside.conduct.trail.models import Kept
from bedside.conduct.trail.verifying import at_a_glance, verify

ONE_MORE_HOUR = Included.statement.replace("enrolled.at_us) AS at_us", "enrolled.at_us) + 3600000000 AS at_us")


@pytest.fixture
def somebody(study: Any, actor: Callable[..., Any]) -> Enrolled:
    person = actions.screen(actor("nurse"), "01")
    row = Enrolled(person=person, number="01-001", at_us=1_700_000_000_000_000, version=study.protocol.version)
    return keep(Act(actor(), "enrol", "01", person.code), row)


def test_a_view_holds_what_its_statement_says_and_no_row_of_its_own(somebody: Enrolled) -> None:
    (held,) = Included.objects.all()
    assert (held.pk, held.person_id, held.at_us) == (somebody.pk, somebody.person_id, somebody.at_us)
    assert derived.views() == [Included] and not issubclass(Included, Kept)
    assert not list(derived.untrue())


@pytest.mark.proves("inspection tampering-found")
@pytest.mark.parametrize(
    ("statement", "said"),
    [(ONE_MORE_HOUR, "says something else than the rows"), (f"{Included.statement} AND 1 = 0", "something else"),
     (None, "is gone")],
)  # fmt: skip
def test_a_view_that_lies_is_found(statement: str | None, said: str, somebody: Enrolled) -> None:
    derived.drop()
    if statement is not None:
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE VIEW "participants_included" AS {statement}')
    assert [said in each for each in at_a_glance()] == [True]
    assert any(said in str(each) for each in verify())


def test_nothing_is_written_through_a_view(somebody: Enrolled) -> None:
    from django.db import DatabaseError, transaction

    with pytest.raises(DatabaseError), transaction.atomic():
        Included.objects.update(at_us=0)
    with pytest.raises(DatabaseError), transaction.atomic():
        Included.objects.all().delete()
    assert Enrolled.objects.get(pk=somebody.pk).at_us == somebody.at_us


def test_a_migration_brings_views_back(study: Any) -> None:
    for _ in range(2):
        derived.drop()
        assert list(derived.untrue()) == ["the view participants_included is gone."]
        call_command("migrate", verbosity=0, interactive=False)
        assert not list(derived.untrue())
