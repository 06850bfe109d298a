"""Who or what observed a value, before it was typed here: the person who typed it, a record, a device, a laboratory.

Offered are the kinds below and the site's own sources, which study.toml names:

    [originators]
    "01" = ["Metavision", "GLIMS"]

What is kept of a kind is its English name, of anything else the text; where nobody says a source, the user name of who
typed it, which claims nothing more. Of a paper form that was filled while the system was down it is also kept in which
role it was written and when (`trail.downtime`).
"""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.http import QueryDict
from django.utils import timezone

from bedside.conduct.participants.typed_times import read_local
from bedside.conduct.people.roles import ROLES, Role
from bedside.conduct.trail import downtime
from bedside.errors import UsageError
from bedside.values.moment import to_datetime
from bedside.values.wording import Text

KINDS: Mapping[str, Text] = {
    each.en: each
    for each in (
        Text("own observation", "constat personnel"),
        Text("electronic patient record", "dossier patient informatisé"),
        Text("paper record", "dossier papier"),
        Text("laboratory report", "compte rendu de laboratoire"),
        Text("bedside device", "appareil au lit du patient"),
        Text("imported file", "fichier importé"),
        Text("patient", "patient"),
        Text("relative", "proche"),
        Text("another clinician", "un autre soignant"),
        Text(downtime.MARK, "formulaire papier pendant une interruption"),
    )
}
WRITERS: Mapping[str, Text] = {role.value: ROLES[role] for role in (Role.NURSE, Role.INVESTIGATOR)}
"""In which role a paper form can have been filled."""
LONGEST = 100
"""Of a text, in characters, as its column."""


def offered(site: str) -> list[tuple[str, Text]]:
    """What may be chosen at a site: its own sources first, each as it is kept and as people read it."""
    own = settings.FOLDER.stated.get("originators", {}).get(site, ())
    return [*((str(name), Text(str(name), str(name))) for name in own), *KINDS.items()]


def kept(text: str) -> str:
    """A typed source as it is kept: a kind by its English name, whichever language it was typed in."""
    short = " ".join(text.split())[:LONGEST]
    return next((name for name, each in KINDS.items() if short.casefold() in (each.en, each.fr)), short)


def sent_with(sent: QueryDict) -> str:
    """The source that a browser sent for a whole form, as it is kept: with `paper_role` and `paper_at` where it is a
    paper form. What of that is missing or no time is left out, which a check then refuses.
    """
    source, role = kept(sent.get("source", "")), sent.get("paper_role", "")
    if source != downtime.MARK or role not in WRITERS:
        return source
    try:
        return str(downtime.Paper(role, read_local(sent.get("paper_at", ""), "source")))
    except UsageError:
        return source


def said(originator: str) -> Text:
    """A kept source in words."""
    paper = downtime.read(originator)
    if paper is None:
        return KINDS.get(originator, Text(originator, originator))
    kind, role = KINDS[downtime.MARK], WRITERS.get(paper.role, Text(paper.role, paper.role))
    at = timezone.localtime(to_datetime(paper.at)).strftime("%Y-%m-%d %H:%M")
    return Text(f"{kind.en}, written {at} by: {role.en}", f"{kind.fr}, écrit le {at} par\u00a0: {role.fr}")
