"""The words of the screens of amending."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.values.wording import Text

WORDS: Mapping[str, Text] = {
    "versions": Text("Versions of the protocol", "Versions du protocole"),
    "versions_lead": Text(
        "Every version that the study keeps. One that is approved nowhere changes nothing for anybody: look at what it"
        " would change, then put it in force site by site.",
        "Toutes les versions que conserve l’étude. Une version approuvée nulle part ne change rien pour personne\u00a0:"
        " regardez ce qu’elle changerait, puis mettez-la en vigueur centre par centre.",
    ),
    "version": Text("Version", "Version"),
    "version_n": Text("Version {version} of the protocol", "Version {version} du protocole"),
    "amendment": Text("Amendment", "Amendement"),
    "dated": Text("Dated", "Daté du"),
    "kept": Text("Kept", "Conservée"),
    "renews": Text("Renewed consent", "Nouveau consentement"),
    "asks": Text("asked for", "demandé"),
    "asks_not": Text("not asked for", "non demandé"),
    "first_version": Text("The first version: there is none before it to compare it with.",
                          "La première version\u00a0: aucune autre avant elle à laquelle la comparer."),
    "redacted": Text("redacted", "caviardé"),
    "hash": Text("Identity (SHA-256)", "Identité (SHA-256)"),
    "not_approved": Text("not approved", "non approuvée"),
    "planned": Text("planned from {day}", "prévue à partir du {day}"),
    "in_force": Text("in force since {day}", "en vigueur depuis le {day}"),
    "followed": Text("from {day}, then a later version", "à partir du {day}, puis une version ultérieure"),
    "changes": Text("What changes against version {version}", "Ce qui change par rapport à la version {version}"),
    "changes_lead": Text(
        "In the words of the protocol, section by section. − no longer stands there, + is new.",
        "Dans les mots du protocole, section par section. − n’y figure plus, + est nouveau.",
    ),
    "no_words": Text("Nothing that the protocol says in words.", "Rien de ce que le protocole dit en mots."),
    "removed_line": Text("no longer there", "supprimé"),
    "added_line": Text("new", "nouveau"),
    "places": Text("Every place that differs", "Tous les endroits qui diffèrent"),
    "items": Text("Items of forms", "Champs des formulaires"),
    "items_lead": Text(
        "A form that was begun stays as it was begun, with its items and its values; only forms begun under the version"
        " have its items.",
        "Un formulaire commencé reste tel qu’il a été commencé, avec ses champs et ses valeurs\u00a0; seuls les"
        " formulaires commencés sous cette version ont ses champs.",
    ),
    "added": Text("added", "ajouté"),
    "removed": Text("removed", "supprimé"),
    "changed": Text("changed", "modifié"),
    "sites": Text("Site by site", "Centre par centre"),
    "sites_lead": Text(
        "Look at what the version would change at a site before it is put in force there.",
        "Regardez ce que la version changerait dans un centre avant de l’y mettre en vigueur.",
    ),
    "site": Text("Site", "Centre"),
    "state": Text("State", "État"),
    "look": Text("Look at what it changes", "Regarder ce qu’elle change"),
    "dry_run": Text("Version {version} at site {site}: dry run",
                    "Version {version} au centre {site}\u00a0: essai à blanc"),
    "dry_run_lead": Text(
        "What would be if the version were in force here from {day} on: as things stand now, participant by"
        " participant. Nothing is written by looking.",
        "Ce qui serait si la version était en vigueur ici à partir du {day}\u00a0: en l’état actuel, participant par"
        " participant. Regarder n’écrit rien.",
    ),
    "from": Text("From this day on", "À partir de ce jour"),
    "as_amended": Text("as the amendment says ({what})", "comme le dit l’amendement ({what})"),
    "look_again": Text("Look again", "Regarder de nouveau"),
    "works_by": Text("The site works by version {now} now, and would by version {then}.",
                     "Le centre travaille avec la version {now} et travaillerait avec la version {then}."),
    "works_on": Text("The site works by version {now} already: nothing would change.",
                     "Le centre travaille déjà avec la version {now}\u00a0: rien ne changerait."),
    "works_by_none": Text("No version is in force here yet; the site would work by version {then}.",
                          "Aucune version n’est encore en vigueur ici\u00a0; le centre travaillerait avec la version"
                          " {then}."),
    "count_follows": Text("would follow at once: {count}", "suivraient aussitôt\u00a0: {count}"),
    "count_asked": Text("to agree first, on their version until then: {count}",
                        "à consentir d’abord, sur leur version d’ici là\u00a0: {count}"),
    "count_given": Text("have agreed already: {count}", "ont déjà consenti\u00a0: {count}"),
    "count_nobody": Text("nobody asks them any more: {count}", "que l’on ne sollicite plus\u00a0: {count}"),
    "what_changes": Text("What would change", "Ce qui changerait"),
    "how_often": Text("How often", "Combien de fois"),
    "for_how_many": Text("For how many", "Pour combien de personnes"),
    "nothing_changes": Text("Nothing that is due, asked, checked or worked out of anybody here.",
                            "Rien de ce qui est dû, demandé, contrôlé ou calculé pour quiconque ici."),
    "persons": Text("Participants, and those in screening", "Participants, et personnes en présélection"),
    "nobody_here": Text("Nobody is in the study here.", "Personne n’est dans l’étude ici."),
    "person": Text("Participant", "Participant"),
    "holds": Text("Version that holds", "Version qui vaut"),
    "renewal": Text("Renewed consent", "Nouveau consentement"),
    "stays_as_it_is": Text("Stays as it is", "Reste en l’état"),
    "until_agreed": Text("Stays on version {version} until consent is renewed; then:",
                         "Reste sur la version {version} jusqu’au nouveau consentement\u00a0; ensuite\u00a0:"),
    "stays_for_good": Text("Stays on version {version}.", "Reste sur la version {version}."),
    "no_change": Text("no change", "aucun changement"),
    "sheets_stay": Text("forms begun: {count}", "formulaires commencés\u00a0: {count}"),
    "signed_stay": Text("signatures: {count}", "signatures\u00a0: {count}"),
    "verified_stay": Text("values verified: {count}", "valeurs vérifiées\u00a0: {count}"),
    "stay_help": Text(
        "An approval writes nothing below a participant: values, signatures, verifications, freezes and locks stay as"
        " they are, each form under the version it was begun with. Where somebody is frozen or locked, forms that"
        " become due can be begun once it is opened.",
        "Une approbation n’écrit rien sous un participant\u00a0: valeurs, signatures, vérifications, gels et verrous"
        " restent tels quels, chaque formulaire sous la version avec laquelle il a été commencé. Si une personne est"
        " gelée ou verrouillée, les formulaires qui deviennent dus se commencent après réouverture.",
    ),
    "cannot_tell": Text("What this look cannot tell", "Ce que ce regard ne peut pas dire"),
    "cannot_asked": Text("Whether somebody was asked already: only what they decide is recorded.",
                         "Si quelqu’un a déjà été sollicité\u00a0: seule sa décision est consignée."),
    "cannot_until": Text("What happens or is typed until the day on which the version comes in force.",
                         "Ce qui se passera ou sera saisi d’ici au jour de l’entrée en vigueur."),
    "cannot_drafts": Text("What is typed and not saved yet, and what is on paper.",
                          "Ce qui est saisi et pas encore enregistré, et ce qui est sur papier."),
    "download": Text("Download as CSV", "Télécharger en CSV"),
    "approve": Text("Put this version in force here", "Mettre cette version en vigueur ici"),
    "approve_help": Text(
        "From {day} on, as looked at above. The trail keeps the identity of the version and the mark of this look:",
        "À partir du {day}, comme regardé ci-dessus. La piste garde l’identité de la version et la marque de ce"
        " regard\u00a0:",
    ),
    "reason_help": Text(
        "Renewed consent is stated here otherwise than by the amendment: say why, for instance as the ethics committee"
        " decided.",
        "Le nouveau consentement est décidé ici autrement que par l’amendement\u00a0: dites pourquoi, par exemple selon"
        " la décision du comité de protection des personnes.",
    ),
    "approved": Text("Version {version} is in force at site {site} from {day} on.",
                     "La version {version} est en vigueur au centre {site} à partir du {day}."),
    "who_approves": Text("A data manager puts it in force.", "Un gestionnaire de données la met en vigueur."),
    "day": Text("{visit}: day {first}", "{visit}\u00a0: jour {first}"),
    "days": Text("{visit}: days {first} to {last} ({count})", "{visit}\u00a0: jours {first} à {last} ({count})"),
    "form_begun": Text("begun: stays readable", "commencé\u00a0: reste lisible"),
    "values_stay": Text("values that stay, readable: {count}", "valeurs qui restent, lisibles\u00a0: {count}"),
    "privacy_asks": Text("This may identify somebody.", "Ceci peut identifier quelqu’un."),
    "eligible": Text("Eligible", "Éligible"),
    "event_lost": Text("The version does not know this event: what it leaves due cannot be told.",
                       "La version ne connaît pas cet événement\u00a0: ce qu’il laisse dû ne peut être dit."),
    # kinds of change
    "overdue": Text("would be overdue", "serait en retard"),
    "in_time": Text("would no longer be overdue", "ne serait plus en retard"),
    "visit_added": Text("visit added", "visite ajoutée"),
    "visit_removed": Text("visit no longer due", "visite qui n’est plus due"),
    "visit_moved": Text("visit moved", "visite déplacée"),
    "window": Text("window changes", "fenêtre modifiée"),
    "outside": Text("done or planned outside its window", "faite ou prévue hors fenêtre"),
    "form_added": Text("form asked", "formulaire demandé"),
    "form_removed": Text("form no longer asked", "formulaire qui n’est plus demandé"),
    "values_removed": Text("values of an item no longer asked", "valeurs d’un champ qui n’est plus demandé"),
    "values_changed": Text("values of an item asked otherwise", "valeurs d’un champ demandé autrement"),
    "check": Text("a check would newly ask", "un contrôle interrogerait"),
    "criterion": Text("criterion answered otherwise (inclusion is not undone)",
                      "critère jugé autrement (l’inclusion n’est pas annulée)"),
    "outcome": Text("primary outcome worked out otherwise", "critère principal calculé autrement"),
    "alert": Text("alert told otherwise, as things stand now", "alerte signalée autrement, en l’état actuel"),
    "alert_met": Text("alert", "alerte"),
    "alert_overdue": Text("cannot tell: overdue", "indéterminé\u00a0: en retard"),
    "alert_cannot_tell": Text("cannot tell", "indéterminé"),
    "alert_not_met": Text("no alert", "pas d’alerte"),
    "untold": Text("cannot be told", "ne peut être dit"),
    # renewed consent
    "renewal_is": Text("Renewed consent: {renewal}", "Nouveau consentement\u00a0: {renewal}"),
    "not_needed": Text("not needed", "non nécessaire"),
    "given": Text("given", "donné"),
    "awaited": Text("awaited already", "déjà attendu"),
    "to_ask": Text("to be asked for", "à demander"),
    "nobody": Text("nobody is asked any more", "on ne sollicite plus"),
}  # fmt: skip
