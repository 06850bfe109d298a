"""Who or what observed a value, before somebody typed it here: the person themselves, a record, a device, a laboratory.

Offered are the kinds below and the site's own sources, which study.toml names:

    [originators]
    "01" = ["Metavision", "GLIMS"]

What is kept of a kind is its English name, of anything else the text; of somebody who observed it themselves their
user name.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings

from bedside.values.wording import Text

KINDS: Mapping[str, Text] = {
    each.en: each
    for each in (
        Text("electronic patient record", "dossier patient informatisé"),
        Text("paper record", "dossier papier"),
        Text("laboratory report", "compte rendu de laboratoire"),
        Text("bedside device", "appareil au lit du patient"),
        Text("imported file", "fichier importé"),
        Text("patient", "patient"),
        Text("relative", "proche"),
        Text("another clinician", "un autre soignant"),
    )
}
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


def said(originator: str) -> Text:
    """A kept source in words."""
    return KINDS.get(originator, Text(originator, originator))
