"""The words of the page of a ward."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.values.wording import Text

WORDS: Mapping[str, Text] = {
    "ward": Text("Ward", "Service"),
    "ward_of": Text("Ward of site {site}", "Service, centre {site}"),
    "made": Text("Screened {at}", "Présélection du {at}"),
    "lead": Text(
        "Those who are there now, as hospital data and the answers known to the screening had them. A screening of the"
        " study begins with the records of the stay; nothing of the patient’s identity is kept.",
        "Ceux qui sont là maintenant, d’après les données de l’hôpital et les réponses connues de la présélection."
        " Une présélection de l’étude commence avec les données du séjour\u202f; rien de l’identité n’est conservé.",
    ),
    "stay": Text("Stay", "Séjour"),
    "last": Text("Last hour", "Dernière heure"),
    "by_data": Text("By hospital data", "D’après les données"),
    "by_all": Text("By all criteria", "D’après tous les critères"),
    "begin": Text("Begin screening", "Commencer la présélection"),
    "begin_of": Text("Begin the screening of stay {stay}", "Commencer la présélection du séjour {stay}"),
    "on_the_list": Text("Screened as", "Présélectionné"),
    "nobody": Text("Nobody is there now.", "Personne n’est là maintenant."),
    "report": Text("Report of the screening", "Rapport de la présélection"),
    "open_report": Text("Open the report by itself", "Ouvrir le rapport seul"),
    "none": Text(
        "No hospital source is screened for this site. Patients are put on the screening log by hand.",
        "Aucune source de l’hôpital n’est présélectionnée pour ce centre. Les patients sont inscrits au registre à la"
        " main.",
    ),
    "how": Text(
        "Whoever runs the server has it screened with: bedside screen TRIAL --source SOURCE --out {folder}",
        "Qui s’occupe du serveur la fait présélectionner\u00a0: bedside screen TRIAL --source SOURCE --out {folder}",
    ),
    "candidate": Text("candidate", "candidat"),
    "excluded": Text("excluded", "exclu"),
    "eligible": Text("eligible", "éligible"),
    "not eligible": Text("not eligible", "non éligible"),
    "cannot tell": Text("cannot tell", "ne peut être dit"),
}
