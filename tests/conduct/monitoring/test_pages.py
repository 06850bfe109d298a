"""The screens: a query from the field and back, the list, the day of a site, verification, the plan, the review."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

import pytest

from bedside.conduct.casebook.models import Entry
from bedside.conduct.casebook.places import UNSCHEDULED, Place, place_of_sheet
from bedside.conduct.casebook.reading import current
from bedside.conduct.monitoring import actions
from bedside.conduct.monitoring.actions_verification import verify
from bedside.conduct.monitoring.models import PlanChange, Query, Reply, Verification
from bedside.conduct.monitoring.states import State
from bedside.conduct.monitoring.threads import thread_of
from bedside.conduct.people.roles import TABLE, Action, Role
from bedside.conduct.trail.models import Event

pytestmark = pytest.mark.usefixtures("study")
Make = Callable[..., Any]
WHO = [Role.MONITOR, Role.NURSE, Role.DATA_MANAGER, Role.INSPECTOR, Role.STATISTICIAN]


@pytest.fixture
def browser(user: Make, client_of: Make) -> Callable[..., Any]:
    """browser(role, site, language): somebody logged in."""

    def made(role: str, site: str = "01", language: str = "en") -> Any:
        client = client_of(user(role, site))
        client.cookies["django_language"] = language
        return client

    return made


@pytest.fixture
def sheet(included: Make, result: Make) -> Any:
    return result(included(), 1, platelets="60", hemoglobin="90")


@pytest.fixture
def query(sheet: Any, actor: Make) -> Query:
    return actions.raise_query(actor("monitor"), sheet.person, place_of_sheet(sheet), "platelets", "Is it 66?")


def form_at(sheet: Any) -> str:
    return place_of_sheet(sheet).address(sheet.person.code)


def at(query: Query, step: str = "") -> str:
    return f"/participants/{query.person.code}/queries/{query.pk}/{step}"


def shown(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return html.unescape(answer.content.decode())


# --- queries ----------------------------------------------------------------------------------------------------------


def test_a_monitor_asks_from_the_field_and_comes_back_to_the_thread(sheet: Any, browser: Make) -> None:
    monitor = browser("monitor")
    ask = f"/participants/{sheet.person.code}/queries/ask/?visit=unscheduled&form=laboratory&number=1&item=platelets"
    assert ask in shown(monitor.get(form_at(sheet)))
    assert "Platelets" in shown(monitor.get(ask))
    sent = {"visit": "unscheduled", "day": "", "form": "laboratory", "number": "1", "item": "platelets"}
    answer = monitor.post(ask.partition("?")[0], {**sent, "text": "Is it 66?"})
    made = Query.objects.get()
    assert answer.headers["Location"] == f"{form_at(sheet)}#q-{made.pk}"
    page = shown(monitor.get(form_at(sheet)))
    assert f'id="q-{made.pk}"' in page and "Is it 66?" in page and f'href="#q-{made.pk}"' in page


def test_a_text_that_names_somebody_is_shown_again_with_what_was_found(sheet: Any, query: Query, browser: Make) -> None:
    nurse = browser("nurse")
    refused = nurse.post(at(query, "answer/"), {"text": "Dr Dupont says so"})
    assert refused.status_code == 422 and not Reply.objects.exists()
    page = html.unescape(refused.content.decode())
    assert "Dr Dupont says so</textarea>" in page and 'name="why"' in page
    kept = nurse.post(at(query, "answer/"), {"text": "Dr Dupont says so", "why": "the head of the laboratory"})
    assert kept.status_code == 302 and Reply.objects.get().event.reason == "the head of the laboratory"


def test_a_query_goes_to_and_fro_in_both_languages(sheet: Any, query: Query, browser: Make) -> None:
    nurse, monitor = browser("nurse", language="fr"), browser("monitor")
    assert "ouverte" in shown(nurse.get(form_at(sheet)))
    back = nurse.post(at(query, "answer/"), {"text": "Lu deux fois."})
    assert back.headers["Location"] == f"{form_at(sheet)}#r-{query.pk}"
    assert "answered" in shown(monitor.get(at(query)))
    monitor.post(at(query, "close/"), {"text": "", "from": "query"})
    assert thread_of(query).state is State.CLOSED
    monitor.post(at(query, "reopen/"), {"text": "The printout again, please."})
    assert thread_of(query).state is State.OPEN


@pytest.mark.parametrize("role", WHO)
def test_who_may_ask_answer_and_close_is_what_the_table_says(role: Role, query: Query, browser: Make) -> None:
    client, may = browser(role.value), TABLE[role]
    for step, action in (("answer/", Action.ANSWER_QUERY), ("close/", Action.CLOSE_QUERY)):
        assert (client.post(at(query, step), {"text": "so"}).status_code != 403) is (action in may), (role, step)


def test_nobody_of_another_site_reads_or_answers(query: Query, browser: Make) -> None:
    nurse = browser("nurse", "02")
    assert nurse.get(at(query)).status_code == nurse.post(at(query, "answer/"), {"text": "x"}).status_code == 403
    assert "Is it 66?" not in shown(nurse.get("/queries/?state=any"))
    assert nurse.post("/queries/answer/", {"q": query.pk, "text": "x"}).status_code == 403
    assert not Reply.objects.exists()


def test_a_query_of_another_person_is_not_found(query: Query, included: Make, browser: Make, person: Make) -> None:
    other = person()
    assert browser("nurse").get(f"/participants/{other.code}/queries/{query.pk}/").status_code == 404


def test_the_list_is_filtered_answered_and_taken_out(sheet: Any, query: Query, browser: Make) -> None:
    nurse = browser("nurse")
    assert "Is it 66?" in shown(nurse.get("/queries/"))
    for asked in ("days=7", "form=stays", "state=closed", "participant=none", "site=02"):
        assert "Is it 66?" not in shown(nurse.get(f"/queries/?{asked}")), asked
    file = nurse.get("/queries/queries.csv?state=any")
    assert "Is it 66?" in file.content.decode() and Event.objects.filter(action="export", place="queries.csv").exists()
    assert nurse.post("/queries/answer/", {"text": "Yes."}).status_code == 422
    nurse.post("/queries/answer/", {"q": [query.pk], "text": "Yes."})
    assert thread_of(query).state is State.ANSWERED
    named = nurse.post("/queries/answer/", {"q": [query.pk], "text": "Dr Dupont"})
    assert named.status_code == 422 and "Dr Dupont</textarea>" in named.content.decode()


def test_no_cell_of_the_file_is_a_formula(sheet: Any, actor: Make, browser: Make) -> None:
    actions.raise_query(actor("monitor"), sheet.person, place_of_sheet(sheet), "platelets", "=1+1 or what?")
    assert "'=1+1 or what?" in browser("monitor").get("/queries/queries.csv").content.decode()


def test_the_day_of_a_site_says_what_waits_for_the_reader(query: Query, browser: Make) -> None:
    assert "Is it 66?" in shown(browser("nurse").get("/sites/01/"))
    assert "No query waits for you." in shown(browser("monitor").get("/sites/01/"))
    assert "Queries on me" not in shown(browser("statistician").get("/sites/01/"))


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", ("Unscheduled · Stays no. 1 · Left intensive care", "Unscheduled · Stays no. 2 · Left intensive care",
             "Unscheduled · Laboratory no. 1 · Platelets", "Inclusion · Laboratory · Platelets")),
     ("fr", ("Hors calendrier · Séjours n°\u00a01 · Sortie de réanimation",
             "Hors calendrier · Séjours n°\u00a02 · Sortie de réanimation",
             "Hors calendrier · Biologie n°\u00a01 · Plaquettes", "Inclusion · Biologie · Plaquettes"))],
)  # fmt: skip
def test_a_list_says_which_record_is_asked_about(
    language: str, said: tuple[str, ...], sheet: Any, actor: Make, browser: Make
) -> None:
    by, someone = actor("monitor"), sheet.person
    for place, item in (
        (Place(UNSCHEDULED, "stays", None, 1), "icu_discharged"),
        (Place(UNSCHEDULED, "stays", None, 2), "icu_discharged"),
        (place_of_sheet(sheet), "platelets"), (Place("D0", "laboratory"), "platelets"),
    ):  # fmt: skip
        actions.raise_query(by, someone, place, item, "Is it so?")
    reader = browser("nurse", language=language)
    for page in ("/sites/01/data-review/", "/queries/", "/sites/01/", *(at(each) for each in Query.objects.all())):
        told, lacking = shown(reader.get(page)), []
        for whole in said:
            record = whole.rpartition(" · ")[0]
            wanted = whole if page.endswith("data-review/") else record
            lacking += [] if wanted in told else [wanted]
        assert len(lacking) == (3 if "/participants/" in page else 0), (page, lacking)


def test_a_redacted_question_shows_that_it_was(sheet: Any, query: Query, browser: Make, actor: Make) -> None:
    from bedside.conduct.trail.keeping import Act
    from bedside.conduct.trail.redacting import redact

    redact(Act(actor("data manager"), "redact", "01", reason="a name"), query, "text")
    for page in (form_at(sheet), at(query), "/queries/", "/sites/01/", "/sites/01/data-review/"):
        assert "Is it 66?" not in shown(browser("nurse").get(page)), page


@pytest.mark.parametrize(("language", "said"), [("en", "120 h later"), ("fr", "120 h plus tard")])
def test_an_act_of_a_site_that_came_late_names_nobody(
    language: str, said: str, study: Any, browser: Make, actor: Make
) -> None:
    from bedside.conduct.pharmacy.actions import Delivery, receive
    from bedside.values.moment import DAY, Moment, now

    (product, *_) = study.protocol.products
    delivery = Delivery(product.id, product.offered[0], "A1", "2031-01", 56, reference="BL 1", told="intact")
    receive(actor("pharmacist"), "01", delivery, Moment(now() - 5 * DAY))
    assert said in shown(browser("monitor", language=language).get("/sites/01/data-review/"))


# --- verification -----------------------------------------------------------------------------------------------------


def test_a_monitor_ticks_what_was_found_and_nothing_else(sheet: Any, browser: Make) -> None:
    monitor, here = browser("monitor"), f"/participants/{sheet.person.code}/verification/{sheet.pk}/"
    assert f'href="{here}"' in shown(monitor.get(f"/participants/{sheet.person.code}/verification/"))
    assert 'value="platelets:1"' in shown(monitor.get(here))
    monitor.post(f"{here}verify/", {"tick": ["platelets:1"], "shown": ["platelets:1", "hemoglobin:1"]})
    assert list(Verification.objects.values_list("entry__item", flat=True)) == ["platelets"]
    shown_ = ["hemoglobin:1", "taken_at:1"]
    back = monitor.post(f"{here}verify/", {"all": "1", "shown": shown_, "whole": "1"})
    assert back.headers["Location"] == f"{here}?all" and Verification.objects.count() == 3
    assert "verified by monitor" in shown(monitor.get(here))
    assert "verified by monitor" in shown(monitor.get(form_at(sheet)))


def test_a_change_shows_at_once_and_what_nobody_saw_is_not_verified(
    sheet: Any, actor: Make, browser: Make, correct: Make
) -> None:
    monitor, here = browser("monitor"), f"/participants/{sheet.person.code}/verification/{sheet.pk}/"
    verify(actor("monitor"), sheet, {"platelets": 1})
    correct(sheet, "platelets", "66")
    for page in (here, form_at(sheet)):
        text = shown(monitor.get(page))
        assert "was verified by monitor-01" in text and "changed since by nurse-01" in text, page
    assert "1 changed since verified" in shown(monitor.get(f"/participants/{sheet.person.code}/verification/"))
    stale = monitor.post(f"{here}verify/", {"tick": ["platelets:1"]})
    assert stale.status_code == 422 and "changed meanwhile" in stale.content.decode()
    assert "Changed after it was verified" in shown(monitor.get("/trail/review"))


def test_a_verification_is_taken_back(sheet: Any, actor: Make, browser: Make) -> None:
    monitor, here = browser("monitor"), f"/participants/{sheet.person.code}/verification/{sheet.pk}/"
    verify(actor("monitor"), sheet, {"platelets": 1})
    entry = current(sheet)["platelets"].pk
    assert monitor.post(f"{here}back/", {"entry": entry, "why": ""}).status_code == 422
    monitor.post(f"{here}back/", {"entry": entry, "why": "wrong page"})
    assert Verification.objects.filter(holds=False).exists()
    assert monitor.post(f"{here}back/", {"entry": "7" * 30}).status_code == 404


@pytest.mark.parametrize("sent", [["platelets"], ["platelets:x"], ["platelets:99999999999999999999"], ["none:1"], []])
def test_what_is_sent_wrongly_is_refused(sheet: Any, browser: Make, sent: list[str]) -> None:
    here = f"/participants/{sheet.person.code}/verification/{sheet.pk}/verify/"
    assert browser("monitor").post(here, {"tick": sent}).status_code == 422


@pytest.mark.proves("inspection sponsor-writes-nothing")
@pytest.mark.parametrize("role", [Role.NURSE, Role.DATA_MANAGER, Role.INSPECTOR, Role.INVESTIGATOR])
def test_only_a_monitor_verifies_and_no_monitor_writes(role: Role, sheet: Any, browser: Make) -> None:
    before, here = Entry.objects.count(), f"/participants/{sheet.person.code}/verification/{sheet.pk}/"
    assert browser(role.value).post(f"{here}verify/", {"tick": ["platelets:1"]}).status_code == 403
    monitor = browser("monitor")
    save = place_of_sheet(sheet).address(sheet.person.code, "save")
    sent = {"n-platelets": "1", "v-platelets": "66", "r-platelets": "because"}
    assert monitor.post(save, sent).status_code == 403
    assert Entry.objects.count() == before and not Verification.objects.exists()
    assert browser("monitor", "02").post(f"{here}verify/", {"tick": ["platelets:1"]}).status_code == 403


def test_a_data_manager_changes_the_plan_and_others_read_it(browser: Make) -> None:
    manager, here = browser("data manager", ""), "/study/verification-plan/"
    assert "20\u00a0%" in shown(manager.get(here))
    assert manager.post(f"{here}choose/", {"what": "fraction", "value": "50", "why": ""}).status_code == 422
    manager.post(f"{here}choose/", {"what": "fraction", "value": "50", "why": "more sites"})
    manager.post(f"{here}choose/", {"what": "laboratory.ferritin", "value": "never", "why": "electronic"})
    assert PlanChange.objects.count() == 2
    page = shown(browser("monitor").get(here))
    assert "50\u00a0%" in page and "electronic" in page and "choose/" not in page


# --- the review of a site ---------------------------------------------------------------------------------------------


def test_the_review_of_a_site_brings_together_what_is_left(
    sheet: Any, query: Query, actor: Make, browser: Make
) -> None:
    monitor = browser("monitor")
    verify(actor("monitor"), sheet, {"platelets": 1})
    page = shown(monitor.get("/sites/01/data-review/"))
    assert sheet.person.enrolled.number in page and "Ask what the checks find" in page
    monitor.post("/sites/01/data-review/look/")
    asked = Query.objects.exclude(rule="")
    assert asked.exists() and set(asked.values_list("event__actor", flat=True)) != {"monitor-01"}
    assert "Ask what the checks find" not in shown(browser("nurse").get("/sites/01/data-review/"))
    assert browser("monitor", "02").get("/sites/01/data-review/").status_code == 403


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_came_late_is_told_in_words(
    language: str, included: Make, actor: Make, browser: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bedside.conduct.participants.actions import happen
    from bedside.conduct.participants.reading import protocol_for
    from bedside.conduct.trail.reviewing import Limits
    from bedside.values.moment import DAY, Moment, now

    monkeypatch.setattr(Limits, "of_study", classmethod(lambda cls: cls(late_hours=24)))
    person = included()
    happen(actor("nurse"), person, "icu_discharge", Moment(now() - 2 * DAY))
    told = protocol_for(person).schedule.event("icu_discharge").text.say(language)
    text = shown(browser("monitor", language=language).get("/sites/01/data-review/"))
    assert f"<h3>{told} " in text and f"{person.code}</a> <strong>" in text
    assert "icu_discharge" not in text
