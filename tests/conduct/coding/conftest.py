"""Two tiny dictionaries, made up: no word or code of them is of MedDRA or WHODrug.

events    events(version, **names) -> a folder laid out as MedDRA is distributed
drugs     drugs(version) -> a folder with a WHODrug text file
written   written(text, item, site) -> the entry of a text on the history form of somebody screened
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TERMS = {"90001": ("Fièvre", "80001", "Y"), "90002": ("Fever of the made-up kind", "80001", "Y"),
         "90003": ("Old name of fever", "80001", "N"), "90004": ("Bleeding, invented", "80002", "Y"),
         "90005": ("Invented bleeding of the gut", "80002", "Y")}  # fmt: skip


@pytest.fixture
def events(tmp_path: Path) -> Callable[..., Path]:
    def made(name: str = "one", terms: dict[str, tuple[str, str, str]] = TERMS) -> Path:
        folder = tmp_path / f"events-{name}"
        folder.mkdir()
        texts = {
            "llt.asc": [f"{code}${term}${pt}$$$$$$${now}$$" for code, (term, pt, now) in terms.items()],
            "pt.asc": ["80001$Made-up fever$$70001$$$$$$$$", "80002$Made-up bleeding$$70002$$$$$$$$"],
            "hlt.asc": ["60001$Made-up temperatures$$$$$$$$", "60002$Made-up losses$$$$$$$$"],
            "soc.asc": ["70001$Made-up general$Gen$$$$$$$", "70002$Made-up vessels$Ves$$$$$$$"],
            "mdhier.asc": [
                "80001$60001$65001$70001$Made-up fever$Made-up temperatures$Made-up heat$Made-up general$Gen$$70001$Y$",
                "80001$60001$65001$70002$Made-up fever$Made-up temperatures$Made-up heat$Made-up vessels$Ves$$70001$N$",
                "80002$60002$65002$70002$Made-up bleeding$Made-up losses$Made-up blood$Made-up vessels$Ves$$70002$Y$",
            ],
        }  # fmt: skip
        for file, lines in texts.items():
            (folder / file).write_text("\n".join(lines) + "\n", encoding="utf-8")
        return folder

    return made


@pytest.fixture
def drugs(tmp_path: Path) -> Callable[..., Path]:
    def made(name: str = "one") -> Path:
        folder = tmp_path / f"drugs-{name}"
        folder.mkdir()
        lines = ["code\tname\tpreferred\tatc", "100 01\tFictivir\tfictivirum\tZ99XX01", "100 02\tPlacebol\t\t"]
        (folder / "whodrug.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return folder

    return made


@pytest.fixture
def written(study: Any, actor: Callable[..., Any]) -> Callable[..., Any]:
    from bedside.conduct.casebook.actions import open_sheet, save
    from bedside.conduct.casebook.models import Sheet
    from bedside.conduct.casebook.places import UNSCHEDULED
    from bedside.conduct.casebook.typed import Typed
    from bedside.conduct.participants.actions import screen
    from bedside.conduct.participants.models import Person

    def made(
        text: str, item: str = "trigger_detail", site: str = "01", reason: str = "", person: Any = None,
        form: str = "medical_history", number: int = 1,
    ) -> Any:  # fmt: skip
        nurse = actor("nurse", site)
        visits = (each.id for each in study.protocol.schedule.visits if form in each.forms)
        person = person or Person.objects.filter(site=site).first() or screen(nurse, site)
        sheet = Sheet.objects.filter(person=person, form=form, number=number).first() or open_sheet(
            nurse, person, next(visits, UNSCHEDULED), form, study.protocol.version, None, number
        )
        return save(nurse, sheet, {item: Typed(text, reason=reason)})[0]

    return made
