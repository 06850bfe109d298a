"""The words of a statistical report, in English and in French."""

from __future__ import annotations

from bedside.values.wording import Text

OF_REPORT: dict[str, Text] = {
    "report": Text("Statistical report", "Rapport statistique"),
    "not_known": Text("not known ({why})", "indéterminable ({why})"),
    # --- synopsis -------------------------------------------------------------------------------------------------
    "synopsis": Text("Synopsis", "Synopsis"),
    "synopsis_people": Text("Participants", "Participants"),
    "people_said": Text(
        "People screened: {screened}; included: {included}. Those who object to the use of their data are"
        " only counted: {objecting}. The results are of {analysed} participants.",
        "Personnes présélectionnées\u00a0: {screened}\u202f; incluses\u00a0: {included}. Opposées à l’utilisation de"
        " leurs données, et pour cela seulement comptées\u00a0: {objecting}. Les résultats portent sur {analysed}"
        " participants.",
    ),
    "people_planned": Text("Participants planned: {planned}.", "Participants prévus\u00a0: {planned}."),
    "people_closed": Text(
        "The trial is closed to inclusion ({told}), with {reached} participants.",
        "L’essai est clos aux inclusions ({told}), avec {reached} participants.",
    ),
    "people_treated": Text(
        "Never treated, as recorded: {never_dosed}. A criterion not met, by what is known now: {criteria_not_met};"
        " cannot be told: {criteria_open}.",
        "Jamais traités, selon les données\u00a0: {never_dosed}. Un critère non rempli, selon ce qui est connu\u00a0:"
        " {criteria_not_met}\u202f; indéterminés\u00a0: {criteria_open}.",
    ),
    "primary_result": Text("Primary result: {title}", "Résultat principal\u00a0: {title}"),
    "mortality_result": Text("Deaths: {title}", "Décès\u00a0: {title}"),
    "numbers_kept": Text(
        "Tables have the numbers of the statistical analysis plan: one that these data leave without a line is left"
        " out, and its number with it.",
        "Les tableaux portent les numéros du plan d’analyse statistique\u00a0: celui que ces données laissent sans"
        " ligne est omis, et son numéro avec lui.",
    ),
    "measured_nobody": Text(
        "Measured in nobody ({count}): {listed}.", "Mesurés chez personne ({count})\u00a0: {listed}."
    ),
    "nobody_of": Text("measured in nobody ({count}): {listed}", "mesurés chez personne ({count})\u00a0: {listed}"),
    "at_a_glance": Text("Other outcomes at a glance", "Autres critères en bref"),
    "of_what": Text("measure", "mesure"),
    "of_whom": Text("of", "sur"),
    "result": Text("result", "résultat"),
    "alive_at": Text("alive at day {day}", "vivants au jour {day}"),
    "incidence_at": Text(
        "{name}, where it came first, by day {day}", "{name}, en premier, au jour {day}"
    ),
    "median_of": Text("{name}, median (quartiles)", "{name}, médiane (quartiles)"),
    "measured_and_within": Text(
        "{measured}, and {within} within limits", "{measured}, et {within} entre bornes"
    ),
    "any_of": Text("{name}: participants with at least one", "{name}\u00a0: participants en ayant au moins un"),
    "level_of": Text("{name}: {level}", "{name}\u00a0: {level}"),
    "levels_said": Text(
        "{name}, as the worst of each of {participants} participants: {listed}.",
        "{name}, le plus élevé chez chacun des {participants} participants\u00a0: {listed}.",
    ),
    "level_said": Text("{level} in {count} ({share})", "{level} chez {count} ({share})"),
    "success_of": Text("proportion of successes", "proportion de succès"),
    "limits_short": Text(
        "{assumed} assumptions that no public source states bear on these results, and {absent} numbers could not be"
        " worked out: the chapter on limits says which and why.",
        "{assumed} hypothèses qu’aucune source publique n’énonce pèsent sur ces résultats, et {absent} nombres n’ont pu"
        " être établis\u00a0: le chapitre sur les limites dit lesquels et pourquoi.",
    ),
    # --- everybody exposed, contradictions, warnings --------------------------------------------------------------
    "exposed_head": Text("Safety of everybody so far", "Tolérance chez tous à ce jour"),
    "exposed_said": Text(
        "Exposed so far (at least one dose): {exposed_members} participants. Their serious adverse events from the"
        " first dose to the cut: {exposed_serious}, participants with one: {exposed_serious_people}; fatal events among"
        " them: {exposed_fatal}; deaths from any cause: {exposed_deaths}. Serious events before the first dose:"
        " {exposed_before}.",
        "Exposés à ce jour (au moins une prise)\u00a0: {exposed_members} participants. Leurs événements indésirables"
        " graves de la première prise à l’extraction\u00a0: {exposed_serious}, participants concernés\u00a0:"
        " {exposed_serious_people}\u202f; dont fatals\u00a0: {exposed_fatal}\u202f; décès de toutes causes\u00a0:"
        " {exposed_deaths}. Événements graves avant la première prise\u00a0: {exposed_before}.",
    ),
    "included_said": Text(
        "Included so far: {exposed_members} participants. Serious adverse events recorded of them:"
        " {exposed_serious}, participants with one: {exposed_serious_people}; fatal events among them: {exposed_fatal};"
        " deaths from any cause: {exposed_deaths}.",
        "Inclus à ce jour\u00a0: {exposed_members} participants. Leurs événements indésirables graves"
        " consignés\u00a0: {exposed_serious}, participants concernés\u00a0: {exposed_serious_people}\u202f; dont"
        " fatals\u00a0: {exposed_fatal}\u202f; décès de toutes causes\u00a0: {exposed_deaths}.",
    ),
    "window_said": Text(
        "Of these events, in the window of {outcome}: {exposed_window}, participants with one:"
        " {exposed_window_people}.",
        "Parmi ces événements, dans la seule fenêtre de {outcome}\u00a0: {exposed_window}, participants"
        " concernés\u00a0: {exposed_window_people}.",
    ),
    "unexposed_said": Text(
        "Without a recorded dose: {exposed_members} participants; their serious events: {exposed_serious}, deaths:"
        " {exposed_deaths}.",
        "Sans prise consignée\u00a0: {exposed_members} participants\u202f; leurs événements graves\u00a0:"
        " {exposed_serious}, décès\u00a0: {exposed_deaths}.",
    ),
    "reduced_said": Text(
        "Objecting to the use of their data, so that only what must be reported is held and doses are not known:"
        " {exposed_members}; their serious events: {exposed_serious}, fatal: {exposed_fatal}.",
        "Opposés à l’utilisation de leurs données, dont seul est détenu ce qui doit être déclaré et dont les prises ne"
        " sont pas connues\u00a0: {exposed_members}\u202f; leurs événements graves\u00a0: {exposed_serious}, dont"
        " fatals\u00a0: {exposed_fatal}.",
    ),
    "glance_serious": Text(
        "serious adverse events to the cut, {who}", "événements indésirables graves jusqu’à l’extraction, {who}"
    ),
    "glance_window": Text(
        "the same within the window of {outcome}, {who}", "les mêmes dans la fenêtre de {outcome}, {who}"
    ),
    "glance_deaths": Text("deaths to the cut, {who}", "décès jusqu’à l’extraction, {who}"),
    "glance_events": Text(
        "events: {exposed_serious}; participants: {exposed_serious_people}",
        "événements\u00a0: {exposed_serious}\u202f; participants\u00a0: {exposed_serious_people}",
    ),
    "glance_in_window": Text(
        "events: {exposed_window}; participants: {exposed_window_people}",
        "événements\u00a0: {exposed_window}\u202f; participants\u00a0: {exposed_window_people}",
    ),
    "contradictions_head": Text("Contradictions in the data", "Contradictions dans les données"),
    "contradictions_none": Text(
        "Nothing was found of what is looked for: deaths against inclusion, signs of life, doses, events and success;"
        " ends against beginnings.",
        "Rien n’a été trouvé de ce qui est cherché\u00a0: décès face à l’inclusion, aux signes de vie, aux prises, aux"
        " événements et au succès\u202f; fins face aux débuts.",
    ),
    "contradictions_some": Text(
        "The data contradict themselves in {count} places. Nothing was put right; each tells whose it is and what the"
        " analysis made of it. To be resolved with the sites before a conclusion is drawn.",
        "Les données se contredisent en {count} endroits. Rien n’a été corrigé\u202f; chacun dit de qui il s’agit et ce"
        " que l’analyse en a fait. À éclaircir avec les centres avant de conclure.",
    ),
    "warned_glance": Text("{outcomes}: {told}.", "{outcomes}\u00a0: {told}."),
    "cut_of_efficacy": Text(
        "The snapshot was taken for efficacy: it holds {people} participants, all but those who object to the use of"
        " their data.",
        "L’extraction est faite pour l’efficacité\u00a0: elle contient {people} participants, tous sauf ceux qui"
        " s’opposent à l’utilisation de leurs données.",
    ),
    "cut_of_safety": Text(
        "The snapshot was taken for safety: it holds {people} participants in full, and of those who object to the use"
        " of their data ({reduced}) only what must be reported. These last stand in no table but that of everybody and"
        " the listing of serious events.",
        "L’extraction est faite pour la sécurité\u00a0: elle contient {people} participants en entier, et de ceux qui"
        " s’opposent à l’utilisation de leurs données ({reduced}) seulement ce qui doit être déclaré. Ces derniers"
        " ne figurent que dans le tableau de tous et la liste des événements graves.",
    ),
    "rate_dose_said": Text(
        "{name}: {events} in {days} days at risk; {rate} per {per} days.",
        "{name}\u00a0: {events} en {days} jours à risque\u202f; {rate} pour {per} jours.",
    ),
    "outside_said": Text(
        "Recorded outside the window or without a dose, and in no table of classes: {events} events (serious"
        " {serious}).",
        "Consignés hors fenêtre ou sans prise, et dans aucun tableau par classe\u00a0: {events} événements (graves"
        " {serious}).",
    ),
    # --- outcomes -------------------------------------------------------------------------------------------------
    "results_chapter": Text("Results, outcome by outcome", "Résultats, critère par critère"),
    "results_more": Text(
        "Each number stands in rows.csv with its set, its method and its warnings, to the last digit. Sentences are"
        " written by rule from these rows. What an earlier outcome has in the same words is not said again: its place"
        " is named. A note stands below the first table of an outcome that bears its letter.",
        "Chaque nombre figure dans rows.csv avec sa population, sa méthode et ses avertissements, jusqu’au dernier"
        " chiffre. Les phrases sont écrites par règle à partir de ces lignes. Ce qu’un critère précédent dit dans les"
        " mêmes mots n’est pas répété\u00a0: l’endroit est nommé. Une note figure sous le premier tableau d’un critère"
        " qui porte sa lettre.",
    ),
    "as_for": Text("As for {where}", "Comme pour {where}"),
    "caption_as": Text("Read as {where}.", "Se lit comme {where}."),
    "table_empty": Text("{name}: no number. {why}", "{name}\u00a0: aucun nombre. {why}"),
    "sensitivity_counts_said": Text(
        "{name}, {what}: {count} of {participants} participants have at least one, {share}.",
        "{name}, {what}\u00a0: {count} sur {participants} participants en ont au moins un, {share}.",
    ),
    "sensitivity_times_said": Text(
        "{name}: of {participants} participants, ended: {ended}. Median time to any ending, in days: {median}."
        " {listed}",
        "{name}\u00a0: sur {participants} participants, terminés\u00a0: {ended}. Délai médian jusqu’à une fin"
        " quelconque, en jours\u00a0: {median}. {listed}",
    ),
    "sensitivity_survival_said": Text(
        "{name}: of {participants} participants, died: {deaths}. Alive at day {day}: {alive}.",
        "{name}\u00a0: sur {participants} participants, décédés\u00a0: {deaths}. Vivants au jour {day}\u00a0: {alive}.",
    ),
    "wins_said": Text(
        "Hierarchical composite: of {pairs} pairs of a participant of the other group with one of the comparator, won"
        " {won}, lost {lost}, tied {tied}. Win ratio {ratio}; win odds {odds}; net benefit {net}; two-sided p of"
        " the net benefit: {p}.",
        "Critère hiérarchique\u00a0: sur {pairs} paires d’un participant de l’autre groupe et d’un participant du"
        " comparateur, gagnées {won}, perdues {lost}, à égalité {tied}. Rapport de gains {ratio}\u202f; cote de gains"
        " {odds}\u202f; bénéfice net {net}\u202f; p bilatéral du bénéfice net\u00a0: {p}.",
    ),
    "wins_part": Text("{name}: won {won}, lost {lost}", "{name}\u00a0: gagnées {won}, perdues {lost}"),
    "wins_parts_said": Text(
        "Decided by each component, in the order of their importance: {listed}.",
        "Départagées par chaque composante, par ordre d’importance\u00a0: {listed}.",
    ),
    "delta_said": Text(
        "Supplementary, falls that are not known being imputed (participants: {imputed}) and made less by {delta}:"
        " proportion of successes {share}. Least reduction, of those tried up to {most} points, at which most"
        " imputations no longer rule the rate out: {tips}.",
        "En complément, les baisses inconnues étant imputées (participants\u00a0: {imputed}) et réduites de"
        " {delta}\u00a0: proportion de succès {share}. Plus petite réduction, parmi celles essayées jusqu’à {most}"
        " points, à laquelle la plupart des imputations n’excluent plus le taux\u00a0: {tips}.",
    ),
    "course_recorded": Text("what is not recorded may be anything", "ce qui n’est pas consigné peut être quelconque"),
    "course_left": Text(
        "after leaving, what is not measured is as low as it can be",
        "après la sortie, ce qui n’est pas mesuré est au plus bas",
    ),
    "course_said": Text(
        "{name} ({how}): of {participants} participants, died {dead}, fully known {fully_known}; median {median}.",
        "{name} ({how})\u00a0: sur {participants} participants, décédés {dead}, entièrement connus"
        " {fully_known}\u202f; médiane {median}.",
    ),
    "model_change_said": Text(
        "{name}, by the mixed model on {participants} participants (values at day {day}: {values}): mean change since"
        " baseline at that day, while alive, in {unit}: {change}.",
        "{name}, par le modèle mixte sur {participants} participants (valeurs au jour {day}\u00a0: {values})\u00a0:"
        " variation moyenne depuis la valeur initiale à ce jour, tant que vivant, en {unit}\u00a0: {change}.",
    ),
    "model_ratio_said": Text(
        "{name}, by the mixed model on {participants} participants (values at day {day}: {values}): mean ratio to"
        " baseline at that day, while alive: {change}.",
        "{name}, par le modèle mixte sur {participants} participants (valeurs au jour {day}\u00a0: {values})\u00a0:"
        " rapport moyen à la valeur initiale à ce jour, tant que vivant\u00a0: {change}.",
    ),
    "beside_reads": Text(
        "These analyses are supplementary: they answer other questions than the main analysis, rest on assumptions of"
        " their own, and change neither its result nor the decision.",
        "Ces analyses sont complémentaires\u00a0: elles répondent à d’autres questions que l’analyse principale,"
        " reposent sur leurs propres hypothèses, et ne changent ni son résultat ni la décision.",
    ),
    "values_said": Text(
        "{name}: of {participants} participants, measured {measured}, known within limits {within_limits}, dead"
        " {dead}, not measured {not_measured}; median {median}.",
        "{name}\u00a0: sur {participants} participants, mesurés {measured}, connus entre bornes {within_limits},"
        " décédés {dead}, non mesurés {not_measured}\u202f; médiane {median}.",
    ),
    "values_change": Text(
        "Change from baseline (participants: {count}): {change}.",
        "Variation depuis la valeur initiale (participants\u00a0: {count})\u00a0: {change}.",
    ),
    "counts_said": Text(
        "{name}: {any_at_least} of {participants} participants have at least one, {share}; events recorded:"
        " {events}. Confirmed that all is recorded: {confirmed}.",
        "{name}\u00a0: {any_at_least} sur {participants} participants en ont au moins un, {share}\u202f;"
        " événements enregistrés\u00a0: {events}. Complétude confirmée\u00a0: {confirmed}.",
    ),
    "rate_said": Text(
        "Events in {days} days observed since inclusion: {events}; {rate} per {per} days.",
        "Événements en {days} jours observés depuis l’inclusion\u00a0: {events}\u202f; {rate} pour {per} jours.",
    ),
    "rate_during_said": Text(
        "Events in {days} days of {during} since inclusion: {events}; {rate} per {per} of these days.",
        "Événements en {days} jours de {during} depuis l’inclusion\u00a0: {events}\u202f; {rate} pour {per} de ces"
        " jours.",
    ),
    "adverse_said": Text(
        "Adverse events in the safety set ({set}): {participants} of {members} participants had any ({share}); events:"
        " {events}, of which coded by a dictionary: {coded}.",
        "Événements indésirables dans la population de tolérance ({set})\u00a0: {participants} participants sur"
        " {members} en ont eu au moins un ({share})\u202f; événements\u00a0: {events}, dont codés selon un"
        " dictionnaire\u00a0: {coded}.",
    ),
    "adverse_serious_said": Text(
        "Serious ones among them: {participants} participants ({share}), {events} events.",
        "Dont graves\u00a0: {participants} participants ({share}), {events} événements.",
    ),
    "incidence_said": Text(
        "Cumulative incidence by day {day} of what came first: {listed}.",
        "Incidence cumulée au jour {day} de ce qui survient en premier\u00a0: {listed}.",
    ),
    "competing_said": Text(
        "Of {participants} participants, ended: {ended}, censored: {censored}. Median time to any ending, in days:"
        " {median}.",
        "Sur {participants} participants, terminés\u00a0: {ended}, censurés\u00a0: {censored}. Délai médian jusqu’à"
        " une fin quelconque, en jours\u00a0: {median}.",
    ),
    "survival_said": Text(
        "Of {participants} participants, died: {deaths}, censored: {censored}. Alive at day {day}: {alive}; still at"
        " risk then: {at_risk}. Restricted mean time alive, in days: {mean}; median follow-up, in days: {follow_up}.",
        "Sur {participants} participants, décédés\u00a0: {deaths}, censurés\u00a0: {censored}. Vivants au jour"
        " {day}\u00a0: {alive}\u202f; encore à risque ce jour-là\u00a0: {at_risk}. Durée moyenne de survie"
        " restreinte, en jours\u00a0: {mean}\u202f; suivi médian, en jours\u00a0: {follow_up}.",
    ),
    # --- profiles -------------------------------------------------------------------------------------------------
    "profiles": Text("Profiles of the participants", "Profils des participants"),
    "profiles_read": Text(
        "Everybody in the snapshot, one picture each, by their number in the order of inclusion, the same in every"
        " figure; nobody’s code is shown. All have the same axis of days.",
        "Tous les participants de l’extraction, une figure chacun, par leur numéro dans l’ordre d’inclusion, le même"
        " dans toutes les figures\u202f; aucun code n’y figure. Toutes ont le même axe des jours.",
    ),
    "profiles_data": Text(
        "The data of each stand beside it on the page, and in profiles.csv.",
        "Les données de chacune sont à côté d’elle sur la page, et dans profiles.csv.",
    ),
    "profiles_without_scores": Text(
        "Stays and scores are left out of them: the lengths of stay and the primary outcome could be read from them.",
        "Séjours et scores en sont absents\u00a0: les durées de séjour et le critère principal pourraient s’y lire.",
    ),
    "profiles_without_stays": Text(
        "Stays are left out of them, as the lengths of stay are.",
        "Les séjours en sont absents, comme les durées de séjour.",
    ),
    "profile_of": Text("Participant {number}", "Participant {number}"),
    "profile_number": Text("Profile {number}", "Profil {number}"),
    # --- limits ---------------------------------------------------------------------------------------------------
    "limits": Text("Limits", "Limites"),
    "warned": Text("What a reader must know of these numbers", "Ce qu’il faut savoir de ces nombres"),
    "warned_more": Text(
        "Every warning that a number bears, and the outcomes it concerns. Where a number could not be worked out, it"
        " is the reason.",
        "Chaque avertissement que porte un nombre, et les critères concernés. Si un nombre n’a pu être établi, c’en"
        " est la raison.",
    ),
    "warning": Text("warning", "avertissement"),
    "numbers_concerned": Text("numbers", "nombres"),
    # --- reproducibility ------------------------------------------------------------------------------------------
    "again": Text("Reproducibility", "Reproductibilité"),
    "again_more": Text(
        "Run again on the same snapshot, with the same protocol and the same versions of bedside and of what computes"
        " with it, this report is the same bytes.",
        "Refait sur la même extraction, avec le même protocole et les mêmes versions de bedside et de ce qui calcule"
        " avec lui, ce rapport est identique à l’octet près.",
    ),
    "rows_hash": Text("SHA-256 of rows.csv", "SHA-256 de rows.csv"),
    "cut_by": Text("snapshot taken by", "extraction faite par"),
    "command": Text("command", "commande"),
    "source_line": Text(
        "Source: snapshot {hash}, event {event}; protocol {protocol}; bedside {version}.",
        "Source\u00a0: extraction {hash}, événement {event}\u202f; protocole {protocol}\u202f; bedside {version}.",
    ),
}  # fmt: skip
