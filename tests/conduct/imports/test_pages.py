"""The screens and the API: looked at, kept as it was looked at, decided; the origin beside the field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.imports.models import File, Held, Layout, Settled
from bedside.conduct.people.roles import TABLE, Action, Role
from tests.conduct.api.conftest import program as _program
from tests.conduct.api.conftest import token_of as _token_of

from .conftest import CODES, COLUMNS

program, token_of = _program, _token_of
pytestmark = pytest.mark.usefixtures("study")
Make = Callable[..., Any]
HERE = "/sites/01/imports/"
SHEET = "/participants/{code}/forms/unscheduled/laboratory/"


@pytest.fixture
def browser(user: Make, client_of: Make) -> Make:
    def made(role: str = "investigator", language: str = "en", site: str = "01") -> Any:
        client = client_of(user(role, site))
        client.cookies["django_language"] = language
        return client

    return made


def shown(answer: Any) -> str:
    return str(answer.content.decode()).replace("\u00a0", " ").replace("\u202f", " ")


def looked(client: Any, sent: Any, layout: str = "layout:GLIMS") -> Any:
    file = SimpleUploadedFile(sent.name, sent.text.encode())
    return client.post(f"{HERE}look/", {"file": file, "layout": layout})


def kept(client: Any, sent: Any) -> Any:
    held = looked(client, sent).context["held"]
    return client.post(f"{HERE}keep/", {"held": held}, follow=True)


@pytest.mark.proves("imports origin-shown", "imports counts-add-up")
def test_from_the_look_to_the_decision(browser: Make, layout: Make, lines: Make) -> None:
    layout()
    client = browser()
    first = lines(("PLQ", "84"), ("FER", "<12", "µg/L"), ("XYZ", "1"))
    page = shown(looked(client, first))
    assert "3 rows: 2 new, 0 the same, 0 in conflict, 0 to confirm, 1 refused" in page
    assert not Entry.objects.exists()
    assert "2 values kept, 0 to decide." in shown(kept(client, first))
    code = Sheet.objects.get().person.code
    sheet = shown(client.get(SHEET.format(code=code)))
    assert "from line 2 of lab.csv (GLIMS), imported by investigator-01" in sheet and "SHA-256" in sheet
    kept(client, lines(("PLQ", "48"), name="corrected.csv"))
    assert "An imported value waits for a decision." in shown(client.get(SHEET.format(code=code)))
    held = Held.objects.get()
    assert "corrected.csv" in shown(client.get(HERE))
    answer = client.post(f"{HERE}held/{held.pk}/", {"decision": "theirs", "reason": "clotted sample"}, follow=True)
    assert "Decided." in shown(answer) and Settled.objects.get().entry.typed == "48"
    assert "corrected.csv (GLIMS)" in shown(client.get(SHEET.format(code=code)))


def test_in_french(browser: Make, layout: Make, lines: Make) -> None:
    layout()
    client = browser(language="fr")
    page = shown(looked(client, lines(("PLQ", "84"), ("XYZ", "1"))))
    assert "Lignes : 2 (nouveau : 1, identique : 0" in page
    assert "plaquettes 84 10⁹/L" in page and "Hors calendrier" in page
    assert "Rien n’attend de décision." in shown(client.get(HERE))


def test_what_is_kept_is_what_was_looked_at(browser: Make, layout: Make, lines: Make) -> None:
    layout()
    layout(site="02")
    client, other = browser("data manager", site=""), browser("data manager", site="")
    held = looked(client, lines(("PLQ", "84"))).context["held"]
    assert client.post(f"{HERE}keep/", {"held": held[:-3] + "abc"}).status_code == 422
    assert client.post("/sites/02/imports/keep/", {"held": held}).status_code == 422
    assert not File.objects.exists()
    assert other.post(f"{HERE}keep/", {"held": held}).status_code == 302


def test_a_refused_file_is_told_in_a_sentence(browser: Make, layout: Make) -> None:
    layout()
    file = SimpleUploadedFile("lab.csv", b"PK\x03\x04" + b"\0" * 100)
    answer = browser().post(f"{HERE}look/", {"file": file, "layout": "layout:GLIMS"})
    assert answer.status_code == 422 and "a workbook, an archive or another binary file" in shown(answer)
    file = SimpleUploadedFile("lab.csv", b"a;b\n1;2\n")
    answer = browser().post(f"{HERE}look/", {"file": file, "layout": "layout:GLIMS"})
    assert answer.status_code == 422 and "the first line must name the columns Patient étude" in shown(answer)
    assert browser().post(f"{HERE}look/", {"file": file, "layout": "layout:none"}).status_code == 422
    assert browser().post(f"{HERE}look/").status_code == 422


@pytest.mark.parametrize("role", Role)
def test_who_may_is_what_the_table_says(role: Role, browser: Make, keep: Make, lines: Make) -> None:
    for value in ("84", "48"):
        keep(lines(("PLQ", value)))
    client, held = browser(role.value), Held.objects.get()
    decides = Action.ADJUDICATE_IMPORT in TABLE[role]
    answer = client.post(f"{HERE}held/{held.pk}/", {"decision": "ours", "reason": "seen"})
    assert (answer.status_code == 302) is decides is Settled.objects.exists()
    page = client.get(HERE)
    assert (page.status_code == 200) is (Action.SEE_IDENTITY_FREE_DATA in TABLE[role])
    assert ('type="file"' in shown(page)) is (Action.IMPORT_DATA in TABLE[role])


def test_layouts_are_kept_with_their_history(browser: Make) -> None:
    client = browser()
    sent = {"name": "GLIMS", "encoding": "latin-1", "codes": CODES,
            **{f"column-{name}": heading for name, heading in COLUMNS.items()}}  # fmt: skip
    assert client.post(f"{HERE}layouts/add/", sent).status_code == 302
    assert client.post(f"{HERE}layouts/add/", {**sent, "codes": "PLQ; platelets; 10*9/L"}).status_code == 302
    assert Layout.objects.count() == 2
    page = shown(client.get(f"{HERE}layouts/"))
    assert "holds" in page and "before" in page


@pytest.mark.parametrize(("wrong", "says"), [
    ({"name": "Dr Martin"}, "needs a name"),
    ({"codes": ""}, "No code is given"),
    ({"codes": "PLQ; plaquettes; 10*9/L"}, "is no laboratory result"),
    ({"codes": "PLQ; platelets; mg/L"}, "is not offered"),
    ({"codes": "PLQ; platelets; 10*9/L\nPLQ; platelets; 10*9/L"}, "stands twice"),
    ({"column-who": "Nom"}, "looks like an identity"),
    ({"column-value": ""}, "Name a column each"),
    ({"encoding": "utf-7"}, "encoding is not known"),
])  # fmt: skip
def test_what_is_no_layout_is_told_beside_what_was_typed(wrong: dict[str, str], says: str, browser: Make) -> None:
    sent = {"name": "GLIMS", "encoding": "latin-1", "codes": CODES,
            **{f"column-{name}": heading for name, heading in COLUMNS.items()}, **wrong}  # fmt: skip
    answer = browser().post(f"{HERE}layouts/add/", sent)
    assert answer.status_code == 422 and says in shown(answer) and not Layout.objects.exists()


def test_through_the_api(program: Make, user: Make, layout: Make, lines: Make) -> None:
    layout()
    caller, sent = program(user("investigator", "01")), lines(("PLQ", "84"))
    body = {"name": sent.name, "layout": "layout:GLIMS", "content": sent.text}
    seen = caller.send("POST", "/sites/01/imports/look", body).json()
    assert [row["verdict"] for row in seen["rows"]] == ["new"]
    assert caller.send("POST", "/sites/01/imports/keep", {**body, "mark": "x"}).status_code == 422
    told = caller.send("POST", "/sites/01/imports/keep", {**body, "mark": seen["mark"]})
    assert told.status_code == 201 and told.json()["new"] == 1
    assert [each["name"] for each in caller.get("/sites/01/imports").json()] == ["lab.csv"]
    other = lines(("PLQ", "48"))
    body = {"name": other.name, "layout": "layout:GLIMS", "content": other.text}
    mark = caller.send("POST", "/sites/01/imports/look", body).json()["mark"]
    assert caller.send("POST", "/sites/01/imports/keep", {**body, "mark": mark}).json()["conflicts"] == 1
    (held,) = caller.get("/sites/01/imports/held").json()
    path = f"/sites/01/imports/held/{held['number']}"
    assert caller.send("POST", path, {"decision": "ours", "reason": "checked"}).json() == {"decision": "ours"}
    assert caller.send("POST", path, {"decision": "ours", "reason": "checked"}).status_code == 422
