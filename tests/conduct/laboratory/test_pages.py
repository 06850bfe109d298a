"""The screens: ranges listed, added, ended, sent as a file; the grid; results told while they are typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bedside.conduct.casebook.models import Draft, Entry, Sheet
from bedside.conduct.casebook.places import place_of_sheet
from bedside.conduct.laboratory import files
from bedside.conduct.laboratory.actions import add_range
from bedside.conduct.laboratory.models import Range, RangeEnded
from bedside.conduct.laboratory.typed import COLUMNS
from bedside.conduct.people.roles import TABLE, Action, Reach, Role
from bedside.conduct.study.choices import DELTA
from bedside.conduct.study.models import Setting
from bedside.conduct.trail.keeping import Act, keep
from bedside.conduct.trail.models import Event

pytestmark = pytest.mark.usefixtures("study")
Make = Callable[..., Any]
HERE = "/sites/01/ranges/"
HEADER = ",".join(COLUMNS)
GOOD = 'Central,hemoglobin,g/dL,female,18,,2026-01-01,,"12,0",16'


@pytest.fixture
def browser(user: Make, client_of: Make) -> Callable[..., Any]:
    """browser(role): somebody of site 01."""

    def made(role: str = "investigator", language: str = "en") -> Any:
        client = client_of(user(role, "01"))
        client.cookies["django_language"] = language
        return client

    return made


def send(client: Any, text: str | bytes, name: str = "ranges.csv") -> Any:
    content = text if isinstance(text, bytes) else text.encode()
    return client.post(f"{HERE}upload/", {"file": SimpleUploadedFile(name, content)})


def shown(answer: Any) -> str:
    return str(answer.content.decode()).replace("\u00a0", " ")


# --- who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_who_may_change_ranges_is_what_the_table_says(role: Role, browser: Make, typed: Make, actor: Make) -> None:
    client, sees = browser(role.value), Action.SEE_IDENTITY_FREE_DATA in TABLE[role]
    may = TABLE[role].get(Action.MANAGE_RANGES) in (Reach.SITE, Reach.ALL)
    held = add_range(actor("investigator"), "01", typed())
    assert (client.get(HERE).status_code == 200) is sees
    assert (client.get(f"{HERE}ranges.csv").status_code == 200) is sees
    assert (client.post(f"{HERE}add/", vars(typed(sex="male", variable="wbc"))).status_code == 403) is not may
    assert (
        client.post(f"{HERE}{held.pk}/end/", {"to_day": "2026-06-01", "reason": "new"}).status_code == 403
    ) is not may
    assert (send(client, f"{HEADER}\n{GOOD}").status_code == 403) is not may
    assert (client.post(f"{HERE}keep/", {"text": f"{HEADER}\n"}).status_code == 403) is not may
    assert RangeEnded.objects.exists() is may
    if sees and not may:
        assert "ranges/add/" not in shown(client.get(HERE))


def test_a_range_of_another_site_is_not_found_from_this_one(browser: Make, typed: Make, actor: Make) -> None:
    held = add_range(actor("investigator", "02"), "02", typed())
    assert browser().post(f"{HERE}{held.pk}/end/", {"to_day": "2026-06-01", "reason": "x"}).status_code == 404
    assert browser().get("/sites/02/ranges/").status_code == 403
    assert browser("data manager").get("/sites/none/ranges/").status_code == 404


# --- list, add, end ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "word", "limits"),
    [("en", "Reference ranges", "12.0–16 g/dL"), ("fr", "Valeurs de référence", "12,0–16 g/dL")],
)
def test_the_list_in_both_languages(
    language: str, word: str, limits: str, browser: Make, typed: Make, actor: Make
) -> None:
    client = browser(language=language)
    assert word in shown(client.get(HERE))
    add_range(actor("investigator"), "01", typed(sex="female"))
    page = shown(client.get(HERE))
    assert limits in page
    assert "investigator-01" in page


def test_adding_and_ending_on_the_screen(browser: Make, typed: Make) -> None:
    client = browser()
    assert client.post(f"{HERE}add/", vars(typed())).status_code == 302
    held = Range.objects.get()
    assert client.post(f"{HERE}{held.pk}/end/", {"to_day": "2026-06-01", "reason": ""}).status_code == 422
    assert client.post(f"{HERE}{held.pk}/end/", {"to_day": "2026-06-01", "reason": "new analyser"}).status_code == 302
    page = shown(client.get(HERE))
    assert "no longer" in page
    assert "new analyser" in page


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(browser: Make, typed: Make) -> None:
    client = browser()
    answer = client.post(f"{HERE}add/", vars(typed(low="16", high="12", laboratory='<b>"Lab')))
    assert answer.status_code == 422
    page = shown(answer)
    assert "The limits are the wrong way round." in page
    assert 'value="&lt;b&gt;&quot;Lab"' in page
    client.post(f"{HERE}add/", vars(typed()))
    assert "A range holds then already: Central, 12,0 to 16 g/dL" in shown(client.post(f"{HERE}add/", vars(typed())))
    assert Range.objects.count() == 1


# --- files ------------------------------------------------------------------------------------------------------------


def test_what_goes_out_comes_back_in(browser: Make, typed: Make, actor: Make) -> None:
    by = actor("investigator")
    add_range(by, "01", typed(sex="female", age_from="18", age_to="60", to_day="2026-12-31"))
    add_range(by, "01", typed(variable="alt", unit="U/L", low="", high="40"))
    client = browser()
    out = client.get(f"{HERE}ranges.csv")
    assert Event.objects.filter(action="export", place="ranges-01.csv").count() == 1
    page = shown(send(client, out.content))
    assert page.count("kept already") == 2
    assert "The file says nothing new." in page


def test_a_file_is_looked_at_before_anything_is_kept(browser: Make) -> None:
    client, text = browser(), f"{HEADER}\n{GOOD}\n\nCentral,alt,U/L,,,,2026-01-01,,,40\n"
    answer = send(client, text)
    assert answer.status_code == 200
    assert not Range.objects.exists()
    assert "Keep the 2 new ranges" in shown(answer)
    assert client.post(f"{HERE}keep/", {"text": text}).status_code == 302
    assert sorted(Range.objects.values_list("variable", "low", "high")) == [
        ("alt", "", "40"), ("hemoglobin", "12,0", "16")]  # fmt: skip


def test_a_spreadsheet_with_semicolons_and_decimal_commas(browser: Make) -> None:
    text = f"\ufeff{HEADER.replace(',', ';')}\r\nCentral;hemoglobin;g/dL;;;;2026-01-01;;12,0;16,5\r\n"
    client = browser()
    assert "Keep the 1 new ranges" in shown(send(client, text))
    client.post(f"{HERE}keep/", {"text": text})
    assert Range.objects.get().high == "16,5"


def test_errors_are_told_row_by_row_and_nothing_is_kept(browser: Make) -> None:
    text = "\n".join([HEADER, GOOD, GOOD.replace("hemoglobin", "blood"), "Central,alt", GOOD.replace("18,,", "20,,")])
    client = browser()
    answer = send(client, text)
    assert answer.status_code == 422
    page = shown(answer)
    assert "“blood” is no analyte of this study" in page
    assert "This row has 2 cells, the first line 10." in page
    assert "the same people and days as line 2" in page
    assert client.post(f"{HERE}keep/", {"text": text}).status_code == 422
    assert not Range.objects.exists()


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"PK\x03\x04\x00\x00", "ranges.csv", "not a CSV file"),
        (HEADER.encode(), "ranges.xlsx", "not a CSV file"),
        ("é".encode("latin-1"), "ranges.csv", "not in UTF-8"), (b"", "ranges.csv", "must name the columns"),
        (b"a,b\n1,2\n", "ranges.csv", "must name the columns"),
        (b"x" * (files.LARGEST + 1), "ranges.csv", "longer than"),
        ("\n".join([HEADER, *[GOOD] * (files.MOST + 1)]).encode(), "ranges.csv", "more than"),
    ],
)  # fmt: skip
def test_files_that_cannot_be_read_are_refused(content: bytes, name: str, says: str, browser: Make) -> None:
    answer = send(browser(), content, name)
    assert answer.status_code == 422
    assert says in shown(answer)
    assert not Range.objects.exists()


def test_no_file_and_a_long_text_are_refused(browser: Make) -> None:
    assert browser().post(f"{HERE}upload/").status_code == 422
    assert browser().post(f"{HERE}keep/", {"text": "x" * (files.LARGEST + 1)}).status_code == 422


# --- results while they are typed, and the grid -----------------------------------------------------------------------


@pytest.fixture
def ranged(typed: Make, actor: Make) -> None:
    add_range(actor("investigator"), "01", typed(variable="platelets", unit="10*9/L", low="150", high="400"))
    add_range(actor("investigator"), "01", typed(variable="hemoglobin"))


def test_a_form_tells_flag_range_and_grade(included: Make, result: Make, ranged: None, browser: Make) -> None:
    sheet = result(included(), 1, platelets="60")
    address = place_of_sheet(sheet).address(sheet.person.code)
    page = shown(browser("nurse").get(address))
    assert "L, below the range: 150–400 × 10⁹/L (Central, from 2020-01-01; entered by investigator-01 on" in page
    assert "CTCAE v5.0: Platelet count decreased, grade 2" in page
    french = shown(browser("nurse", "fr").get(address))
    assert "L, sous les valeurs de référence" in french
    assert "Plaquettes diminuées, grade 2" in french


def test_it_is_told_while_it_is_typed(included: Make, result: Make, ranged: None, browser: Make) -> None:
    sheet = result(included(), 1, platelets="60")
    place, client = place_of_sheet(sheet), browser("nurse")
    sent = {"v-hemoglobin": "8,5", "u-hemoglobin": "g/dL", "n-hemoglobin": "0", "left": "hemoglobin"}
    told = client.post(place.address(sheet.person.code, "draft"), sent).json()["left"]
    assert told["canonical"].split() == ["85", "g/L"]
    assert told["results"][0].startswith("L, below the range: 12.0–16\u00a0g/dL")
    assert "Anemia, grade 2 or more (3 if transfusion is indicated, 4 if life-threatening)" in told["results"][1]
    sent["v-hemoglobin"] = "many"
    assert client.post(place.address(sheet.person.code, "draft"), sent).json()["left"]["results"] == []


def grid_of(someone: Any) -> str:
    return f"/participants/{someone.code}/laboratory/"


def test_the_grid_shows_flags_grades_and_the_baseline(
    included: Make, result: Make, ranged: None, browser: Make
) -> None:
    someone = included()
    result(someone, -0.5, platelets="90", hemoglobin="130")
    result(someone, 1, platelets="<5")
    page = shown(browser("monitor").get(grid_of(someone)))
    row = re.search(r"platelets<br>.*?</tr>", page, re.DOTALL)
    assert row
    assert re.findall(r"G\d[^\s<)]*", row[0]) == ["G1", "G4", "G1"]
    assert row[0].count('class="flag"') == 2
    assert "&lt;5" in row[0]
    assert '<input name="v.' not in page, "a monitor types nothing"


def test_the_unit_of_a_row_is_chosen_with_its_factor(included: Make, result: Make, browser: Make) -> None:
    someone = included()
    result(someone, 1, triglycerides="2,5")
    page = shown(browser("nurse").get(grid_of(someone), {"u.triglycerides": "mg/dL"}))
    assert "221.4" in page
    assert "1 mg/dL = 0.01129 mmol/L" in page
    assert "as typed: 2.5 mmol/L" in page
    same = shown(browser("nurse").get(grid_of(someone), {"u.triglycerides": "U/mL"}))
    assert "as typed" not in same, "a unit that is not offered is passed over"


def test_empty_cells_are_typed_and_saved_as_on_the_form(
    included: Make, result: Make, ranged: None, browser: Make
) -> None:
    someone, client = included(), browser("nurse")
    sheet = result(someone, 1, platelets="60")
    page = shown(client.get(grid_of(someone)))
    assert f'name="v.{sheet.pk}.hemoglobin"' in page
    assert f'name="v.{sheet.pk}.platelets"' not in page, "a correction is made on the form, with its reason"
    sent = {f"v.{sheet.pk}.hemoglobin": "95", "u.hemoglobin": "g/L", f"v.{sheet.pk}.wbc": "", f"v.{sheet.pk}.none": "1"}
    assert client.post(f"{grid_of(someone)}save/", sent)["Location"] == grid_of(someone)
    kept = Entry.objects.get(sheet=sheet, item="hemoglobin")
    assert (kept.typed, kept.unit, kept.number) == ("95", "g/L", 1)
    assert kept.event.action == "save item"


def test_what_a_check_asks_about_waits_on_the_form(included: Make, result: Make, browser: Make) -> None:
    someone, client = included(), browser("nurse")
    sheet = result(someone, 1, platelets="60")
    answer = client.post(f"{grid_of(someone)}save/", {f"v.{sheet.pk}.hemoglobin": "900", f"v.{sheet.pk}.wbc": "3"})
    assert answer["Location"].endswith("#f-hemoglobin")
    assert Entry.objects.filter(sheet=sheet, item="wbc").exists()
    assert not Entry.objects.filter(sheet=sheet, item="hemoglobin").exists()
    assert Draft.objects.get(sheet=sheet).typed["hemoglobin"]["text"] == "900"
    again = client.post(f"{grid_of(someone)}save/", {f"v.{sheet.pk}.ferritin": "500"})
    assert again["Location"] == place_of_sheet(sheet).address(someone.code), "a draft is not written over"
    assert Draft.objects.get(sheet=sheet).typed["hemoglobin"]["text"] == "900"


def test_a_cell_that_another_filled_meanwhile_is_not_written_over(included: Make, result: Make, browser: Make) -> None:
    someone, client = included(), browser("nurse")
    sheet = result(someone, 1, platelets="60")
    client.post(f"{grid_of(someone)}save/", {f"v.{sheet.pk}.platelets": "61"})
    assert Entry.objects.get(sheet=sheet, item="platelets").typed == "60"
    assert Draft.objects.get(sheet=sheet).typed["platelets"]["text"] == "61"


def test_the_sheets_of_somebody_else_are_out_of_reach(
    included: Make, result: Make, person: Make, browser: Make
) -> None:
    someone, other = included(), person()
    sheet = result(someone, 1, platelets="60")
    browser("nurse").post(f"{grid_of(other)}save/", {f"v.{sheet.pk}.hemoglobin": "95"})
    assert not Entry.objects.filter(sheet=sheet, item="hemoglobin").exists()
    assert Sheet.objects.filter(person=other).count() == 0


def test_a_leap_from_the_value_before_is_asked_about_by_the_factor_of_the_study(
    included: Make, result: Make, actor: Make, browser: Make
) -> None:
    someone, client = included(), browser("nurse")
    result(someone, 1, ferritin="1000")
    place = place_of_sheet(result(someone, 2, platelets="60"))
    sent = {"v-ferritin": "5000", "u-ferritin": "ug/L", "n-ferritin": "0", "left": "ferritin"}

    def asked() -> str:
        found = client.post(place.address(someone.code, "draft"), sent).json()["left"]["findings"]
        return " ".join(each["text"] for each in found if each["gravity"] == "confirm")

    assert "changed ×" not in asked()
    keep(Act(actor("administrator", ""), "set"), Setting(name=DELTA, value="5"))
    assert "changed × 5 or more" in asked()
