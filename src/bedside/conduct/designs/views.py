"""The page of the design: what the number of participants can show, worked out exactly, and other numbers tried."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bedside.conduct.frame.exports import exported
from bedside.conduct.frame.framed import framed, framing
from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.refusals import told
from bedside.conduct.frame.words import language
from bedside.conduct.people.roles import Action
from bedside.conduct.study.protocol import latest
from bedside.conduct.trail.keeping import Act, note
from bedside.design.files import design_files
from bedside.design.page import page_of
from bedside.design.results import rows_of
from bedside.design.stated import of_protocol
from bedside.design.worked import Worked, work_out
from bedside.errors import DesignError
from bedside.protocol.model import Protocol
from bedside.report.packed import packed
from bedside.rules.words import said_number

TRIED = ("p0", "p1", "alpha", "power", "lost")
"""The numbers that may be tried in place of the protocol's."""
NUMBER = re.compile(r"[0-9]{0,6}([.,][0-9]{1,12})?")
Numbers = tuple[tuple[str, float], ...]


@require_GET
@page(Action.SEE_STUDY)
def design(request: HttpRequest) -> HttpResponse:
    """The design in its frame, and the numbers that are tried; where the protocol has none, why."""
    allowed(request, Action.SEE_STUDY)
    protocol, refused, address = latest(), None, ""
    try:
        stated = of_protocol(protocol, {})
    except DesignError as error:
        return render(request, "designs/design.html", {"protocol": protocol, "none": told(error)})
    own = {each.name: said_number(f"{each.value:g}", language()) for each in stated.inputs}
    try:
        numbers = _numbers(request.GET)
        _worked(protocol, protocol.hash, numbers)
        address = urlencode(numbers)
    except DesignError as error:
        refused = told(DesignError(error.words[0], error.where.rpartition(" ")[2], error.words[2]))
    fields = [(name, request.GET.get(name, "").strip(), own.get(name, "")) for name in TRIED]
    context = {"protocol": protocol, "fields": fields, "address": address, "error": refused}
    return framing(render(request, "designs/design.html", context, status=422 if refused else 200))


@require_GET
@page(Action.SEE_STUDY)
def document(request: HttpRequest) -> HttpResponse:
    """The design itself, under a policy of its own."""
    by, protocol, numbers = allowed(request, Action.SEE_STUDY), latest(), _numbers(request.GET)
    text = _page(protocol, protocol.hash, numbers, language())
    note(Act(by, "see design", place=protocol.version, detail={"hash": protocol.hash, **dict(numbers)}))
    return framed(text)


@require_GET
@page(Action.SEE_STUDY)
def files(request: HttpRequest) -> HttpResponse:
    """Page, rows and figures in one archive."""
    by, protocol, numbers = allowed(request, Action.SEE_STUDY), latest(), _numbers(request.GET)
    worked = _worked(protocol, protocol.hash, numbers)
    tried = "".join(f"-{name}-{value:g}" for name, value in numbers)
    name = f"design-{protocol.version}{tried}.zip"
    return exported(by, name, packed(design_files(rows_of(worked), worked, language())), "application/zip")


def _numbers(asked: QueryDict | Mapping[str, str]) -> Numbers:
    """The numbers that are tried. Raises DesignError for what is no number."""
    found = []
    for name in TRIED:
        text = asked.get(name, "").strip()
        if not text:
            continue
        if not NUMBER.fullmatch(text) or not any(map(str.isdigit, text)):
            raise DesignError(f"“{text}” is no number.", name, "Write a proportion, such as 0.4 for 40 %.")
        found.append((name, float(text.replace(",", "."))))
    return tuple(found)


@lru_cache(maxsize=8)
def _worked(protocol: Protocol, content: str, numbers: Numbers) -> Worked:
    """The designs of a version of that content with these numbers: everybody reads the same."""
    return work_out(of_protocol(protocol, dict(numbers)))


@lru_cache(maxsize=8)
def _page(protocol: Protocol, content: str, numbers: Numbers, first: str) -> str:
    worked = _worked(protocol, content, numbers)
    return page_of(rows_of(worked), worked, first)
