"""The words of the screens of cuts."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.values.wording import Text

WORDS: Mapping[str, Text] = {
    "title": Text("Data cuts", "Extractions de données"),
    "lead": Text(
        "A cut is everything that the study holds at one moment, under a hash of what it holds. It is never altered;"
        " an objection to the use of data supersedes it.",
        "Une extraction est tout ce que l’étude contient à un moment donné, sous une empreinte de son contenu. Elle"
        " n’est jamais modifiée\u202f; une opposition à l’utilisation des données la rend caduque.",
    ),
    "none": Text("No cut was taken yet.", "Aucune extraction n’a encore été faite."),
    "list": Text("Cuts that were taken", "Extractions faites"),
    "kind": Text("Kind", "Nature"),
    "when": Text("Taken", "Faite"),
    "upto": Text("Up to event", "Jusqu’à l’événement"),
    "participants": Text("Participants", "Participants"),
    "excluded": Text("{count} participant(s) objected: excluded", "{count} participant(s) opposé(s)\u00a0: exclu(s)"),
    "reduced": Text("{count} participant(s) objected: safety reports only",
                    "{count} participant(s) opposé(s)\u00a0: déclarations de sécurité seulement"),
    "hash": Text("Hash of what it holds (SHA-256)", "Empreinte de son contenu (SHA-256)"),
    "status": Text("Status", "Statut"),
    "current": Text("current", "valable"),
    "superseded": Text("superseded", "caduque"),
    "since": Text("{count} objection(s) since", "{count} opposition(s) depuis"),
    "protocol": Text("Protocol", "Protocole"),
    "download": Text("Download", "Télécharger"),
    "download_of": Text("Download the {kind} cut of event {event}", "Télécharger l’extraction {kind} de l’événement "
                                                                   "{event}"),
    "megabytes": Text("{size} MB", "{size} Mo"),
    "take": Text("Take a cut", "Faire une extraction"),
    "why": Text("What it is for", "À quoi elle sert"),
    "help": Text("Others may go on writing meanwhile: the cut is of one moment.",
                 "Les autres peuvent continuer d’écrire\u00a0: l’extraction est d’un seul moment."),
    "taken": Text("The cut was taken: {hash}.", "L’extraction est faite\u00a0: {hash}."),
    "redacted": Text("[redacted]", "[caviardé]"),
}  # fmt: skip
