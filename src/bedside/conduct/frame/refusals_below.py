"""What the rooms below the web application refuse of a request, in both languages; `{0}` is what it is about.

They name things of the protocol by kind and name: a kind is put into French once, with the word that goes with it.
"""

from __future__ import annotations

from collections.abc import Mapping

from bedside.values.wording import Text

KINDS: Mapping[str, str] = {
    "criterion": "aucun critère", "parameter": "aucun paramètre", "question": "aucune question",
    "outcome": "aucun critère de jugement", "product": "aucun produit", "form": "aucun formulaire",
    "sample": "aucun prélèvement", "assumption": "aucune hypothèse", "cost class": "aucune classe de coût",
    "visit": "aucune visite", "event": "aucun événement", "item": "aucun champ",
    "analysis set": "aucune population d’analyse", "estimand": "aucun estimand",
    "consent route": "aucune voie de consentement",
    "consent route for this step": "aucune voie de consentement pour cette étape",
}  # fmt: skip
"""By the kind as `protocol.wording.one` says it, “no such” in French."""

BELOW: tuple[Text, ...] = (
    *(
        Text(f"no {kind} is called “{{0}}”.", f"{none} ne s’appelle «\u00a0{{0}}\u00a0».")
        for kind, none in KINDS.items()
    ),
    Text("the form has no item “{0}”.", "le formulaire n’a pas de champ «\u00a0{0}\u00a0»."),
    Text("It has: {0}.", "Il a\u00a0: {0}."),
    Text("it ends before it begins.", "cela finit avant de commencer."),
    Text("“{0}” is neither yes nor no.", "«\u00a0{0}\u00a0» n’est ni oui ni non."),
    Text("Answer yes or no.", "Répondez par oui ou par non."),
    Text("“{0}” is no choice here.", "«\u00a0{0}\u00a0» n’est pas un choix proposé ici."),
    Text("“{0}” is not a number.", "«\u00a0{0}\u00a0» n’est pas un nombre."),
    Text("Write it like 39.1 or 39,1.", "Écrivez-le comme 39.1 ou 39,1."),
    Text("“{0}” is a limit.", "«\u00a0{0}\u00a0» est une limite."),
    Text("Give the value itself.", "Indiquez la valeur elle-même."),
    Text("It lies between {0} and {1} {2}.", "Elle se situe entre {0} et {1} {2}."),
    Text("the unit “{0}” is not offered.", "l’unité «\u00a0{0}\u00a0» n’est pas proposée."),
    Text(
        "Write it like 2026-03-01T08:00, or 2026-03-01 when the hour is not known.",
        "Écrivez-la comme 2026-03-01T08:00, ou 2026-03-01 quand l’heure n’est pas connue.",
    ),
    Text("Units: {0}.", "Unités\u00a0: {0}."),
    Text("“{0}” does not say when.", "«\u00a0{0}\u00a0» ne dit pas quand."),
    Text("Fill in “{0}”.", "Remplissez «\u00a0{0}\u00a0»."),
    Text("what lasts needs its exact time.", "ce qui dure demande son heure exacte."),
    Text("Give date and time.", "Indiquez la date et l’heure."),
    Text("there is no version “{0}”.", "il n’y a pas de version «\u00a0{0}\u00a0»."),
    Text("unknown unit “{0}”.", "unité inconnue «\u00a0{0}\u00a0»."),
    Text("Use a UCUM code among: {0}.", "Choisissez un code UCUM parmi\u00a0: {0}."),
    Text(
        "“{0}” ({1}){2} cannot be converted to “{3}” ({4}).",
        "«\u00a0{0}\u00a0» ({1}){2} ne peut pas être converti en «\u00a0{3}\u00a0» ({4}).",
    ),
    Text(
        "Give the value in a unit of the same kind, or name an analyte whose molar mass is declared.",
        "Donnez la valeur dans une unité de même nature, ou nommez un analyte dont la masse molaire est déclarée.",
    ),
    Text("{0} is not a number.", "{0} n’est pas un nombre."),
    Text("Give a finite number.", "Donnez un nombre fini."),
)
