"""The statistical analysis plan, written from the same objects as the analysis.

Its chapters are those of Gamble C, Krishan A, Stocken D, et al., Guidelines for the content of statistical analysis
plans in clinical trials, JAMA 2017;318:2337-2343, followed by the tables to come and by what is assumed.
"""

from __future__ import annotations

from bedside import __version__
from bedside.documents.assumed import assumed_chapter
from bedside.documents.blocks import Document, numbered
from bedside.documents.plan_analysis import analysis_chapter, tables_chapter
from bedside.documents.plan_front import administration, introduction
from bedside.documents.plan_methods import methods_chapter
from bedside.documents.plan_principles import population_chapter, principles_chapter
from bedside.documents.planned import Planned, plan_of
from bedside.protocol.model import Protocol


def plan_document(protocol: Protocol, language: str) -> Document:
    """The plan of one version of a protocol. Raises UsageError where it does not say what is estimated."""
    plan = plan_of(protocol, language)
    chapters = (
        *administration(plan), *introduction(plan), *methods_chapter(plan), *principles_chapter(plan),
        *population_chapter(plan), *analysis_chapter(plan), *tables_chapter(plan),
        *assumed_chapter(protocol, plan.assumptions, language),
    )  # fmt: skip
    name, study = plan.say("plan"), protocol.text.say(language)
    foot = (
        f"{protocol.id} {protocol.version} · {plan.say('protocol_hash')} {protocol.hash[:16]} · bedside {__version__}"
    )
    return Document(language, name, study, foot, "", _facts(plan), tuple(numbered(chapters)))


def _facts(plan: Planned) -> tuple[tuple[str, str], ...]:
    protocol = plan.protocol
    count = len(plan.assumptions)
    return (
        (plan.say("registration"), plan.line("registration_number") or "–"),
        (plan.say("protocol_version"), f"{protocol.id} {protocol.version}"),
        (plan.say("protocol_hash"), protocol.hash),
        (plan.say("assumed_status"), plan.say("assumed_here", count=count) if count else plan.say("assumed_nothing")),
        (plan.say("software"), f"bedside {__version__}"),
    )
