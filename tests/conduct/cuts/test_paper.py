"""The PDFs: what was typed stands there as typed, whatever it looks like; long trails go on over pages."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.casebook.computing import rules_of
from bedside.conduct.casebook.models import Computed
from bedside.conduct.casebook.places import UNSCHEDULED
from bedside.conduct.closing.meanings import Meaning
from bedside.conduct.closing.models import Signature
from bedside.conduct.cuts.casebook_on_paper import casebook_pdf
from bedside.conduct.cuts.casebook_on_paper import contents as casebook_contents
from bedside.conduct.participants.models import Deviation
from bedside.conduct.trail.keeping import Act, keep
from bedside.conduct.trail.models import Event
from bedside.conduct.trail.redacting import redact
from bedside.exports.forms_on_paper import contents, forms_pdf
from bedside.exports.paper import pdf
from bedside.protocol.model import ItemKind, Protocol
from tests import needs

Make = Callable[..., Any]
MARKUP = "#panic() *b* _i_ $x$ \\ [ ] @ref <label> `raw` // /* = - + ~ #let a = 1 \"'"

SIGNS = "#*_$\\[]@<>`/=-+~{}()\"'\n "
"""What typst's markup is made of."""


def read(content: bytes, place: Path) -> str:
    needs.program("pdftotext")
    (place / "a.pdf").write_bytes(content)
    told = subprocess.run(["pdftotext", "-layout", str(place / "a.pdf"), "-"], capture_output=True, check=True)
    return told.stdout.decode()


def closed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def form_with_text(protocol: Protocol) -> tuple[Any, Any]:
    found = ((form, item) for form in protocol.forms for item in form.items)
    return next((form, item) for form, item in found if item.kind is ItemKind.TEXT and not item.shown_when)


@pytest.mark.proves("inspection participant-pdf")
def test_a_casebook_tells_values_corrections_and_the_whole_trail(
    included: Make, actor: Make, running: Any, tmp_path: Path
) -> None:
    person, (form, item) = included(3), form_with_text(running.protocol)
    sheet = open_sheet(actor("nurse"), person, UNSCHEDULED, form.id, running.protocol.version)
    save(actor("nurse"), sheet, {item.id: Typed(MARKUP)})
    save(actor("investigator"), sheet, {item.id: Typed("second", reason="it was #wrong")})
    text = read(casebook_pdf(person, "en"), tmp_path)
    for part in (MARKUP, "second", "it was #wrong", "nurse-01 (research nurse)", "investigator-01 (investigator)"):
        assert closed(part) in closed(text), part
    numbers = Event.objects.filter(participant=person.code).values_list("number", flat=True)
    assert all(re.search(rf"^\s*{number}\s", text, re.M) for number in numbers)
    assert running.protocol.hash[:16] in text and re.search(r"page 1 of \d+", text)
    assert "page1sur" in closed(read(casebook_pdf(person, "fr"), tmp_path))


def test_a_signature_is_printed_with_its_meaning_and_whether_it_holds(
    included: Make, actor: Make, running: Any, tmp_path: Path
) -> None:
    person, (form, item) = included(3), form_with_text(running.protocol)
    sheet = open_sheet(actor("nurse"), person, UNSCHEDULED, form.id, running.protocol.version)
    row = Signature(site="01", participant=person.code, meaning=Meaning.REVIEWED, said="I have reviewed it.",
                    name="Dr Example", signed="")  # fmt: skip
    keep(Act(actor("investigator"), "sign", "01", person.code), row)
    text = closed(read(casebook_pdf(person, "en"), tmp_path))
    assert closed("Dr Example") in text and closed("I have reviewed it.") in text and "changedsince" not in text
    save(actor("nurse"), sheet, {item.id: Typed("later")})
    assert "changedsince" in closed(read(casebook_pdf(person, "en"), tmp_path))


@pytest.mark.parametrize(("language", "words"), [
    ("en", "A lawful basis is given; not met; consent; the whole casebook; 40 years"),
    ("fr", "Une base légale est donnée; non; consentement; tout le cahier; 40 ans"),
])  # fmt: skip
def test_no_code_is_printed_where_there_are_words(
    language: str, words: str, included: Make, actor: Make, running: Any
) -> None:
    person, by = included(3), actor("investigator")
    forms = [(form, item) for form in running.protocol.forms for item in form.items]
    judged, met = next((f, i) for f, i in forms if i.rule and rules_of(running.protocol)[i.rule].truth)
    aged, age = next((f, i) for f, i in forms if i.units == ("a",))
    sheet = open_sheet(by, person, "D0", judged.id, running.protocol.version)
    act = Act(by, "compute", "01", person.code)
    save(by, open_sheet(by, person, "D0", aged.id, running.protocol.version), {age.id: Typed("40", "a")})
    keep(act, Computed(sheet=sheet, item=met.id, number=99, low="0", high="0", inputs="[]"))
    keep(act, Deviation(person=person, kind="consent", found_us=0, told="-"))
    keep(act, Signature(site="01", participant=person.code, meaning=Meaning.REVIEWED, said="-", name="-", signed=""))
    held = casebook_contents(person, language)
    said = {cell for section in held["sections"] for row in section["rows"] for cell in row}
    said |= {item["value"] for each in held["sheets"] for item in each["items"]}
    assert set(words.split("; ")) - said == set() and not said & {"give", "hs_examination", "D0"}


def test_a_redacted_text_is_not_printed(included: Make, actor: Make, running: Any, tmp_path: Path) -> None:
    person, (form, item) = included(3), form_with_text(running.protocol)
    sheet = open_sheet(actor("nurse"), person, UNSCHEDULED, form.id, running.protocol.version)
    entry = save(actor("nurse"), sheet, {item.id: Typed("unmentionable")})[0]
    redact(Act(actor("data manager", ""), "redact", person.site, person.code, reason="identifies"), entry, "typed")
    text = read(casebook_pdf(person, "en"), tmp_path)
    assert "unmentionable" not in text and "[redacted]" in text


def test_a_long_trail_goes_on_over_pages(running: Any, tmp_path: Path) -> None:
    same = ["2026-11-22 08:00\nnurse-01", "save a value"]
    rows = [[str(n), *same, f"value {n}", "D0 / vital signs"] for n in range(900)]
    held = _empty() | {"trail": {"title": "Audit trail", "lead": "", "head": list("abcde"), "rows": rows}}
    text = read(pdf("casebook", held), tmp_path)
    pages = int(re.search(r"page 1 of (\d+)", text)[1])  # type: ignore[index]
    assert pages > 15 and all(f"value {n}" in text for n in range(900))


def _empty() -> dict[str, Any]:
    head = {"study": "Study", "right": "01-S001", "left": "Casebook", "below": "Protocol 1.0"}
    return {
        "language": "en", "title": "Casebook", "not_real": "", "head": head, "foot": "", "page": "page", "of": "of",
        "facts": [], "sections": [], "sheets": [],
        "trail": {"title": "t", "lead": "", "head": list("abcde"), "rows": []},
    }  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=60), st.text(SIGNS, max_size=40))
def test_no_text_is_ever_read_as_markup(anything: str, signs: str) -> None:
    items = [{"label": anything, "value": signs, "versions": [signs, anything]}]
    rows = [[anything, signs, anything, signs, anything]]
    held = _empty() | {
        "title": signs, "facts": [[anything, signs]], "sheets": [{"title": anything, "where": signs, "items": items}],
        "trail": {"title": signs, "lead": anything, "head": list("abcde"), "rows": rows},
    }  # fmt: skip
    assert pdf("casebook", held).startswith(b"%PDF")


@pytest.mark.proves("out forms-on-paper")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_blank_forms_ask_for_a_code_and_say_which_form_they_are(protocol: Any, language: str, tmp_path: Path) -> None:
    text = read(forms_pdf(protocol, language), tmp_path)
    for form in protocol.forms:
        assert closed(form.text.say(language)) in closed(text)
        assert f"{form.id} ·" in text
    assert ("Participant code" if language == "en" else "Code du participant") in text
    assert protocol.hash in text and ("page 2 of" if language == "en" else "page 2 sur") in text
    units = {
        u for form in contents(protocol, language, False, False)["forms"] for i in form["items"] for u in i["units"]
    }
    assert {"years": "en", "ans": "fr"}.items() & {(unit, language) for unit in units}


@pytest.mark.proves("out forms-on-paper")
def test_annotated_forms_name_every_item_variable_unit_and_code(protocol: Any, second_trial: Any) -> None:
    for each in (protocol, second_trial):
        held = contents(each, "en", True, False)
        for form, told in zip(each.forms, held["forms"], strict=True):
            for item, line in zip(form.items, told["items"], strict=True):
                said = "\n".join(line["annotation"])
                assert f"{form.id}.{item.id} [{item.kind.value}]" in said
                assert not item.variable or f"variable {item.variable} " in said
                assert all(unit in said for unit in item.units) and all(code.code in said for code in item.codes)


def test_the_pages(included: Make, user: Make, client_of: Make) -> None:
    person = included(1)
    client = client_of(user("monitor", "01"))
    for path in ("/cuts/forms/blank.pdf", "/cuts/forms/annotated.pdf", f"/cuts/casebook/{person.code}.pdf"):
        sent = client.get(path)
        assert sent.status_code == 200 and sent.content.startswith(b"%PDF"), path
        assert Event.objects.filter(action="export").latest("number").place in sent["Content-Disposition"]
    assert client_of(user("monitor", "02")).get(f"/cuts/casebook/{person.code}.pdf").status_code == 403
