"""The words of the screens of study."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.values.wording import Text

WORDS: Mapping[str, Text] = {
    "study": Text("Study", "Étude"),
    "identity": Text("Which study", "Quelle étude"),
    "acronym": Text("Acronym", "Acronyme"),
    "registration_number": Text("Registration", "Enregistrement"),
    "sponsor": Text("Sponsor", "Promoteur"),
    "phase": Text("Phase", "Phase"),
    "condition": Text("Condition", "Maladie"),
    "country": Text("Country", "Pays"),
    "version": Text("Protocol version", "Version du protocole"),
    "hash": Text("Identity of the version (SHA-256)", "Identité de la version (SHA-256)"),
    "kept": Text("Kept", "Conservée"),
    "status": Text("Status", "Statut"),
    "recruits": Text("Patients can be enrolled.", "On peut inclure des patients."),
    "recruits_not": Text("Nobody can be enrolled now.", "On ne peut inclure personne actuellement."),
    "change": Text("Change the status", "Changer le statut"),
    "becomes": Text("It becomes", "Il devient"),
    "reason_help": Text(
        "Needed to suspend or to stop the study.", "Nécessaire pour suspendre ou arrêter l’étude."
    ),
    "history": Text("Changes of status", "Changements de statut"),
    "no_history": Text("None yet: a new study does not recruit.", "Aucun\u00a0: une étude nouvelle ne recrute pas."),
    "when": Text("When", "Quand"),
    "who": Text("Who", "Qui"),
    "redacted": Text("redacted", "caviardé"),
    "recruitment": Text("Recruitment", "Recrutement"),
    "of_target": Text("{enrolled} of {target} enrolled", "{enrolled} inclus sur {target}"),
    "no_target": Text("{enrolled} enrolled", "{enrolled} inclus"),
    "looked_at": Text("{screened} screened", "{screened} présélectionnés"),
    "sites": Text("Sites", "Centres"),
    "no_sites": Text("No site is open yet.", "Aucun centre n’est encore ouvert."),
    "site": Text("Site", "Centre"),
    "screened": Text("Screened", "Présélectionnés"),
    "enrolled": Text("Enrolled", "Inclus"),
    "target": Text("Target", "Objectif"),
    "in_force": Text("Protocol in force", "Protocole en vigueur"),
    "since": Text("{version} since {day}", "{version} depuis le {day}"),
    "approve": Text("Put a version in force", "Mettre une version en vigueur"),
    "from": Text("From this day on", "À partir de ce jour"),
    "not_approved": Text("none approved", "aucun approuvé"),
    "roles": Text("Who may do what", "Qui peut faire quoi"),
    "roles_lead": Text(
        "Every action of the application, for each role: at all sites, at the person’s own, or nowhere (—).",
        "Chaque action de l’application, pour chaque rôle\u00a0: dans tous les centres, dans les siens, ou nulle part"
        " (—).",
    ),
    "action": Text("Action", "Action"),
    "not_allowed": Text("not allowed", "non autorisé"),
    "download": Text("Download as CSV", "Télécharger en CSV"),
}  # fmt: skip
