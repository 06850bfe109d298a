"""The pages of pictures: what each shows, to whom, and what leaves the study."""

from __future__ import annotations

import pytest

from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.casebook.reading import zone
from bedside.conduct.pictures.completeness import completeness
from bedside.conduct.pictures.lanes import lanes
from bedside.conduct.pictures.trajectories import results, scores
from bedside.conduct.trail.models import Event
from bedside.protocol.forms import read_time
from bedside.values.moment import SECOND

pytestmark = pytest.mark.django_db


@pytest.fixture
def treated(included, result, actor):
    """Somebody ventilated until now, with a dose, a transfusion and two results."""
    person, by = included(), actor("nurse", "01")
    typed = {
        "organ_support": {"began": "2026-11-20T08:00", "support": "invasive_ventilation"},
        "ruxolitinib": {"given_at": "2026-11-21T08:00", "dose": "10", "interrupted": "dose_reduced"},
        "transfusions": {"given_at": "2026-11-21T09:00", "product": "platelets", "amount": "1 unit"},
    }
    for form, answers in typed.items():
        sheet = open_sheet(by, person, "unscheduled", form, "1.0")
        save(by, sheet, {item: Typed(text) for item, text in answers.items()})
    result(person, 0.5, platelets="60")
    result(person, 2.5, platelets="14")
    return person


@pytest.mark.proves("law treatment-timeline")
def test_rows_are_as_the_protocols_forms_say(treated):
    found = {lane.text.en: lane.marks for lane in lanes(treated)}
    assert set(found) == {"invasive ventilation", "Ruxolitinib", "platelets"}
    assert found["invasive ventilation"][0].ended is None, "it goes on"
    (dose,) = found["Ruxolitinib"]
    assert (dose.ended, dose.says.en, dose.says.fr) == (dose.began, "10 mg, dose reduced", "10 mg, dose réduite")
    assert found["platelets"][0].address.endswith("/transfusions/")


@pytest.fixture
def stays(included, actor):
    """stays({item: text}, ...) -> what is drawn of the stays of somebody with one sheet of stays for each of these."""

    def drawn(*typed, died=""):
        person, by = included(), actor("nurse", "01")
        held = [("stays", number, answers) for number, answers in enumerate(typed, 1)]
        if died:
            held.append(("vital_status", 1, {"known_at": died, "status": "dead", "died_at": died}))
        for form, number, answers in held:
            sheet = open_sheet(by, person, "unscheduled", form, "1.0", number=number)
            save(by, sheet, {item: Typed(text) for item, text in answers.items()})
        (lane,) = lanes(person)
        return [(mark.began, mark.ended) for mark in lane.marks]

    return drawn


FROM, TO = "2026-11-18T08:00", "2026-11-21T10:00"
ADMITTED, LEFT = {"icu_admitted": FROM}, {"icu_admitted": FROM, "icu_discharged": TO}
AGAIN = {"icu_admitted": "2026-11-22T08:00", "icu_discharged": "2026-11-23T10:00"}


def at(text):
    return read_time(text, zone=zone())[0]


@pytest.mark.proves("law treatment-timeline")
@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ([ADMITTED], [(FROM, None)]),
        ([ADMITTED, LEFT], [(FROM, TO)]),
        ([LEFT, ADMITTED], [(FROM, TO)]),
        ([ADMITTED, ADMITTED], [(FROM, None)]),
        ([ADMITTED, AGAIN], [(FROM, AGAIN["icu_discharged"]), tuple(AGAIN.values())]),
        ([ADMITTED, LEFT, AGAIN], [(FROM, TO), tuple(AGAIN.values())]),
    ],
    ids=["open", "closed since", "closed before", "open twice", "the next discharge", "twice there"],
)
def test_one_admission_is_one_stay_and_ends_where_any_sheet_says(stays, typed, drawn):
    assert stays(*typed) == [(at(began), ended and at(ended)) for began, ended in drawn]


def test_a_death_ends_the_stay_that_nobody_ended(stays):
    ((began, ended),) = stays(ADMITTED, died=TO)
    assert began == at(FROM) and 0 <= ended - at(TO) < 60 * SECOND


@pytest.mark.proves("law dashboards")
def test_a_score_is_a_range_where_something_is_missing_and_results_are_points(treated):
    sofa = next(each for each in scores(treated) if "SOFA" in each.text.en)
    assert all(low <= high for _, low, high in sofa.records) and sofa.records[0][1] < sofa.records[0][2]
    (platelets,) = results(treated)
    assert [(low, high) for _, low, high in platelets.records] == [(60.0, 60.0), (14.0, 14.0)]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_participants_page_shows_alerts_treatment_scores_and_results(treated, logged_in, language):
    client = logged_in("nurse", "01")
    client.cookies["django_language"] = language
    told = client.get(f"/participants/{treated.code}/figures/").content.decode()
    assert told.count("<svg") >= 3 and "<script" not in told.split("<main")[1]
    for words in (("Platelets below 15", "Treatment timeline", "dose reduced") if language == "en"
                  else ("Plaquettes inférieures à 15", "Chronologie des traitements", "dose réduite")):  # fmt: skip
        assert words in told


def test_the_days_card_lists_what_is_to_be_told(treated, logged_in):
    client = logged_in("nurse", "01")
    assert 'hx-get="/sites/01/alerts/"' in client.get("/sites/01/").content.decode()
    whole = client.get("/sites/01/alerts/").content.decode()
    assert "<h1>" in whole and 'href="/sites/01/"' in whole, "opened by itself it is a page, with a way back"
    told = client.get("/sites/01/alerts/", headers={"hx-request": "true"}).content.decode()
    assert "<h1" not in told and told.strip() in whole
    assert "Platelets below 15" in told and "Neutrophils" not in told


@pytest.mark.parametrize("name", ["recruitment", "flow", "completeness", "queries"])
@pytest.mark.parametrize("kind", ["svg", "csv"])
def test_a_dashboards_picture_leaves_with_its_event(treated, logged_in, name, kind):
    answer = logged_in("data manager").get(f"/study/dashboard/{name}.{kind}")
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    assert Event.objects.filter(action="export", place=f"study-{name}.{kind}").count() == 1
    if kind == "svg":
        assert answer.content.decode().count('xmlns="http://www.w3.org/2000/svg"') == 1


@pytest.mark.parametrize("name", ["treatment.svg", "treatment.csv", "scores.csv", "results.svg"])
def test_a_participants_picture_leaves_with_its_event(treated, logged_in, name):
    answer = logged_in("investigator", "01").get(f"/participants/{treated.code}/figures/{name}")
    assert answer.status_code == 200
    assert Event.objects.filter(action="export", participant=treated.code).count() == 1


def test_there_is_no_other_picture(treated, logged_in):
    assert logged_in("data manager").get("/study/dashboard/secrets.csv").status_code == 404
    assert logged_in("data manager").get("/study/dashboard/flow.exe").status_code == 404


def test_a_form_that_nobody_began_is_incomplete_once_its_visit_is_due(included):
    found = {each.visit.en: each for each in completeness([included()])}
    assert "Day 7" not in found, "three days after inclusion it is not due"
    first = found["Inclusion"]
    assert (first.site, first.done, first.answered) == ("01", 0, 0)
    assert first.due == 10 and first.asked > 50 and first.share == 0


@pytest.mark.proves("law dashboards")
def test_a_site_sees_its_own_people_alone(treated, logged_in, included):
    told = logged_in("nurse", "02").get("/study/dashboard/").content.decode()
    assert "Site 02" in told and "1 enrolled" not in told
    assert "1 enrolled of 42" in logged_in("data manager").get("/study/dashboard/").content.decode()


@pytest.mark.proves("law dashboards")
def test_queries_are_counted_by_site_and_age(treated, logged_in, actor, monkeypatch):
    from bedside.conduct.casebook.places import Place
    from bedside.conduct.monitoring import actions, threads
    from bedside.conduct.pictures.query_age import aged
    from bedside.values.moment import DAY, now

    by, place = actor("monitor", "01"), Place("unscheduled", "transfusions")
    first = actions.raise_query(by, treated, place, "amount", "Is it one unit?")
    actions.raise_query(by, treated, place, "product", "Which one?")
    assert [(each.site, each.since, each.count) for each in aged(["01", "02"])] == [
        ("01", 0, 2), ("01", 7, 0), ("01", 14, 0), ("01", 30, 0), ("01", 60, 0),
    ]  # fmt: skip
    later = now() + 20 * DAY
    monkeypatch.setattr(threads, "now", lambda: later)
    actions.close(by, first)
    assert [each.count for each in aged(["01"])] == [0, 0, 1, 0, 0] and aged(["02"]) == []
    told = logged_in("data manager").get("/study/dashboard/").content.decode()
    assert "Age of queries" in told and "14 to 29 days" in told


def test_the_calendar_tells_the_alerts_too(treated, logged_in):
    told = logged_in("nurse", "01").get(f"/participants/{treated.code}/timeline/").content.decode()
    assert "Platelets below 15" in told


def test_who_may_not_see_is_told_so(logged_in, treated):
    assert logged_in("administrator").get("/study/dashboard/").status_code == 403
