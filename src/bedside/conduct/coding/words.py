"""The words of the screens of coding."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.values.wording import Text

WORDS: Mapping[str, Text] = {
    "coding": Text("Coding", "Codage"),
    "lead": Text(
        "Texts that the protocol has coded. A code holds for the text it was given for and the version of the"
        " dictionary in use; where either changes, it is to be coded anew.",
        "Textes que le protocole fait coder. Un code vaut pour le texte pour lequel il a été donné et la version en"
        " vigueur du dictionnaire\u202f; si l’un change, le texte est à recoder.",
    ),
    "dictionary": Text("{kind} {version}, {terms} terms, added {when}",
                       "{kind} {version}, {terms} termes, ajouté le {when}"),
    "no_dictionary": Text(
        "No {kind} here. bedside ships none: who holds the licence adds it with bedside study add-dictionary.",
        "Pas de {kind} ici. bedside n’en livre pas\u00a0: le titulaire de la licence l’ajoute par bedside study"
        " add-dictionary.",
    ),
    "all": Text("all", "tous"),
    "participant": Text("Participant", "Participant"),
    "item": Text("Item", "Item"),
    "text": Text("As written", "Tel qu’écrit"),
    "term": Text("Term", "Terme"),
    "state": Text("State", "État"),
    "code_it": Text("Code", "Coder"),
    "export": Text("Export as CSV", "Exporter en CSV"),
    "nothing": Text("Nothing.", "Rien."),
    "by": Text("{who}, {when}", "{who}, {when}"),
    "search": Text("Search another wording", "Chercher une autre formulation"),
    "suggested": Text("Terms that it may mean, the nearest first", "Termes possibles, le plus proche d’abord"),
    "none_found": Text("No term is like it. Search another wording.",
                       "Aucun terme ne lui ressemble. Cherchez une autre formulation."),
    "choose": Text("Choose", "Choisir"),
    "was": Text("Coded before", "Codé auparavant"),
    "reason_help": Text("Needed where a code that holds is changed.", "Nécessaire pour changer un code qui vaut."),
    "find": Text("Search", "Rechercher"),
    "beside": Text("{kind} {version}: {term} ({code})", "{kind} {version}\u00a0: {term} ({code})"),
    "later": Text("It is coded by {kind} afterwards, from what is typed here.",
                  "Le codage {kind} se fait ensuite, à partir de ce qui est saisi ici."),
    "beside_not": Text("{kind}: {state}", "{kind}\u00a0: {state}"),
}  # fmt: skip
