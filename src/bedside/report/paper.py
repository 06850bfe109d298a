"""A page of results as one HTML file that needs nothing else: styles and both languages are in it, and no script."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from bedside.values.wording import LANGUAGES

HERE = "bedside.report"


def paper(page: str, rooms: Sequence[str], voice: Callable[[str], Any], language: str, **held: object) -> str:
    """The page of a template that extends `paper.html`; `language` is shown first.

    `rooms` are the packages whose `templates` it is put together from, its own first; each may have a `paper.css`.
    `voice` makes what the template asks for in a language (`title`, `say`), `held` is what it asks for beside.
    """

    def source(name: str) -> str | None:
        return next((text for room in (*rooms, HERE) if (text := _text(room, name)) is not None), None)

    environment = Environment(
        loader=FunctionLoader(source), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    voices = [voice(each) for each in sorted(LANGUAGES, key=lambda each: each != language)]
    sheets = [_text(HERE, "style.css"), *(_text(room, "paper.css") for room in (HERE, *reversed(rooms)))]
    style = Markup("".join(filter(None, sheets)))
    return environment.get_template(page).render(voices=voices, first=voices[0], style=style, **held)


def _text(room: str, name: str) -> str | None:
    file = files(room).joinpath("templates", name)
    return file.read_text(encoding="utf-8") if file.is_file() else None
