"""The words of pages to print."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.values.wording import Text

WORDS: Mapping[str, Text] = {
    "blank": Text("Blank forms", "Formulaires vierges"),
    "annotated": Text("Annotated forms", "Formulaires annotés"),
    "protocol": Text("Protocol {version}", "Protocole {version}"),
    "hash": Text("SHA-256 of the protocol: {hash}", "SHA-256 du protocole\u00a0: {hash}"),
    "identity": Text("{form} · protocol {version} · {hash}", "{form} · protocole {version} · {hash}"),
    "participant": Text("Participant code", "Code du participant"),
    "site": Text("Site", "Centre"),
    "visit": Text("Visit or event", "Visite ou événement"),
    "number": Text("Occurrence no.", "Occurrence n°"),
    "filled": Text("Filled by (name, role)", "Rempli par (nom, fonction)"),
    "when": Text("Date and time", "Date et heure"),
    "later": Text(
        "Paper for downtime: no name of the participant. Type it in as soon as the application is back, with"
        " “paper record” as its source, and keep the sheet in the site’s file.",
        "Papier pour les pannes\u00a0: pas de nom du participant. À saisir dès le retour de l’application, avec"
        " «\u00a0dossier papier\u00a0» comme source, et à conserver dans le dossier du centre.",
    ),
    "shown_when": Text("if {item}: {codes}", "si {item}\u00a0: {codes}"),
    "computed": Text("worked out by the application", "calculé par l’application"),
    "date": Text("day-month-year; leave out what is not known", "jour-mois-année\u202f; omettre l’inconnu"),
    "time": Text("day-month-year, hour:minute", "jour-mois-année, heure:minute"),
    "limit": Text("< or > where it is a limit", "< ou > s’il s’agit d’une limite"),
    "yes": Text("yes", "oui"),
    "no": Text("no", "non"),
    "not_real": Text("DEMONSTRATION: NOBODY HERE IS REAL", "DÉMONSTRATION\u00a0: PERSONNE ICI N’EST RÉEL"),
    "page": Text("page", "page"),
    "of": Text("of", "sur"),
    "not done": Text("not done", "non fait"),
    "not applicable": Text("not applicable", "sans objet"),
    "unknown": Text("unknown", "inconnu"),
}
