"""`bedside sap`: the statistical analysis plan, written from the protocol's own objects."""

from __future__ import annotations

from argparse import Namespace

from bedside.commands.console import note
from bedside.commands.leaving import Room
from bedside.documents.page import page_of
from bedside.documents.plan import plan_document
from bedside.documents.printed import pdf_of
from bedside.protocol.loading import load
from bedside.values.wording import LANGUAGES

PAGE = "plan.html"
PRINTS = tuple(f"plan.{language}.pdf" for language in LANGUAGES)
PLAN = Room("a statistical analysis plan", (PAGE, *PRINTS))
"""All that a plan leaves in its folder."""


def sap(arguments: Namespace) -> int:
    """Write the plan of a trial as a page in both languages and as a PDF in each; prints the protocol's hash."""
    out = PLAN.opened(arguments.out)
    protocol = load(arguments.trial, arguments.version)
    made = {language: plan_document(protocol, language) for language in LANGUAGES}
    prints = {name: pdf_of(made[language]) for name, language in zip(PRINTS, LANGUAGES, strict=True)}
    PLAN.leave(out, {PAGE: page_of(made, arguments.lang), **prints})
    note(str(out / PAGE))
    print(protocol.hash)
    return 0
