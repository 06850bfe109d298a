"""The words of the screens of study."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.conduct.study.shipped import Outcome
from bedside.values.wording import Text

OUTCOMES: Mapping[Outcome, Text] = {
    Outcome.FAILED: Text("failed", "en échec"),
    Outcome.PASSED: Text("passed", "réussi"),
    Outcome.SKIPPED: Text("skipped", "omis"),
    Outcome.NOT_RUN: Text("not run", "non exécuté"),
    Outcome.OPEN: Text("open", "ouvert"),
}
"""How a test or a requirement came out."""

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
    "from": Text("From this day on", "À partir de ce jour"),
    "for": Text("What for", "Pour quoi"),
    "reconsent": Text("Participants consent anew", "Les participants consentent à nouveau"),
    "from_day": Text("{version} from {day} on", "{version} à partir du {day}"),
    "asks_anew": Text("participants are asked to consent anew", "les participants sont sollicités à nouveau"),
    "not_approved": Text("none approved", "aucun approuvé"),
    "settings": Text("Settings of the study", "Réglages de l’étude"),
    "settings_lead": Text(
        "Choices that law and protocol leave to the study. What is chosen holds from then on; nothing before is"
        " changed.",
        "Choix que la loi et le protocole laissent à l’étude. Un choix vaut à partir de là ; rien d’antérieur ne"
        " change.",
    ),
    "setting": Text("Setting", "Réglage"),
    "value": Text("Value", "Valeur"),
    "choose": Text("Choose", "Choisir"),
    "by_default": Text("by default", "par défaut"),
    "default_is": Text("by default: {value}", "par défaut : {value}"),
    "settings_history": Text("Changes of settings", "Changements de réglages"),
    "no_settings": Text("None yet: the defaults hold.", "Aucun : les valeurs par défaut s’appliquent."),
    "notices": Text("Information notices", "Notices d’information"),
    "notices_lead": Text(
        "The versions of the information notice and consent form that the ethics committee approved. A consent names "
        "one that is in use on its day; nothing else is taken.",
        "Les versions de la notice d’information et du formulaire de consentement approuvées par le comité de "
        "protection des personnes. Un consentement nomme une version en usage ce jour-là\u202f; rien d’autre n’est "
        "accepté.",
    ),
    "nobody_included": Text(
        "The study is “{status}”: nobody can be included now. Those who take part are followed, and their consent is "
        "recorded, as before.",
        "L’étude est «\u00a0{status}\u00a0»\u00a0: personne ne peut être inclus actuellement. Les participants restent "
        "suivis et leur consentement est consigné comme avant.",
    ),
    "no_notices": Text(
        "None is registered: no consent that somebody reads can be recorded yet.",
        "Aucune n’est inscrite\u00a0: aucun consentement après lecture ne peut encore être enregistré.",
    ),
    "notice": Text("Version of the notice", "Version de la notice"),
    "notice_state": Text("Today", "Aujourd’hui"),
    "notice_used": Text("in use", "en usage"),
    "notice_coming": Text("to come", "à venir"),
    "notice_over": Text("no longer used", "plus utilisée"),
    "notice_approved": Text("Approved on", "Approuvée le"),
    "notice_from": Text("Used from", "Utilisée à partir du"),
    "notice_last": Text("Last day", "Dernier jour"),
    "notice_end": Text("No longer use it", "Ne plus l’utiliser"),
    "notice_reference": Text("Reference of the approval, if any", "Référence de l’avis, s’il y en a une"),
    "notice_add": Text("Register an approved version", "Inscrire une version approuvée"),
    "notice_register": Text("Register", "Inscrire"),
    "notice_registered": Text("Version {number} is registered.", "La version {number} est inscrite."),
    "notice_ended": Text("Version {number} has its last day.", "La version {number} a son dernier jour."),
    "dossier": Text("Inspection dossier", "Dossier d’inspection"),
    "dossier_lead": Text(
        "Read off the running system when this page was opened; it prints as it stands. Opened",
        "Lu sur le système en marche à l’ouverture de cette page\u202f; elle s’imprime telle quelle. Ouverte le",
    ),
    "chain": Text("Audit trail", "Piste d’audit"),
    "chain_whole": Text("nothing wrong at a glance", "rien d’anormal à première vue"),
    "chain_wrong": Text("not as it should be", "pas comme elle doit être"),
    "chain_help": Text(
        "At a glance: tables and triggers are in place, the anchored event is there. bedside verify reads every event,"
        " row and account against its seal.",
        "À première vue : tables et déclencheurs en place, événement ancré présent. bedside verify relit chaque"
        " événement, ligne et compte contre son sceau.",
    ),
    "events": Text("Events", "Événements"),
    "anchored": Text("Anchored up to event", "Ancrée jusqu’à l’événement"),
    "last_event": Text("Last event", "Dernier événement"),
    "software": Text("Software", "Logiciel"),
    "database": Text("Database", "Base de données"),
    "digest": Text("Files (SHA-256)", "Fichiers (SHA-256)"),
    "proof": Text("Proof", "Preuves"),
    "proof_help": Text(
        "Each requirement, with the tests that prove it and what is still open.",
        "Chaque exigence, avec les tests qui la prouvent et ce qui reste ouvert.",
    ),
    "table": Text("From requirements to tests (CSV)", "Des exigences aux tests (CSV)"),
    "table_absent": Text(
        "The table of requirements was not brought along: make docs writes it.",
        "La table des exigences n’accompagne pas ce logiciel\u00a0: make docs l’écrit.",
    ),
    "requirements": Text("Requirements and their tests", "Exigences et leurs tests"),
    "requirement": Text("Requirement", "Exigence"),
    "source": Text("Source", "Source"),
    "result": Text("Last run", "Dernière exécution"),
    "proved_by": Text("Proved by", "Prouvée par"),
    "tests_run": Text("Tests run (UTC)", "Tests exécutés le (UTC)"),
    "tests_counts": Text("They came out", "Résultat"),
    "tests_of": Text("Software tested", "Logiciel testé"),
    "tests_same": Text("this very software", "ce logiciel même"),
    "tests_other": Text("another state of its files", "un autre état de ses fichiers"),
    "tests_digest": Text("Results (SHA-256)", "Résultats (SHA-256)"),
    "tests_absent": Text(
        "No results of a test run were brought along. In the source of this very version,"
        " BEDSIDE_TEST_RESULTS=results.json make test writes them;"
        " bedside study attach-results results.json --study DIR brings them here.",
        "Aucun résultat de tests n’accompagne ce logiciel. Dans les sources de cette version même,"
        " BEDSIDE_TEST_RESULTS=results.json make test les écrit\u00a0; bedside study attach-results results.json"
        " --study DIR les apporte ici.",
    ),
    "tests_some": Text("some of the tests only", "une partie des tests seulement"),
    "notes": Text("Release notes", "Notes de version"),
    "notes_help": Text(
        "What changed in each version of bedside; what can alter a verdict, a score or an exported number is marked"
        " “result”.",
        "Ce qui a changé à chaque version de bedside, en anglais\u00a0; ce qui peut modifier un verdict, un score ou un"
        " nombre exporté porte la marque «\u00a0result\u00a0».",
    ),
    "approvals": Text("In force at the sites", "En vigueur dans les centres"),
    "people": Text("People and roles", "Personnes et rôles"),
    "copies": Text("Backups and restores", "Sauvegardes et restaurations"),
    "starts": Text("Starts of the server", "Démarrages du serveur"),
    "open_deviations": Text("Open deviations", "Écarts non clos"),
    "what": Text("What", "Quoi"),
    "none": Text("None.", "Aucun."),
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
