"""The words of the report to the safety board, in English and in French."""

from __future__ import annotations

from bedside.values.wording import Text

OF_BOARD: dict[str, Text] = {
    "board": Text("Report to the safety board", "Rapport au comité de surveillance"),
    "board_confidential": Text(
        "For the members of the board alone. Whoever runs the trial reads no result of it before its end.",
        "Réservé aux membres du comité. Qui conduit l’essai n’en lit aucun résultat avant la fin.",
    ),
    "board_holds": Text(
        "It tells who takes part, who died, the events that are counted and what is measured, as of the snapshot."
        " Every serious event recorded is listed, with where it falls. No window limits this list.",
        "Il dit qui participe, qui est décédé, les événements comptés et ce qui est mesuré, à la date de l’extraction."
        " Tout événement grave consigné est listé, avec l’endroit où il se place, sans fenêtre qui limite cette liste.",
    ),
    "board_without_primary": Text(
        "The primary outcome and the lengths of stay are left out; the board may ask for the primary outcome, as at a"
        " look that the protocol states.",
        "Le critère principal et les durées de séjour en sont absents\u202f; le comité peut demander le critère"
        " principal, comme lors d’une analyse intermédiaire prévue au protocole.",
    ),
    "board_with_primary": Text(
        "The primary outcome is in it, as the board asked; the lengths of stay are left out.",
        "Le critère principal y figure, à la demande du comité\u202f; les durées de séjour en sont absentes.",
    ),
    "board_deaths": Text("Deaths", "Décès"),
    "board_counted": Text("Events and infections", "Événements et infections"),
    "board_measured": Text("Measurements", "Mesures"),
    "board_primary": Text("Primary outcome", "Critère principal"),
    "board_looks": Text("Looks at the data before the end", "Analyses intermédiaires"),
}
