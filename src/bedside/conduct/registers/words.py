"""The words of the screens of the registers."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.values.wording import Text

WORDS: Mapping[str, Text] = {
    "registers": Text("Registers", "Registres"),
    "lead": Text(
        "What a site file holds beside the patients’ data. Nothing here is changed: a line is written once, and where"
        " it stands is read off what was written after it.",
        "Ce qu’un classeur de centre contient hors données des patients. Rien n’y est modifié\u00a0: une ligne est"
        " écrite une fois, et son état se lit sur ce qui a été écrit ensuite.",
    ),
    "of_study": Text("Registers of the study", "Registres de l’étude"),
    "of_site": Text("Registers of site {site}", "Registres du centre {site}"),
    "export": Text("Export as CSV", "Exporter en CSV"),
    "none": Text("None.", "Aucun."),
    "by": Text("{who}, {when}", "{who}, {when}"),
    "redacted": Text("redacted", "caviardé"),
    "choose": Text("choose…", "choisir…"),
    # --- deviations
    "deviations": Text("Deviations and serious breaches", "Écarts et manquements graves"),
    "deviation": Text("Deviation {number}", "Écart {number}"),
    "participant": Text("Participant", "Participant"),
    "kind": Text("About", "Objet"),
    "recorded": Text("Recorded", "Consigné"),
    "found": Text("Found at", "Constaté le"),
    "told": Text("What happened", "Ce qui s’est passé"),
    "state": Text("State", "État"),
    "severity": Text("Severity", "Gravité"),
    "not_assessed": Text("not assessed", "non évalué"),
    "maybe_serious": Text("the site thinks of a serious breach", "le centre évoque un manquement grave"),
    "notify_by": Text("To be notified by", "À notifier au plus tard le"),
    "late": Text("too late", "hors délai"),
    "record_deviation": Text("Record a deviation", "Consigner un écart"),
    "code_or_number": Text("Code or number of the participant", "Code ou numéro du participant"),
    "whole_site": Text("the site as a whole", "le centre dans son ensemble"),
    "whole_label": Text("it is the site’s as a whole, no participant’s",
                        "il concerne le centre dans son ensemble, aucun participant"),
    "maybe_label": Text("it may be a serious breach", "ce peut être un manquement grave"),
    "assess": Text("Assess", "Évaluer"),
    "assess_anew": Text("Assess anew", "Réévaluer"),
    "aware": Text("The sponsor became aware at", "Le promoteur en a eu connaissance le"),
    "why": Text("Why", "Pourquoi"),
    "assessments": Text("Assessments", "Évaluations"),
    "notification": Text("Notification to the authority", "Notification à l’autorité"),
    "notified_at": Text("Notified at", "Notifié le"),
    "reference": Text("Reference", "Référence"),
    "note_it": Text("Note it", "Noter"),
    "measures": Text("Corrective and preventive actions", "Actions correctives et préventives"),
    "measure": Text("What is done, by whom", "Ce qui est fait, par qui"),
    "due": Text("To be done by", "À faire avant le"),
    "done": Text("Done on", "Fait le"),
    "plan": Text("Plan an action", "Prévoir une action"),
    "close": Text("Close the deviation", "Clore l’écart"),
    "closed": Text("Closed by {who}, {when}", "Clos par {who}, {when}"),
    "site_of": Text("Site", "Centre"),
    # --- urgent safety measures
    "urgent": Text("Urgent safety measures", "Mesures urgentes de sécurité"),
    "taken": Text("Taken at", "Prise le"),
    "event_and_measure": Text("What happened, what was done", "Ce qui s’est passé, ce qui a été fait"),
    "all_sites": Text("all sites", "tous les centres"),
    "record_urgent": Text("Record a measure", "Consigner une mesure"),
    "clocks": Text("What the law gives", "Délais légaux"),
    "read_on": Text("{source}, read on {day}", "{source}, lu le {day}"),
    "clock_help": Text(
        "Calendar days on the sites’ clock; the day on which a period begins is not counted (Regulation 1182/71"
        " art. 3).",
        "Jours calendaires à l’heure des centres\u202f; le jour de départ ne compte pas (règlement 1182/71 art. 3).",
    ),
    # --- delegation
    "delegation": Text("Delegation log", "Registre de délégation"),
    "who": Text("Who", "Qui"),
    "tasks": Text("Tasks", "Tâches"),
    "from": Text("From", "Du"),
    "until": Text("Until (included)", "Au (inclus)"),
    "delegated_by": Text("Delegated by", "Délégué par"),
    "accept": Text("Accept", "Accepter"),
    "accepted": Text("accepted {when}", "acceptée le {when}"),
    "end": Text("End", "Mettre fin"),
    "last_day": Text("Last day", "Dernier jour"),
    "delegate": Text("Delegate tasks", "Déléguer des tâches"),
    "delegate_help": Text(
        "It is in force once who is to do it has accepted it, logged in as themselves. Both sign.",
        "La délégation vaut dès que son destinataire l’a acceptée dans sa propre session. Tous deux signent.",
    ),
    "accept_tasks": Text("Accept delegated tasks", "Accepter des tâches déléguées"),
    "you_sign": Text("What you sign", "Ce que vous signez"),
    "by_hand": Text("Signing here binds you as signing by hand.",
                    "Signer ici vous engage comme une signature manuscrite."),
    "sign_and_delegate": Text("Sign and delegate", "Signer et déléguer"),
    "sign_and_accept": Text("Sign and accept", "Signer et accepter"),
    "only_they_accept": Text("Only {who} accepts this, logged in as themselves.",
                             "Seule la personne désignée, {who}, peut l’accepter, dans sa propre session."),
    "unsigned": Text("not signed", "non signé"),
    "delegated": Text("Delegated and signed. It holds once it is accepted.",
                      "Délégué et signé. La délégation vaut dès qu’elle est acceptée."),
    "tasks_accepted": Text("Accepted and signed.", "Accepté et signé."),
    "undelegated": Text(
        "{who} has a role here and no delegation in force.", "{who} a un rôle ici et aucune délégation en vigueur."
    ),
    # --- training
    "training": Text("Training log", "Registre des formations"),
    "topic": Text("Topic", "Sujet"),
    "version": Text("Version", "Version"),
    "day": Text("Day", "Jour"),
    "shown_by": Text("Shown by", "Justifié par"),
    "record_training": Text("Record a training", "Consigner une formation"),
    "shown_help": Text("Number of the certificate, or the list of presence.",
                       "Numéro du certificat, ou feuille de présence."),
    "lacking": Text("{who} lacks a training that is needed: {topics}",
                    "Il manque à {who} une formation nécessaire\u00a0: {topics}"),
    "not_trained": Text("needed, not done", "nécessaire, non faite"),
    "untrained": Text("{who} lacks a training that is needed.", "Il manque à {who} une formation nécessaire."),
    "needed": Text("Needed trainings", "Formations nécessaires"),
    "role": Text("Role", "Rôle"),
    "is_needed": Text("needed", "nécessaire"),
    "not_needed": Text("no longer", "plus nécessaire"),
    "need": Text("Set it", "Fixer"),
    "version_help": Text("Empty: any version will do.", "Vide\u00a0: toute version convient."),
    "trained_on": Text("{topic}, {day}", "{topic}, {day}"),
    # --- site initiation
    "sites": Text("Sites", "Centres"),
    "initiation": Text("Site initiation", "Mise en place du centre"),
    "item": Text("Item", "Point"),
    "there": Text("there since {day}", "présent depuis le {day}"),
    "not_there": Text("not there yet", "pas encore présent"),
    "since": Text("Since", "Depuis le"),
    "why_not": Text("or why it is not there after all", "ou pourquoi il ne l’est finalement pas"),
    "enrols": Text("Patients can be enrolled here.", "On peut inclure des patients ici."),
    "enrols_not": Text("Nobody can be enrolled here now.", "On ne peut inclure personne ici actuellement."),
    "move": Text("Change the state", "Changer l’état"),
    "becomes": Text("It becomes", "Il devient"),
    "reason_help": Text("Needed to put a site on hold or to close it.",
                        "Nécessaire pour suspendre ou fermer un centre."),
    "history": Text("Changes of state", "Changements d’état"),
    "warnings": Text("Registers: to look at", "Registres\u00a0: à regarder"),
    "breach_running": Text("serious breach, to be notified by {when}",
                           "manquement grave, à notifier au plus tard le {when}"),
    "breach_possible": Text(
        "possible serious breach, to be assessed; if it is one, to be notified by {when}, counted from its recording",
        "manquement grave possible, à évaluer\u202f; si c’en est un, à notifier au plus tard le {when}, à compter de sa"
        " consignation",
    ),
    "pressing": Text("Serious breaches: to assess or to notify", "Manquements graves\u00a0: à évaluer ou à notifier"),
    # --- the identification list
    "identity": Text("Identification list (PDF)", "Liste d’identification (PDF)"),
    "identity_help": Text(
        "To be completed by hand and kept by the site; bedside has no place for a name. Printing it is in the audit"
        " trail.",
        "À compléter à la main et conservée par le centre\u202f; bedside n’a pas de place pour un nom. Son impression"
        " figure dans la piste d’audit.",
    ),
    "identity_title": Text("Identification list, site {site}", "Liste d’identification, centre {site}"),
    "identity_keep": Text(
        "Confidential. Completed by hand, kept in the investigator’s file at the site, never copied, never sent to the"
        " sponsor.",
        "Confidentiel. À compléter à la main, à conserver dans le classeur de l’investigateur au centre\u202f; jamais"
        " copiée, jamais transmise au promoteur.",
    ),
    "identity_never": Text(
        "The study’s database holds the first three columns only: do not type the others anywhere in bedside.",
        "La base de l’étude ne contient que les trois premières colonnes\u00a0: ne saisissez les autres nulle part dans"
        " bedside.",
    ),
    "identity_stay": Text(
        "Of a stay imported from the hospital’s source the study keeps a digest made with a key of its own: typing the"
        " stay’s number again says that it is on the list; the number cannot be found from the digest.",
        "D’un séjour importé de la source hospitalière, l’étude garde une empreinte faite avec sa propre clé\u00a0:"
        " ressaisir le numéro du séjour dit qu’il est dans la liste\u202f; l’empreinte ne permet pas de retrouver le"
        " numéro.",
    ),
    "identity_number": Text("Number", "Numéro"),
    "identity_code": Text("Screening code", "Code de présélection"),
    "identity_included": Text("Included on", "Inclus le"),
    "identity_name": Text("Name", "Nom"),
    "identity_first_name": Text("First name", "Prénom"),
    "identity_birth": Text("Date of birth", "Date de naissance"),
    "identity_hospital": Text("Hospital number", "Numéro d’hôpital (IPP)"),
    "identity_by": Text("Completed by, on", "Complété par, le"),
    "identity_printed": Text("bedside, printed {at}", "bedside, imprimée le {at}"),
}  # fmt: skip
