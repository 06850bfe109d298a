"""A laboratory's files: its layout at site 01, and files in its own words.

layout   layout(**parts) -> the layout GLIMS of site 01, kept
lines    lines(row, ...) -> a file as it is received; a row is (code, value[, unit[, hours ago[, person]]])
look     look(sent) -> the plan, by the layout
keep     keep(sent) -> the file that was kept, through the look
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.conduct.casebook.conftest import person as _person

person = _person
CODES = """PLQ; platelets; 10*9/L; G/L
FER; ferritin; ug/L; µg/L
HB; hemoglobin; g/dL; g/dL
HB; hemoglobin; g/L; g/L
IL6; il6; pg/mL; pg/mL"""
COLUMNS = {"who": "Patient étude", "taken": "Date", "clock": "Heure", "code": "Analyse", "value": "Résultat",
           "unit": "Unité"}  # fmt: skip
HEADER = ";".join(COLUMNS.values())
Make = Callable[..., Any]


@pytest.fixture
def layout(study: Any, actor: Make) -> Make:
    from bedside.conduct.imports import actions, layouts

    def made(name: str = "GLIMS", site: str = "01", **parts: Any) -> Any:
        typed = layouts.Typed(**{"name": name, "codes": CODES, "columns": COLUMNS, **parts})
        return layouts.read_of(actions.keep_layout(actor("investigator", site), site, typed))

    return made


@pytest.fixture
def lines(person: Make) -> Make:
    from django.utils import timezone

    from bedside.conduct.imports.files import received

    someone: list[Any] = []
    now = timezone.localtime()  # once: two files of one test speak of the same sample

    def made(*rows: tuple[Any, ...], who: Any = None, name: str = "lab.csv") -> Any:
        if who is None:
            someone.extend([] if someone else [person()])
            who = someone[0]
        text = [HEADER]
        for code, value, *more in rows:
            unit, hours, other = (*more, *("G/L", 10, who)[len(more) :])
            at = now - timedelta(hours=hours)
            whose = other if isinstance(other, str) else other.code
            text.append(f"{whose};{at:%d/%m/%Y};{at:%H:%M};{code};{value};{unit}")
        return received(name, "\n".join(text).encode(), "latin-1")

    return made


@pytest.fixture
def look(layout: Make) -> Make:
    from bedside.conduct.imports.looking import look as looked

    by: list[Any] = []

    def made(sent: Any, site: str = "01", layout_: Any = None) -> Any:
        by.extend([] if by else [layout()])
        return looked(site, layout_ or by[0], sent)

    return made


@pytest.fixture
def keep(look: Make, actor: Make) -> Make:
    from bedside.conduct.imports.actions import keep_file
    from bedside.conduct.imports.layouts import layouts_of

    def made(sent: Any) -> Any:
        plan = look(sent)
        return keep_file(actor("nurse"), "01", layouts_of("01")[0], sent, plan.mark)

    return made
