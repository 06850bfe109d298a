"""The lists of a site's day and of its data, by the API: what the screens show."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from bedside.conduct.casebook.actions import Typed, save
from bedside.conduct.casebook.places import scope_of
from bedside.conduct.closing.actions import sign
from bedside.conduct.closing.meanings import Meaning
from bedside.conduct.monitoring.models import Query
from bedside.conduct.study.models import Version
from bedside.conduct.today.board import candidates, people
from bedside.conduct.trail.models import Event

from ..inclusion.conftest import eligible, included, running, second_trial
from ..laboratory.conftest import result

__all__ = ["eligible", "included", "result", "running", "second_trial"]
pytestmark = pytest.mark.usefixtures("running")


@pytest.fixture(autouse=True)
def _no_limit_reached(study: Any) -> None:
    cache.clear()


@pytest.mark.proves("programs reads")
def test_the_day_says_what_the_board_says(user: Any, program: Any, someone: Any, included: Any) -> None:
    waits, person = someone("01"), included(2.5)
    told = program(user("nurse", "01")).get("/sites/01/today").json()
    (line,), (held,) = told["candidates"], candidates(people("01"))
    assert (line["participant"], line["verdict"], len(line["to_qualify"])) == (
        waits.code, "cannot tell", len(held.to_qualify)
    )  # fmt: skip
    assert line["to_qualify"][0] == held.to_qualify[0].en
    daily = [each for each in told["assessments"] if (each["participant"], each["visit"]) == (person.code, "DAILY")]
    assert [(each["days"], each["late"]) for each in daily] == [([1], True), ([2], False)]
    assert program(user("nurse", "02")).get("/sites/01/today").status_code == 403


@pytest.mark.proves("programs reads")
def test_what_the_data_of_a_site_need(user: Any, program: Any, included: Any, result: Any) -> None:
    person = included(1)
    result(person, 0.5, wbc="150")
    caller = program(user("data manager", ""))
    told = caller.get("/sites/01/data-review").json()
    assert [each["participant"] for each in told["verification"]] == [person.code]
    raised = caller.send("POST", "/sites/01/data-review/queries").json()["queries"]
    assert raised == list(Query.objects.order_by("pk").values_list("pk", flat=True))
    assert raised
    assert caller.send("POST", "/sites/01/data-review/queries").json()["queries"] == []
    assert program(user("nurse", "01")).send("POST", "/sites/01/data-review/queries").status_code == 403


@pytest.mark.proves("programs reads")
def test_results_newly_out_of_range_and_what_was_signed_over(
    user: Any, program: Any, included: Any, result: Any, actor: Any
) -> None:
    sheet = result(included(1), 0.5, platelets="90")
    sign(actor("investigator"), sheet.person, scope_of(sheet), Meaning.REVIEWED, "Dr Example", "en")
    entry = sheet.entries.get(item="platelets")
    save(actor("nurse"), sheet, {"platelets": Typed("80", reason="typing error")}, {"platelets": entry.number})
    caller = program(user("data manager", ""))
    (line,) = caller.get("/sites/01/changes").json()["after_signature"]
    assert (line["participant"], line["before"], line["now"]) == (sheet.person.code, "90 10⁹/L", "80 10⁹/L")
    assert line["reason"] == "typing error"


@pytest.mark.proves("programs writes")
def test_a_comment_beside_an_item(user: Any, program: Any, included: Any, result: Any) -> None:
    sheet = result(included(1), 0.5, platelets="90")
    caller = program(user("nurse", "01"))
    where = f"/participants/{sheet.person.code}/sheets/{sheet.visit}/{sheet.form}"
    named = {"text": "as M. Dupont said"}
    refused = caller.send("POST", f"{where}/items/platelets/comments", named)
    assert refused.status_code == 422 and "may identify" in refused.json()["what"]
    assert caller.send("POST", f"{where}/items/none_such/comments", {"text": "clots"}).status_code == 404
    made = caller.send("POST", f"{where}/items/platelets/comments", {"text": "clots in the tube"})
    assert made.status_code == 201
    assert caller.get(f"{where}/comments").json() == [made.json()]
    assert (made.json()["item"], made.json()["role"]) == ("platelets", "nurse")
    assert program(user("monitor", "01")).send("POST", f"{where}/items/platelets/comments", named).status_code == 403


@pytest.mark.proves("programs writes")
def test_a_layout_is_described_and_the_latest_of_a_name_holds(user: Any, program: Any) -> None:
    caller, where = program(user("data manager", "")), "/sites/01/imports/layouts"
    columns = {"who": "patient", "taken": "date", "code": "test", "value": "result"}
    sent = {"name": "biochemistry", "columns": columns, "codes": "PLT; platelets; 10*9/L"}
    assert caller.send("POST", where, {**sent, "columns": {**columns, "name": "surname"}}).status_code == 422
    assert caller.send("POST", where, {**sent, "codes": "PLT; none_such; 1"}).status_code == 422
    assert caller.send("POST", where, sent).status_code == 201
    assert caller.send("POST", where, {**sent, "codes": "PLAQ; platelets; 10*9/L"}).status_code == 201
    assert [(each["codes"][:4], each["holds"]) for each in caller.get(where).json()] == [
        ("PLAQ", True),
        ("PLT;", False),
    ]


@pytest.mark.proves("programs reads")
def test_the_dossier(user: Any, program: Any) -> None:
    inspector = user("inspector", "")
    answer = program(user("data manager", "")).get("/dossier")
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert inspector.username in {each["name"] for each in told["people"]}
    assert told["chain"]["events"] == Event.objects.count() - 1  # the call itself is noted once it is answered
    assert told["chain"]["wrong"] == [] and len(told["software"]["digest"]) == 64
    assert {each["version"] for each in told["approvals"]} == {each.version for each in Version.objects.all()}
    assert Event.objects.filter(action="read dossier", origin="api").count() == 1
    assert program(user("nurse", "01")).get("/dossier").status_code == 403
