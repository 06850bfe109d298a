"""The words of the screens of a site's day."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.values.wording import Text

WORDS: Mapping[str, Text] = {
    "today": Text("Today", "Aujourd’hui"),
    "today_at": Text("Today at site {site}", "Aujourd’hui, centre {site}"),
    "screening": Text("Screening log", "Registre de présélection"),
    "participants": Text("Participants", "Participants"),
    "to_screen": Text("Patients in screening", "Patients en présélection"),
    "nobody_screened": Text("Nobody is in screening.", "Personne n’est en présélection."),
    "consent_over": Text("consent refused or ended", "consentement refusé ou terminé"),
    "end_screening": Text("End the screening", "Clore la présélection"),
    "to_qualify": Text("To qualify: {what}", "Pour l’inclusion\u00a0: {what}"),
    "answer": Text("Answer the questions", "Répondre aux questions"),
    "ready": Text("eligible: enrol", "éligible\u00a0: inclure"),
    "nothing_settles": Text("nothing that can be learned now", "rien de ce qui peut être appris maintenant"),
    "consent_due": Text("Consent due", "Consentements à recueillir"),
    "decided": Text("Record a decision", "Enregistrer une décision"),
    "no_consent_due": Text("No consent is to be sought.", "Aucun consentement à rechercher."),
    "days_since": Text("{days} d since inclusion", "{days} j depuis l’inclusion"),
    "hours_since": Text("{hours} h since the basis was given", "{hours} h depuis la base légale"),
    "reassessed": Text("capacity last looked at {hours} h ago", "capacité réévaluée il y a {hours} h"),
    "reassess_overdue": Text(
        "overdue: capacity last looked at {hours} h ago", "en retard\u00a0: capacité réévaluée il y a {hours} h"
    ),
    "relatives": Text("relatives to be asked as they arrive", "proches à interroger à leur arrivée"),
    "renew": Text("version {version} asks for consent anew", "la version {version} demande un nouveau consentement"),
    "died": Text(
        "recorded as dead: record it with the consent", "décès enregistré\u00a0: à noter avec le consentement"
    ),
    "assessments": Text("Assessments due", "Évaluations à faire"),
    "no_assessments": Text("Nothing is due now.", "Rien à faire maintenant."),
    "closes_in": Text("window closes in {left}", "la fenêtre se ferme dans {left}"),
    "overdue": Text("overdue by {left}", "en retard de {left}"),
    "no_end": Text("no end", "sans échéance"),
    "following": Text("Opens next", "S’ouvre ensuite"),
    "all_of_them": Text("All {count}", "Les {count}"),
    "recent": Text("Recent events", "Événements récents"),
    "no_recent": Text("Nothing in the last 7 days.", "Rien ces 7 derniers jours."),
    "days_hours": Text("{days} d {hours} h", "{days} j {hours} h"),
    "hours_minutes": Text("{hours} h {minutes} min", "{hours} h {minutes} min"),
    "minutes": Text("{minutes} min", "{minutes} min"),
    "target_in_all": Text("{count} of {target} in the study", "{count} sur {target} dans l’étude"),
    "count_in_all": Text("{count} in the study", "{count} dans l’étude"),
    # what an investigator has to judge
    "judging": Text("Events to be assessed by an investigator", "Événements à évaluer par un investigateur"),
    "judge_serious": Text("serious, as proposed", "grave, selon la proposition"),
    # mails that were not sent
    "mails": Text("Mails about events, not sent", "Courriels sur des événements, non envoyés"),
    "mails_wait": Text("Waiting since {at}, at all sites.", "En attente depuis le {at}, tous centres confondus."),
    "mails_failed": Text("{count} tried in vain.", "{count} tentés en vain."),
    # what is to be reported
    "clocks": Text("To be reported to the sponsor", "À déclarer au promoteur"),
    "no_clocks": Text("Nothing is to be reported.", "Rien à déclarer."),
    "report_within": Text("report within {left}", "à déclarer dans {left}"),
    "report_overdue": Text("overdue by {left}", "en retard de {left}"),
    "reported_late": Text("reported {left} late", "déclaré avec {left} de retard"),
    "say_why": Text("say why on the form", "dire pourquoi sur le formulaire"),
    "aware_at": Text("known since {at}", "connu depuis le {at}"),
    "aware_missing": Text(
        "no time of awareness: counted from when it was written down, {at}",
        "pas d’heure de connaissance : compté depuis la saisie, {at}",
    ),
    "report_by": Text("by {at}", "avant le {at}"),
    # what waits for the reader
    "waiting": Text("Waiting for me", "En attente de moi"),
    "nothing_waits": Text("No unsaved form, no conflict.", "Ni formulaire non enregistré, ni conflit."),
    "conflict": Text("conflict: {count} saved by another", "conflit : {count} enregistrés par un autre"),
    "draft": Text("not saved: {count}", "non enregistrés : {count}"),
    "saved_by": Text("{who} at {at}", "{who} le {at}"),
    "typed_at": Text("typed {at}", "saisi le {at}"),
    # results
    "newly": Text(
        "Newly out of range, recorded in the last 24 hours", "Nouvellement hors limites, saisis ces dernières 24 heures"
    ),
    "found_ineligible": Text("Not eligible, found after inclusion", "Non éligibles, constaté après l’inclusion"),
    "found_ineligible_look": Text("Look for participants found ineligible", "Chercher des participants non éligibles"),
    "found_ineligible_hint": Text(
        "By what their records say now. It stands here until it is recorded, or a wrong correction is put right.",
        "D’après ce que disent leurs données maintenant. Affiché jusqu’à ce que ce soit consigné, ou qu’une correction"
        " erronée soit rectifiée.",
    ),
    "not_eligible_then": Text("not eligible at inclusion", "non éligible à l’inclusion"),
    "record_ineligible": Text("Record it as a deviation", "Consigner cet écart"),
    "newly_look": Text("Look", "Regarder"),
    "flow_look": Text("Look at the flow", "Regarder le diagramme"),
    "no_newly": Text("None.", "Aucun."),
    "and_n_more": Text("and {count} more", "et {count} de plus"),
    "and_more": Text("{count} in all", "{count} au total"),
    # screening log
    "screening_of": Text("Screening at site {site}", "Présélection, centre {site}"),
    "code": Text("Code", "Code"),
    "since": Text("Since", "Depuis"),
    "by_data": Text("By data", "D’après les données"),
    "by_all": Text("By all criteria", "D’après tous les critères"),
    "missing": Text("Missing to qualify, or why left out", "Manque pour l’inclusion, ou motif de non-inclusion"),
    "state": Text("State", "État"),
    "taken_back": Text(
        "Inclusion {number} taken back on {at} ({role}): {why}",
        "Inclusion {number} annulée le {at} ({role})\u00a0: {why}",
    ),
    "in_screening": Text("in screening", "en présélection"),
    "enrolled": Text("enrolled", "inclus"),
    "left_out": Text("left out", "non inclus"),
    "candidate": Text("candidate", "candidat"),
    "excluded": Text("excluded", "exclu"),
    "eligible": Text("eligible", "éligible"),
    "not eligible": Text("not eligible", "non éligible"),
    "cannot tell": Text("cannot tell", "indéterminé"),
    "source": Text("Source", "Source"),
    "all_states": Text("all", "tous"),
    "show": Text("Show", "Afficher"),
    "pages": Text("Pages", "Pages"),
    "page": Text("Page {number} of {count}", "Page {number} sur {count}"),
    "earlier": Text("Previous", "Précédente"),
    "later": Text("Next", "Suivante"),
    "typed": Text("typed", "saisi"),
    "nobody": Text("Nobody has been screened here yet.", "Personne n’a encore été présélectionné ici."),
    "new": Text("New screening", "Nouvelle présélection"),
    "new_hint": Text(
        "Opens a code. No name, no date of birth, no hospital number is asked for.",
        "Ouvre un code. Ni nom, ni date de naissance, ni numéro d’hôpital ne sont demandés.",
    ),
    "new_button": Text("Open a screening", "Ouvrir une présélection"),
    "import": Text("From a hospital source", "Depuis une source de l’hôpital"),
    "import_hint": Text(
        "Brings in the records that the criteria read, each with its origin. The number of the stay is kept only as a "
        "keyed digest.",
        "Reprend les données que lisent les critères, chacune avec son origine. Le numéro de séjour n’est gardé que "
        "sous forme d’empreinte à clé.",
    ),
    "stay": Text("Stay", "Séjour"),
    "import_button": Text("Import the stay", "Importer le séjour"),
    "no_sources": Text(
        "No source is configured (study.toml, [sources]).", "Aucune source n’est configurée (study.toml, [sources])."
    ),
    "opened": Text("Screening {code} is open.", "La présélection {code} est ouverte."),
    "imported": Text("{code}: {count} records imported.", "{code}\u00a0: {count} données importées."),
    "flow": Text("Flow", "Diagramme de flux"),
    "screened": Text("Screened", "Présélectionnés"),
    "other_reason": Text("another reason", "autre motif"),
    "data_used": Text("followed, treated or not", "suivis, traités ou non"),
    "not_dosed": Text("no study drug recorded", "aucun médicament à l’étude enregistré"),
    "no_dose_yet": Text("in the study, no dose recorded yet", "dans l’étude, aucune prise enregistrée à ce jour"),
    "in_follow_up": Text("still followed, or followed to the end", "encore suivis, ou suivis jusqu’au bout"),
    "left_study": Text("left the study, by what came first", "sortis de l’étude, selon ce qui est survenu d’abord"),
    "meanwhile": Text("meanwhile (one may have several)", "entre-temps (plusieurs possibles)"),
    "assessed": Text("outcome {outcome} known", "critère {outcome} connu"),
    "not_assessed": Text("not known", "non connu"),
    "not_due": Text("its moment is to come", "pas encore échu"),
    "in_snapshot": Text("in an efficacy snapshot taken now", "dans une extraction d’efficacité prise maintenant"),
    "not_in_snapshot": Text("not in it", "hors extraction"),
    "beside_sets": Text("not in an analysis set", "hors d’une population d’analyse"),
    "not_of_set": Text("{set}: not in it", "{set}\u00a0: n’en est pas"),
    "open_for_set": Text("{set}: cannot be told", "{set}\u00a0: indéterminé"),
    "flow_caption": Text(
        "In the manner of CONSORT 2025, counted from what is recorded now. Who objects to the use of their data is"
        " counted and nothing else.",
        "À la manière de CONSORT 2025, compté sur ce qui est enregistré à présent. Qui s’oppose à l’utilisation de ses"
        " données est compté, sans plus.",
    ),
    "flow_caption_groups": Text(
        "In the manner of CONSORT 2025, counted from what is recorded now, all groups together: who is in which group"
        " is not known here. Who objects to the use of their data is counted and nothing else.",
        "À la manière de CONSORT 2025, compté sur ce qui est enregistré à présent, tous groupes réunis\u00a0: qui est"
        " dans quel groupe n’est pas connu ici. Qui s’oppose à l’utilisation de ses données est compté, sans plus.",
    ),
    "flow_rows": Text("The flow in numbers", "Le diagramme en chiffres"),
    "target": Text("{count} of {target} enrolled at this site", "{count} inclus sur {target} prévus dans ce centre"),
    "count": Text("{count} enrolled at this site", "{count} inclus dans ce centre"),
    # participants
    "participants_of": Text("Participants of site {site}", "Participants du centre {site}"),
    "number": Text("Number", "Numéro"),
    "enrolled_at": Text("Enrolled", "Inclusion"),
    "consent": Text("Consent", "Consentement"),
    "next": Text("Due now or next", "À faire, ou ensuite"),
    "nobody_enrolled": Text("Nobody is enrolled here yet.", "Personne n’est encore inclus ici."),
    "search": Text("Search a code or number", "Chercher un code ou un numéro"),
    # what happened, by action of the trail
    "did screen": Text("screening opened", "présélection ouverte"),
    "did record consent": Text("consent: {what}", "consentement\u00a0: {what}"),
    "did take back consent": Text("consent by mistake: {what}", "consentement saisi par erreur\u00a0: {what}"),
    "did enrol": Text("enrolled", "inclus"),
    "did correct enrolment": Text("time of the inclusion corrected", "heure de l’inclusion corrigée"),
    "did take back enrolment": Text("inclusion taken back", "inclusion annulée"),
    "did leave out": Text("left out", "non inclus"),
    "did event": Text("{what}", "{what}"),
    "did take back event": Text("recorded by mistake: {what}", "saisi par erreur\u00a0: {what}"),
    "did record deviation": Text("deviation {what}", "écart {what}"),
}
