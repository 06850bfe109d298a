"""What each role may do, as one table: every action of the application stands in it exactly once a role.

A cell says where: `ALL` sites, the person's own `SITE`s, or nowhere (no entry). Views and actions ask `may`; the
table is exported as it stands, and every cell is tested.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from bedside.values.wording import Text


class Role(StrEnum):
    """A role in the study."""

    NURSE = "nurse"
    INVESTIGATOR = "investigator"
    DATA_MANAGER = "data manager"
    MONITOR = "monitor"
    SAFETY = "safety officer"
    STATISTICIAN = "statistician"
    INSPECTOR = "inspector"
    ADMINISTRATOR = "administrator"
    PHARMACIST = "pharmacist"


class Reach(StrEnum):
    """Where an action may be done."""

    SITE = "own sites"
    ALL = "all sites"


class Action(StrEnum):
    """Everything that a person can do here."""

    SEE_STUDY = "see the study"
    SEE_WARD = "see the ward"
    SEE_PARTICIPANTS = "see participants"
    SEE_IDENTITY_FREE_DATA = "see casebooks"
    SEE_TRAIL = "see the trail"
    EXPORT_TRAIL = "export the trail"
    SCREEN = "screen"
    RECORD_CONSENT = "record consent"
    CERTIFY_EMERGENCY = "certify an emergency"
    ENROL = "enrol"
    WRITE_DATA = "write data"
    RECORD_DEVIATION = "record a deviation"
    MANAGE_RANGES = "manage laboratory ranges"
    REDACT = "redact"
    SET_STATUS = "set the study's status"
    APPROVE_VERSION = "approve a protocol version"
    CHOOSE_SETTINGS = "choose the study's settings"
    SEE_DOSSIER = "see the inspection dossier"
    MANAGE_PEOPLE = "manage people"
    SEE_PEOPLE = "see people"
    MAKE_TOKENS = "make tokens"
    RAISE_QUERY = "raise queries"
    ANSWER_QUERY = "answer queries"
    CLOSE_QUERY = "close queries"
    VERIFY_SOURCE = "verify against the source"
    SET_VERIFICATION_PLAN = "set the verification plan"
    SEE_REGISTERS = "see the registers"
    KEEP_REGISTERS = "keep the registers of the study"
    ASSESS_BREACH = "assess deviations and breaches"
    DELEGATE = "delegate tasks"
    ACCEPT_TASKS = "accept delegated tasks"
    RECORD_TRAINING = "record trainings"
    PRINT_IDENTITY_LIST = "print the identification list"
    SEE_CUTS = "see data cuts"
    TAKE_CUT = "take a data cut"
    SEE_RESULTS = "see results of the trial"
    SEE_BOARD = "see the safety board's report"
    SEE_BOARD_PRIMARY = "see the primary outcome in the board's report"
    SIMULATE = "simulate the trial"
    SEE_CLOSING = "see what is closed and signed"
    FREEZE = "freeze"
    LOCK = "lock"
    UNLOCK = "unlock"
    SIGN = "sign"
    IMPORT_DATA = "import data"
    ADJUDICATE_IMPORT = "adjudicate an import"
    CODE_TERMS = "code terms"
    SEE_DASHBOARD = "see the dashboard"
    SEE_SAFETY = "see safety"
    NOTIFY_SAFETY = "notify the sponsor of events"
    JUDGE_EVENT = "judge events"
    ASSESS_SAFETY = "assess and report events"
    SEE_SAMPLES = "see samples"
    RECORD_SAMPLES = "record samples"
    SEE_PHARMACY = "see the pharmacy"
    KEEP_PHARMACY = "keep the study drug"
    STEER_SUPPLY = "recall lots and allow destructions"


ROLES: Mapping[Role, Text] = {
    Role.NURSE: Text("research nurse", "infirmier de recherche"),
    Role.INVESTIGATOR: Text("investigator", "investigateur"),
    Role.DATA_MANAGER: Text("data manager", "gestionnaire de données"),
    Role.MONITOR: Text("monitor", "attaché de recherche clinique moniteur"),
    Role.SAFETY: Text("safety officer", "responsable de la vigilance"),
    Role.STATISTICIAN: Text("statistician", "statisticien"),
    Role.INSPECTOR: Text("inspector", "inspecteur"),
    Role.ADMINISTRATOR: Text("administrator", "administrateur"),
    Role.PHARMACIST: Text("pharmacist", "pharmacien"),
}

ACTIONS: Mapping[Action, Text] = {
    Action.SEE_STUDY: Text("see the study", "voir l’étude"),
    Action.SEE_WARD: Text("see the ward", "voir le service"),
    Action.SEE_PARTICIPANTS: Text("see participants", "voir les participants"),
    Action.SEE_IDENTITY_FREE_DATA: Text("see casebooks", "voir les cahiers d’observation"),
    Action.SEE_TRAIL: Text("see the audit trail", "voir la piste d’audit"),
    Action.EXPORT_TRAIL: Text("export the audit trail", "exporter la piste d’audit"),
    Action.SCREEN: Text("screen", "présélectionner"),
    Action.RECORD_CONSENT: Text("record consent", "consigner le consentement"),
    Action.CERTIFY_EMERGENCY: Text("certify an emergency", "certifier une urgence"),
    Action.ENROL: Text("enrol", "inclure"),
    Action.WRITE_DATA: Text("write data", "saisir des données"),
    Action.RECORD_DEVIATION: Text("record a deviation", "consigner un écart"),
    Action.MANAGE_RANGES: Text("manage laboratory ranges", "gérer les valeurs de référence du laboratoire"),
    Action.REDACT: Text("redact personal data", "caviarder des données personnelles"),
    Action.SET_STATUS: Text("set the study’s status", "changer le statut de l’étude"),
    Action.APPROVE_VERSION: Text("approve a protocol version", "approuver une version du protocole"),
    Action.CHOOSE_SETTINGS: Text("choose the study’s settings", "choisir les réglages de l’étude"),
    Action.SEE_DOSSIER: Text("see the inspection dossier", "voir le dossier d’inspection"),
    Action.MANAGE_PEOPLE: Text("manage people", "gérer les personnes"),
    Action.SEE_PEOPLE: Text("see people", "voir les personnes"),
    Action.MAKE_TOKENS: Text("make tokens for programs", "créer des jetons pour des programmes"),
    Action.RAISE_QUERY: Text("raise queries", "poser des questions"),
    Action.ANSWER_QUERY: Text("answer queries", "répondre aux questions"),
    Action.CLOSE_QUERY: Text("close and reopen queries", "clore et rouvrir les questions"),
    Action.VERIFY_SOURCE: Text("verify against the source", "vérifier avec la source"),
    Action.SET_VERIFICATION_PLAN: Text("set the verification plan", "fixer le plan de vérification"),
    Action.SEE_REGISTERS: Text("see the registers", "voir les registres"),
    Action.KEEP_REGISTERS: Text(
        "open sites, say which trainings are needed", "ouvrir les centres, dire quelles formations sont nécessaires"
    ),
    Action.ASSESS_BREACH: Text("assess deviations and breaches", "évaluer les écarts et les manquements"),
    Action.DELEGATE: Text("delegate tasks", "déléguer des tâches"),
    Action.ACCEPT_TASKS: Text("accept delegated tasks", "accepter des tâches déléguées"),
    Action.RECORD_TRAINING: Text("record trainings", "consigner des formations"),
    Action.PRINT_IDENTITY_LIST: Text("print the identification list", "imprimer la liste d’identification"),
    Action.SEE_CUTS: Text("see and download data cuts", "voir et télécharger les extractions de données"),
    Action.TAKE_CUT: Text("take a data cut", "faire une extraction des données"),
    Action.SEE_RESULTS: Text(
        "see results of the trial, with the primary outcome", "voir des résultats de l’essai, avec le critère principal"
    ),
    Action.SEE_BOARD: Text("see the safety board’s report", "voir le rapport au comité de surveillance"),
    Action.SEE_BOARD_PRIMARY: Text(
        "see the primary outcome in the safety board’s report",
        "voir le critère principal dans le rapport au comité de surveillance",
    ),
    Action.SIMULATE: Text("simulate the trial", "simuler l’essai"),
    Action.SEE_CLOSING: Text("see what is closed and signed", "voir ce qui est clos et signé"),
    Action.FREEZE: Text("freeze data, and lift the freeze", "geler des données, et lever le gel"),
    Action.LOCK: Text("lock data", "verrouiller des données"),
    Action.UNLOCK: Text("unlock data", "déverrouiller des données"),
    Action.SIGN: Text("sign", "signer"),
    Action.IMPORT_DATA: Text("import results from files", "importer des résultats depuis des fichiers"),
    Action.ADJUDICATE_IMPORT: Text("decide on imported values", "trancher sur les valeurs importées"),
    Action.CODE_TERMS: Text("code terms by a dictionary", "coder des termes selon un dictionnaire"),
    Action.SEE_DASHBOARD: Text("see the dashboard", "voir le tableau de bord"),
    Action.SEE_SAFETY: Text("see safety", "voir la vigilance"),
    Action.NOTIFY_SAFETY: Text("tell the sponsor of serious events", "déclarer les événements graves au promoteur"),
    Action.JUDGE_EVENT: Text(
        "judge the seriousness and causality of events", "juger la gravité et le lien des événements"
    ),
    Action.ASSESS_SAFETY: Text("assess serious events and report them", "évaluer et transmettre les événements graves"),
    Action.SEE_SAMPLES: Text("see research samples", "voir les prélèvements de recherche"),
    Action.RECORD_SAMPLES: Text("record what becomes of samples", "consigner le devenir des prélèvements"),
    Action.SEE_PHARMACY: Text("see the study drug’s accountability", "voir la comptabilité du produit à l’étude"),
    Action.KEEP_PHARMACY: Text(
        "receive, dispense and account for the study drug",
        "réceptionner, dispenser et comptabiliser le produit à l’étude",
    ),
    Action.STEER_SUPPLY: Text("recall lots and allow destructions", "rappeler des lots et autoriser des destructions"),
}
REACHES: Mapping[Reach, Text] = {
    Reach.SITE: Text("own sites", "ses centres"),
    Reach.ALL: Text("all sites", "tous les centres"),
}

_SITE, _ALL = Reach.SITE, Reach.ALL
_STUDY = {Action.SEE_STUDY: _ALL}
_READING = {
    **_STUDY, Action.SEE_PARTICIPANTS: _ALL, Action.SEE_IDENTITY_FREE_DATA: _ALL, Action.SEE_TRAIL: _ALL,
    Action.SEE_DASHBOARD: _ALL,
}  # fmt: skip

TABLE: Mapping[Role, Mapping[Action, Reach]] = {
    Role.NURSE: {
        **_STUDY, Action.SEE_WARD: _SITE, Action.SEE_PARTICIPANTS: _SITE, Action.SEE_IDENTITY_FREE_DATA: _SITE,
        Action.SEE_TRAIL: _SITE, Action.SCREEN: _SITE, Action.RECORD_CONSENT: _SITE, Action.WRITE_DATA: _SITE,
        Action.RECORD_DEVIATION: _SITE, Action.ANSWER_QUERY: _SITE, Action.SEE_REGISTERS: _SITE,
        Action.ACCEPT_TASKS: _SITE, Action.PRINT_IDENTITY_LIST: _SITE, Action.SEE_CLOSING: _SITE,
        Action.IMPORT_DATA: _SITE, Action.ADJUDICATE_IMPORT: _SITE, Action.SEE_DASHBOARD: _SITE,
        Action.SEE_SAFETY: _SITE,
        Action.SEE_SAMPLES: _SITE, Action.RECORD_SAMPLES: _SITE,
        Action.SEE_PHARMACY: _SITE,
    },
    Role.INVESTIGATOR: {
        **_STUDY, Action.SEE_WARD: _SITE, Action.SEE_PARTICIPANTS: _SITE, Action.SEE_IDENTITY_FREE_DATA: _SITE,
        Action.SEE_TRAIL: _SITE, Action.EXPORT_TRAIL: _SITE, Action.SCREEN: _SITE, Action.RECORD_CONSENT: _SITE,
        Action.CERTIFY_EMERGENCY: _SITE, Action.ENROL: _SITE, Action.WRITE_DATA: _SITE,
        Action.RECORD_DEVIATION: _SITE, Action.MANAGE_RANGES: _SITE, Action.MAKE_TOKENS: _SITE,
        Action.ANSWER_QUERY: _SITE,
        Action.SEE_REGISTERS: _SITE, Action.DELEGATE: _SITE, Action.ACCEPT_TASKS: _SITE,
        Action.RECORD_TRAINING: _SITE, Action.PRINT_IDENTITY_LIST: _SITE,
        Action.SEE_CLOSING: _SITE, Action.SIGN: _SITE, Action.IMPORT_DATA: _SITE, Action.ADJUDICATE_IMPORT: _SITE,
        Action.SEE_DASHBOARD: _SITE, Action.SEE_SAFETY: _SITE, Action.NOTIFY_SAFETY: _SITE,
        Action.JUDGE_EVENT: _SITE,
        Action.SEE_SAMPLES: _SITE, Action.RECORD_SAMPLES: _SITE,
        Action.SEE_PHARMACY: _SITE,
    },
    Role.DATA_MANAGER: {
        **_READING, Action.EXPORT_TRAIL: _ALL, Action.MANAGE_RANGES: _ALL, Action.REDACT: _ALL,
        Action.APPROVE_VERSION: _ALL, Action.CHOOSE_SETTINGS: _ALL, Action.SEE_DOSSIER: _ALL, Action.MAKE_TOKENS: _ALL,
        Action.RAISE_QUERY: _ALL, Action.CLOSE_QUERY: _ALL, Action.SET_VERIFICATION_PLAN: _ALL,
        Action.SEE_REGISTERS: _ALL, Action.KEEP_REGISTERS: _ALL, Action.RECORD_TRAINING: _ALL,
        Action.SEE_CUTS: _ALL, Action.TAKE_CUT: _ALL,
        Action.SEE_CLOSING: _ALL, Action.FREEZE: _ALL, Action.LOCK: _ALL, Action.IMPORT_DATA: _ALL,
        Action.CODE_TERMS: _ALL, Action.SEE_SAFETY: _ALL,
        Action.SEE_SAMPLES: _ALL,
        Action.SEE_PHARMACY: _ALL, Action.STEER_SUPPLY: _ALL,
    },
    Role.MONITOR: {
        **_STUDY, Action.SEE_PARTICIPANTS: _SITE, Action.SEE_IDENTITY_FREE_DATA: _SITE, Action.SEE_TRAIL: _SITE,
        Action.EXPORT_TRAIL: _SITE, Action.RAISE_QUERY: _SITE, Action.CLOSE_QUERY: _SITE, Action.VERIFY_SOURCE: _SITE,
        Action.SEE_REGISTERS: _SITE, Action.SEE_CLOSING: _SITE, Action.SEE_DASHBOARD: _SITE,
        Action.SEE_SAFETY: _SITE,
        Action.SEE_SAMPLES: _SITE,
        Action.SEE_PHARMACY: _SITE,
    },
    Role.SAFETY: {
        **_READING, Action.SET_STATUS: _ALL, Action.SEE_REGISTERS: _ALL, Action.ASSESS_BREACH: _ALL,
        Action.SEE_CUTS: _ALL, Action.SEE_BOARD: _ALL, Action.CODE_TERMS: _ALL, Action.SEE_SAFETY: _ALL,
        Action.ASSESS_SAFETY: _ALL,
        Action.SEE_SAMPLES: _ALL,
        Action.SEE_PHARMACY: _ALL, Action.STEER_SUPPLY: _ALL,
    },
    Role.STATISTICIAN: {
        **_STUDY, Action.SEE_PARTICIPANTS: _ALL, Action.SEE_IDENTITY_FREE_DATA: _ALL, Action.MAKE_TOKENS: _ALL,
        Action.SEE_CUTS: _ALL, Action.TAKE_CUT: _ALL, Action.SEE_RESULTS: _ALL, Action.SEE_BOARD: _ALL,
        Action.SEE_BOARD_PRIMARY: _ALL, Action.SIMULATE: _ALL, Action.SEE_DASHBOARD: _ALL, Action.SEE_SAFETY: _ALL,
        Action.SEE_SAMPLES: _ALL,
    },
    Role.INSPECTOR: {
        **_READING, Action.EXPORT_TRAIL: _ALL, Action.SEE_PEOPLE: _ALL, Action.SEE_DOSSIER: _ALL, Action.SEE_CUTS: _ALL,
        Action.SEE_RESULTS: _ALL, Action.SEE_BOARD: _ALL, Action.SEE_BOARD_PRIMARY: _ALL, Action.SEE_REGISTERS: _ALL,
        Action.SEE_CLOSING: _ALL,
        Action.SEE_SAFETY: _ALL,
        Action.SEE_SAMPLES: _ALL,
        Action.SEE_PHARMACY: _ALL,
    },
    Role.ADMINISTRATOR: {
        **_STUDY, Action.MANAGE_PEOPLE: _ALL, Action.SEE_PEOPLE: _ALL, Action.SEE_TRAIL: _ALL, Action.SEE_DOSSIER: _ALL,
        Action.SEE_CLOSING: _ALL, Action.UNLOCK: _ALL,
    },
    Role.PHARMACIST: {
        **_STUDY, Action.SEE_PARTICIPANTS: _SITE, Action.SEE_REGISTERS: _SITE, Action.ACCEPT_TASKS: _SITE,
        Action.SEE_PHARMACY: _SITE, Action.KEEP_PHARMACY: _SITE,
    },
}  # fmt: skip
