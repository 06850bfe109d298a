"""The page of the design: what `bedside design` makes of the protocol, and of other numbers that are tried."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from bedside.__main__ import main
from bedside.conduct.people.models import User
from bedside.conduct.study.actions import add_version
from bedside.conduct.trail.keeping import Actor
from bedside.conduct.trail.models import Event
from bedside.protocol.loading import load

pytestmark = pytest.mark.usefixtures("study")
Page = Callable[..., Client]


@pytest.fixture
def statistician(user: Callable[..., User], client_of: Page) -> Client:
    return client_of(user("statistician", ""))


def rows_of(archive: bytes) -> list[dict[str, Any]]:
    with zipfile.ZipFile(io.BytesIO(archive)) as held:
        found: list[dict[str, Any]] = json.loads(held.read("rows.json"))
        assert len(list(csv.DictReader(io.StringIO(held.read("rows.csv").decode())))) == len(found)
        assert {"figures/power_over.en.svg", "figures/power_over.fr.png", "design.html"} <= set(held.namelist())
        return found


@pytest.mark.proves("analysis pages")
@pytest.mark.parametrize("tried", [{}, {"p0": "0,45", "p1": "0.65"}])
def test_its_files_are_those_of_the_command(statistician: Client, tmp_path: Path, tried: dict[str, str]) -> None:
    options = [part for name, value in tried.items() for part in (f"--{name}", value.replace(",", "."))]
    assert main(["design", "jakahdi", *options, "--out", str(tmp_path / "out")]) == 0
    answer = statistician.get("/designs/design.zip", tried)
    assert rows_of(answer.content) == json.loads((tmp_path / "out" / "rows.json").read_text(encoding="utf-8"))
    assert Event.objects.order_by("number").last().action == "export"


def test_what_is_tried_is_not_taken_for_the_protocols(statistician: Client) -> None:
    plain = statistician.get("/designs/").content.decode()
    tried = statistician.get("/designs/", {"p0": "0.45"}).content.decode()
    sign = "these are not the protocol’s numbers"
    assert (sign in plain, sign in tried) == (False, True)
    assert 'src="/designs/document/?p0=0.45"' in tried and 'value="0.45"' in tried
    document = statistician.get("/designs/document/", {"p0": "0.45"})
    assert "sandbox" in document.headers["Content-Security-Policy"]
    event = Event.objects.order_by("number").last()
    assert (event.action, json.loads(event.detail)["p0"]) == ("see design", 0.45)


@pytest.mark.parametrize(
    ("tried", "says", "field"),
    [
        ({"p0": "a third"}, "“a third” is no number.", "p0"),
        ({"p0": "0.9", "p1": "0.2"}, "the rate hoped for (0.2) is not above the one to rule out (0.9).", "p1"),
        ({"power": "2"}, "2 is not between 0 and 1.", "power"),
        ({"lost": "1"}, "1 is no share that can be lost.", "lost"),
        ({"p0": "0.5", "p1": "0.5001"}, "", ""),
    ],
)
def test_what_cannot_be_is_said_beside_what_was_typed(
    statistician: Client, tried: dict[str, str], says: str, field: str
) -> None:
    answer = statistician.get("/designs/", tried)
    text = answer.content.decode()
    assert answer.status_code == (422 if says else 200) and says in text
    assert all(f'name="{name}" value="{value}"' in text for name, value in tried.items())
    assert ("<iframe" in text) == (not says)
    if field:
        assert re.findall(r'<input name="(\w+)"[^>]*aria-invalid="true"', text) == [field]
    if says:
        assert statistician.get("/designs/document/", tried).status_code == 422


def test_it_is_refused_in_french(statistician: Client) -> None:
    statistician.post("/language/setlang/", {"language": "fr"})
    text = statistician.get("/designs/", {"p0": "un tiers"}).content.decode()
    assert "« un tiers » n’est pas un nombre." in text.replace("\u00a0", " ")


def test_a_protocol_without_a_design_says_so(statistician: Client, actor: Callable[..., Actor]) -> None:
    add_version(actor("data manager", ""), replace(load("adrenal"), version="9.1"))
    answer = statistician.get("/designs/")
    text = answer.content.decode()
    assert answer.status_code == 200 and "adrenal states no rates of success to tell apart." in text
    assert "<iframe" not in text and 'name="p0"' not in text and 'href="/designs/simulations/"' in text
    assert statistician.get("/designs/document/").status_code == 422
    assert statistician.get("/designs/design.zip").status_code == 422


def test_study_and_cuts_lead_to_it(statistician: Client) -> None:
    for page in ("/study/", "/cuts/"):
        text = statistician.get(page).content.decode()
        assert 'href="/designs/"' in text and 'href="/designs/simulations/"' in text
