"""A pre-screened stay of a hospital source arrives with its records and where they came from, and nothing else."""

from __future__ import annotations

import csv
from functools import cached_property

import pytest

from bedside.conduct.inclusion.importing import import_stay, sources
from bedside.conduct.inclusion.standing import standing
from bedside.conduct.participants.models import Imported, Person
from bedside.conduct.trail.models import Event
from bedside.errors import UsageError
from bedside.records.contract import KINDS
from bedside.records.dictionary import dictionary
from bedside.screening.one_stay import look_backs, read_stay, within_reach
from bedside.values.interval import MET
from bedside.values.moment import DAY, EVER, HOUR, Moment, now, to_datetime

NAME = "ward"


def iso(at):
    return to_datetime(at).isoformat()


@pytest.fixture
def folder(tmp_path, eligible):
    """A canonical source with one stay, 4711, of the made-up eligible patient, and a record long out of reach."""
    facts = [f for f in eligible().facts if f.variable in dictionary()]
    tables = {name: [("patient_id", "variable", "start", "end", "value", "unit")] for name in KINDS}
    kinds = {kind: name for name, kind in KINDS.items()}
    for fact in facts:
        variable = dictionary()[fact.variable]
        end = "" if fact.end > now() + DAY or fact.end == fact.start else iso(fact.end)
        if fact.variable not in ("icu_stay", "age", "female"):
            tables[kinds[variable.kind]].append((7, fact.variable, iso(fact.start), end, fact.value.low, variable.unit))
    tables["measurements"].append((7, "platelets", iso(Moment(now() - 90 * DAY)), "", 400, "10*9/L"))
    tables["patients"] = [("patient_id", "sex", "birth_year"), (7, "male", to_datetime(now()).year - 54)]
    tables["stays"] = [("stay_id", "patient_id", "admitted", "discharged"), (4711, 7, iso(Moment(now() - 3 * DAY)), "")]
    (tmp_path / "manifest.yaml").write_text(
        "format: bedside-canonical/1\nname: Test ward\nnot_real: true\nrecorded: []\n"
        f"supplied: [{', '.join(sorted({fact.variable for fact in facts}))}]\n"
    )
    for name, rows in tables.items():
        with (tmp_path / f"{name}.csv").open("w", newline="") as file:
            csv.writer(file).writerows(rows)
    return tmp_path


@pytest.fixture
def configured(running, folder, settings):
    """The study, with that source in its settings."""

    class Folder(type(settings.FOLDER)):
        @cached_property
        def stated(self):
            return {"sources": {NAME: f"canonical:{folder}"}}

    settings.FOLDER = Folder(settings.FOLDER.path)
    return running


@pytest.mark.proves("inspection originator", "ground one-event-a-change")
def test_a_stay_arrives_with_its_records_each_with_its_origin_and_its_entry(configured, actor):
    before = Event.objects.count()
    person = import_stay(actor("nurse"), "01", NAME, "4711")
    records = Imported.objects.filter(person=person)
    assert Event.objects.count() == before + 1 + records.count()
    assert records.count() > 10 and all(record.origin for record in records)
    assert standing(person).data_verdict == MET
    assert not records.filter(start_us__lt=now() - 60 * DAY, start_us__gt=0).exists()


@pytest.mark.proves("law no-source-number")
def test_the_number_of_the_stay_is_nowhere(configured, actor):
    person = import_stay(actor("nurse"), "01", NAME, "4711")
    assert person.source == NAME and "4711" not in person.source_key and len(person.source_key) == 64
    for row in (*Imported.objects.all(), *Event.objects.all(), *Person.objects.all()):
        texts = [str(getattr(row, field.attname)) for field in row._meta.concrete_fields if field.name != "seal"]
        assert not any(text == "4711" or "stay 4711" in text for text in texts)


def test_the_same_stay_is_screened_once(configured, actor):
    import_stay(actor("nurse"), "01", NAME, "4711")
    before = Event.objects.count()
    with pytest.raises(UsageError, match="already"):
        import_stay(actor("nurse"), "01", NAME, "4711")
    assert Event.objects.count() == before


@pytest.mark.parametrize(("source", "stay"), [("elsewhere", "4711"), (NAME, "9"), (NAME, "4711' OR 1=1")])
def test_a_source_or_stay_there_is_not_is_refused_in_words(source, stay, configured, actor):
    with pytest.raises(UsageError):
        import_stay(actor("nurse"), "01", source, stay)
    assert not Person.objects.exists()


def test_a_stay_there_is_not_is_told_without_where_files_are(configured, user, client_of):
    """A nurse reads which source has no such stay, not the path of a server."""
    client = client_of(user("nurse", "01"))
    for language, said in (("en", "there is no stay 9 in this source."), ("fr", "cette source n’a pas de séjour 9.")):
        client.cookies["django_language"] = language
        found = client.post("/sites/01/screening/new/", {"source": NAME, "stay": "9"})
        page = found.content.decode()
        assert found.status_code == 422 and said in page and NAME in page
        assert sources()[NAME].partition(":")[2] not in page


@pytest.mark.proves("inspection originator")
def test_a_stay_is_imported_from_the_page(configured, user, client_of):
    client = client_of(user("nurse", "01"))
    assert f"<option>{NAME}</option>" in client.get("/sites/01/screening/").content.decode()
    found = client.post("/sites/01/screening/new/", {"source": NAME, "stay": " 4711 "})
    assert found.status_code == 302
    page = client.get(found["Location"]).content.decode()
    assert "measurements" in page  # the origin, in the trace
    assert client.post("/sites/01/screening/new/", {"source": NAME, "stay": ""}).status_code == 422
    assert client.post("/sites/01/screening/new/", {"source": "../../etc", "stay": "1"}).status_code == 422


def test_without_configuration_there_is_no_source(running):
    assert sources() == {}


def test_only_what_the_criteria_read_and_as_far_as_they_look(protocol, folder):
    stay = read_stay(f"canonical:{folder}", "4711", protocol)
    reach = look_backs(protocol)
    assert {fact.variable for fact in stay.facts} <= set(reach)
    assert all(fact.end > stay.at - reach[fact.variable] - DAY for fact in stay.facts)
    assert stay.not_real and stay.source == "Test ward"
    earlier = read_stay(f"canonical:{folder}", "4711", protocol, Moment(stay.at - 12 * HOUR))
    assert all(fact.start <= earlier.at for fact in earlier.facts)


def test_what_is_left_behind_changes_no_verdict(protocol, eligible):
    from bedside.rules.chart import Chart
    from bedside.rules.meaning import ask

    facts = eligible().facts
    at = max(fact.start for fact in facts)
    kept = within_reach(facts, protocol, at)
    for when in (at, Moment(at + HOUR), Moment(at + DAY)):
        whole, part = (ask(protocol.data_population, Chart.of(those), when).value for those in (facts, kept))
        assert whole == part
    assert all(back <= EVER for back in look_backs(protocol).values() if back < EVER)
