"""The words of a statistical analysis plan, in English and in French."""

from __future__ import annotations

from bedside.values.wording import Text

OF_PLAN: dict[str, Text] = {
    "plan": Text("Statistical analysis plan", "Plan d’analyse statistique"),
    # --- administrative information -------------------------------------------------------------------------------
    "administration": Text("Administrative information", "Informations administratives"),
    "trial": Text("Trial", "Essai"),
    "record_read": Text("Public record, read", "Registre public, lu le"),
    "sponsor": Text("Sponsor", "Promoteur"),
    "plan_is_protocol": Text(
        "The plan is written by a program from the approved protocol, of which its estimands are a part, and has the"
        " version and the hash of that protocol. The analysis and the report are written from the same objects. To"
        " change what is estimated is to amend the protocol; the hash shows it.",
        "Ce plan est écrit par un programme à partir du protocole approuvé, dont les estimands font partie\u202f; il"
        " en a la version et l’empreinte. L’analyse et le rapport sont écrits à partir des mêmes objets. Changer ce"
        " qui est estimé, c’est amender le protocole\u202f; l’empreinte le montre.",
    ),
    "plan_one_group": Text(
        "The trial has a single group and no comparator. This design alone does not establish superiority over"
        " standard care: a rate to be ruled out stands in for a comparator, and the report tabulates the decision"
        " over that rate.",
        "L’essai a un seul groupe et pas de comparateur. Ce plan n’établit pas à lui seul une supériorité sur le"
        " traitement de référence\u00a0: un taux à exclure tient lieu de comparateur, et le rapport donne la décision"
        " selon ce taux.",
    ),
    "plan_groups": Text(
        "The trial has {count} groups. What follows describes all participants together; a comparison of groups is made"
        " where the data tell who was assigned to which.",
        "L’essai a {count} groupes. Ce qui suit décrit tous les participants ensemble\u202f; une comparaison des"
        " groupes est faite si les données disent qui a été affecté à quel groupe.",
    ),
    "signatures": Text("Signatures", "Signatures"),
    "role": Text("role", "fonction"),
    "person": Text("name", "nom"),
    "signed": Text("date and signature", "date et signature"),
    "author": Text("Who wrote the plan", "Auteur du plan"),
    "senior_statistician": Text("Senior statistician responsible", "Statisticien responsable"),
    "chief_investigator": Text("Chief investigator", "Investigateur principal"),
    # --- introduction ---------------------------------------------------------------------------------------------
    "introduction": Text("Introduction", "Introduction"),
    "background": Text("Background and rationale, as the record says", "Contexte et justification, selon le registre"),
    "aim": Text("Aim, as the record says", "Objectif, selon le registre"),
    "objectives": Text("Objectives and outcomes", "Objectifs et critères de jugement"),
    "objectives_more": Text(
        "Each outcome has one estimand, with its five attributes, in the chapter on the analysis.",
        "Chaque critère a un estimand, avec ses cinq attributs, au chapitre sur l’analyse.",
    ),
    "outcomes": Text("Outcomes", "Critères de jugement"),
    "outcome": Text("outcome", "critère"),
    "rank": Text("rank", "rang"),
    "primary": Text("primary", "principal"),
    "secondary": Text("secondary", "secondaire"),
    "other": Text("other", "autre"),
    "time_frame": Text("time frame, as the record says", "échéance, selon le registre"),
    # --- study methods --------------------------------------------------------------------------------------------
    "study_methods": Text("Study methods", "Méthodes de l’étude"),
    "trial_design": Text("Trial design", "Plan de l’essai"),
    "single_group": Text(
        "A single group: nobody is randomised, and nothing is compared.",
        "Un seul groupe\u00a0: personne n’est randomisé, et rien n’est comparé.",
    ),
    "several_groups": Text("{count} groups.", "{count} groupes."),
    "sample_size": Text("Sample size", "Nombre de participants"),
    "no_design": Text(
        "The protocol states no rates of success to tell apart, and so no hypotheses behind its number of"
        " participants.",
        "Le protocole n’énonce pas de taux de succès à distinguer, donc pas d’hypothèses derrière son effectif.",
    ),
    "exact_test": Text(
        "{outcome}: {successes} successes of {size} rule out a rate of {p0} by the exact one-sided test at {alpha}. The"
        " exact type I error is {exact}, the power at a rate of {p1} is {power}.",
        "{outcome}\u00a0: {successes} succès sur {size} excluent un taux de {p0} par le test exact unilatéral à"
        " {alpha}. Le risque de première espèce exact est de {exact}, la puissance pour un taux de {p1} est de"
        " {power}.",
    ),
    "exact_numbers": Text(
        "Every number below is an exact sum; none is simulated. The boundary is recomputed for the number of"
        " participants that will have been analysed.",
        "Chaque nombre ci-dessous est une somme exacte\u202f; aucun n’est simulé. La limite est recalculée pour"
        " l’effectif qui aura été analysé.",
    ),
    "interim": Text("Interim analyses and stopping guidance", "Analyses intermédiaires et règles d’arrêt"),
    "no_looks": Text(
        "The protocol states no look at the data before the end.",
        "Le protocole n’énonce aucune analyse avant la fin.",
    ),
    "looks_stated": Text(
        "No look at the data before the end is in force: no public source says of one, a single analysis is assumed,"
        " and the analysis applies none. The protocol works out {count} ways of looking, to show what each would cost"
        " and save; their boundaries follow.",
        "Aucune analyse avant la fin n’est en vigueur\u00a0: aucune source publique n’en énonce, une seule analyse est"
        " supposée, et l’analyse n’en applique aucune. Le protocole calcule {count} façons d’analyser les données avant"
        " la fin, pour montrer ce que chacune coûterait et épargnerait\u202f; leurs limites suivent.",
    ),
    "no_looks_adopted": Text(
        "The protocol adopts a single analysis: no look at the data before the end is in force.",
        "Le protocole adopte une seule analyse\u00a0: aucune analyse avant la fin n’est en vigueur.",
    ),
    "looks_in_force": Text(
        "In force: {name}. The data are looked at after {sizes} participants, in the order of their inclusion, once"
        " the outcome of each of them is due. A rate of {p0} is to be ruled out at the one-sided {alpha}; as planned"
        " the exact type I error is {exact}, the power at a rate of {p1} is {power}.",
        "En vigueur\u00a0: {name}. Les données sont analysées après {sizes} participants, dans l’ordre des inclusions,"
        " une fois échu le critère de chacun d’eux. Un taux de {p0} est à exclure au risque unilatéral de"
        " {alpha}\u202f; tel que prévu, le risque de première espèce exact est de {exact}, la puissance pour un taux de"
        " {p1} est de {power}.",
    ),
    "looks_overruled": Text(
        "These hold where a stop for futility is heeded; were it overruled, the exact type I error would be"
        " {overruled}.",
        "Ces valeurs tiennent si un arrêt pour futilité est suivi\u202f; s’il y était passé outre, le risque de"
        " première espèce exact serait de {overruled}.",
    ),
    "looks_analysed": Text(
        "Whoever is included after the participants of the look that ends the trial is counted and enters no test. A"
        " last look with another number of participants has the boundary of its own rule for that number; where the"
        " rule is a list of numbers, the fewest successes whose p-value is at most the exact type I error of the plan."
        " The p-value, the estimate and its interval account for the looks: of two stages that end for futility alone"
        " as Koyama and Chen 2008, of all others by the order of the stages (Jennison and Turnbull 1983).",
        "Les participants inclus après ceux de l’analyse qui arrête l’essai sont comptés et n’entrent dans aucun test."
        " Une dernière analyse d’un autre effectif a la limite de sa propre règle pour cet effectif\u202f; si la règle"
        " est une liste de nombres, le plus petit nombre de succès dont la valeur p ne dépasse pas le risque de"
        " première espèce exact du plan. La valeur p, l’estimation et son intervalle tiennent compte des analyses"
        " intermédiaires\u00a0: pour deux étapes n’arrêtant que pour futilité selon Koyama et Chen 2008, sinon par"
        " l’ordre des étapes (Jennison et Turnbull 1983).",
    ),
    "looks_boundaries": Text("Boundaries of the looks in force", "Limites des analyses en vigueur"),
    "look_at": Text("participants", "participants"),
    "looks_others": Text(
        "Other ways of looking are worked out for comparison and are not in force; their boundaries follow.",
        "D’autres façons d’analyser sont calculées à titre de comparaison et ne sont pas en vigueur\u202f; leurs"
        " limites suivent.",
    ),
    "final_analysis": Text("Timing of the final analysis", "Moment de l’analyse finale"),
    "final_analysis_is": Text(
        "All outcomes are analysed together, on one data cut taken when the time of every outcome has come for every"
        " participant. Of an earlier cut, those whose time has not come are left out, counted, and told at each"
        " number.",
        "Tous les critères sont analysés ensemble, sur une seule extraction, faite quand l’échéance de chaque critère"
        " est passée pour chaque participant. D’une extraction plus précoce, les participants non échus sont écartés,"
        " comptés, et signalés à chaque nombre.",
    ),
    "assessments": Text("Timing of outcome assessments", "Moment des évaluations"),
    "windows_are": Text(
        "Day k is the 24 hours that begin k times 24 hours after inclusion. The window is what lies around it.",
        "Le jour k est la période de 24 heures qui débute k fois 24 heures après l’inclusion. La fenêtre l’entoure.",
    ),
    "visit_windows": Text("Visit windows", "Fenêtres des visites"),
    "visit": Text("visit", "visite"),
    "day": Text("day", "jour"),
    "before": Text("before", "avant"),
    "after": Text("after", "après"),
    # --- statistical principles -----------------------------------------------------------------------------------
    "principles": Text("Statistical principles", "Principes statistiques"),
    "levels": Text("Confidence intervals and p-values", "Intervalles de confiance et valeurs p"),
    "levels_are": Text(
        "One test is made: that of the primary outcome, one-sided, at the level stated above. Intervals are two-sided"
        " at 95\u00a0%. The other outcomes are described, and nothing is adjusted for their number.",
        "Un seul test est fait\u00a0: celui du critère principal, unilatéral, au risque énoncé plus haut. Les"
        " intervalles sont bilatéraux à 95\u00a0%. Les autres critères sont décrits, sans ajustement pour leur"
        " nombre.",
    ),
    "levels_untested": Text(
        "Nothing is tested. Intervals are two-sided at 95\u00a0%, and not adjusted for their number.",
        "Rien n’est testé. Les intervalles sont bilatéraux à 95\u00a0%, sans ajustement pour leur nombre.",
    ),
    "sets": Text("Analysis sets", "Populations d’analyse"),
    "holds": Text("whom it holds", "qui en fait partie"),
    "used_for": Text("analyses", "analyses"),
    "sensitivity": Text("sensitivity", "sensibilité"),
    "assumption": Text("assumption", "hypothèse"),
    "sets_recomputed": Text(
        "Who objects to the use of their data is counted and nothing else. Who was never treated stays in the set of"
        " the included, and is counted.",
        "Qui s’oppose à l’utilisation de ses données est compté, sans plus. Qui n’a jamais été traité reste dans la"
        " population des inclus, et est compté.",
    ),
    "beginning": Text("Time zero and baseline", "Temps zéro et valeur initiale"),
    "time_zero": Text("Times are counted from inclusion.", "Les délais se comptent depuis l’inclusion."),
    "intercurrent_events": Text("Intercurrent events", "Événements intercurrents"),
    "unobserved_events": Text("What ends the observation", "Ce qui met fin à l’observation"),
    "unobserved_more": Text(
        "What follows ends the observation and is no intercurrent event (ICH E9(R1), A.3.1): what would have been"
        " measured after it is missing, and each outcome says what is done then.",
        "Ce qui suit met fin à l’observation et n’est pas un événement intercurrent (ICH E9(R1), A.3.1)\u00a0: ce qui"
        " aurait été mesuré ensuite est manquant, et chaque critère dit ce qui en est fait.",
    ),
    "intercurrent_more": Text(
        "They are counted in each analysis set. How each estimand deals with each of them is said there.",
        "Ils sont comptés dans chaque population. Ce que chaque estimand fait de chacun y est dit.",
    ),
    "event": Text("event", "événement"),
    "recorded_by": Text("recorded by", "consigné par"),
    "calendar": Text("Calendar", "Calendrier"),
    "strategies": Text("strategy, and outcomes", "stratégie, et critères"),
    # --- population -----------------------------------------------------------------------------------------------
    "population": Text("Trial population", "Population de l’essai"),
    "accounted": Text(
        "The report counts those screened, included, objecting, in the data cut, never treated, and those who did not"
        " meet every criterion, by what is known at the analysis; and the deviations from the protocol, by kind."
        " Sites, sex, age, baseline values and scores at inclusion are described, and not tested.",
        "Le rapport compte les personnes présélectionnées, incluses, opposées, présentes dans l’extraction, jamais"
        " traitées, et celles qui ne remplissaient pas tous les critères, selon ce qui est connu lors de"
        " l’analyse\u202f; ainsi que les écarts au protocole, par nature. Centres, sexe, âge, valeurs initiales et"
        " scores à l’inclusion sont décrits, et non testés.",
    ),
    "withdrawal": Text("Withdrawal and follow-up", "Retrait et suivi"),
    "withdrawal_is": Text(
        "Data collected until a withdrawal are kept. Life is known as far as anything was measured or anybody told; a"
        " time that has not ended is censored there.",
        "Les données recueillies jusqu’à un retrait sont conservées. La vie est connue aussi loin que quelque chose a"
        " été mesuré ou dit\u202f; un délai non terminé y est censuré.",
    ),
    # --- analysis -------------------------------------------------------------------------------------------------
    "analysis_chapter": Text("Analysis", "Analyse"),
    "attributes": Text(
        "The attributes are those of ICH E9(R1): population, treatment, variable, intercurrent events, each with its"
        " strategy, and summary measure.",
        "Les attributs sont ceux d’ICH E9(R1)\u00a0: population, traitement, variable, événements intercurrents, chacun"
        " avec sa stratégie, et mesure de synthèse.",
    ),
    "if_dead": Text("If the participant died before", "Si le participant est décédé avant"),
    "if_discharged": Text("If the participant left before", "Si le participant est sorti avant"),
    "worked_out": Text("Worked out by these rules of the protocol:", "Établi par ces règles du protocole\u00a0:"),
    "missing": Text("Missing data", "Données manquantes"),
    "missing_is": Text(
        "An answer that the data leave open stays a range. A yes or no that is no success for certain is failure;"
        " beside it stand the least and the most that the successes can be, those known alone, and how many of the"
        " undetermined would have to succeed to change the decision. A measurement known within limits enters"
        " quantiles by both of its ends, and has no mean. What is counted is a minimum until somebody has confirmed"
        " that all is recorded.",
        "Une réponse que les données laissent ouverte reste un intervalle. Un oui ou non qui n’est pas un succès"
        " certain est un échec\u202f; à côté figurent le minimum et le maximum de succès possibles, les seuls cas"
        " connus, et combien d’indéterminés devraient réussir pour changer la décision. Une mesure connue entre"
        " bornes entre dans les quantiles par ses deux bornes, et n’a pas de moyenne. Ce qui est compté est un"
        " minimum tant que personne n’a confirmé que tout est enregistré.",
    ),
    "harms": Text("Harms", "Événements indésirables"),
    "harms_is": Text(
        "Events are counted as participants and as events, by what the form tells them apart by, for the time"
        " observed, and as cumulative incidence of the first with death competing. Those that began at or after the"
        " first dose are counted apart.",
        "Les événements sont comptés en participants et en événements, selon ce qui les distingue sur le formulaire,"
        " rapportés au temps observé, et en incidence cumulée du premier, le décès étant compétitif. Ceux qui ont"
        " débuté à partir de la première prise sont comptés à part.",
    ),
    "comparisons": Text("Comparison of groups", "Comparaison de groupes"),
    "comparisons_is": Text(
        "Made only where the protocol declares a comparator and the data tell who was assigned to which group;"
        " otherwise a result says why there is none.",
        "Faite seulement si le protocole déclare un comparateur et si les données disent qui a été affecté à quel"
        " groupe\u202f; sinon un résultat dit pourquoi il n’y en a pas.",
    ),
    "unplanned": Text("Unplanned analyses", "Analyses non prévues"),
    "unplanned_is": Text(
        "An analysis that this plan does not name is told as such, beside those planned and never in their place.",
        "Une analyse que ce plan ne nomme pas est signalée comme telle, à côté des analyses prévues, jamais à leur"
        " place.",
    ),
    "software_used": Text("Software", "Logiciel"),
    "software_used_is": Text(
        "{software}, computing with {computed}. Its methods are compared with R and with published examples by its"
        " tests. The same data cut gives the same bytes again with the same versions.",
        "{software}, qui calcule avec {computed}. Ses tests comparent ses méthodes à R et à des exemples publiés. La"
        " même extraction redonne les mêmes octets avec les mêmes versions.",
    ),
    "references": Text("References", "Références"),
    "ich_e9": Text(
        "ICH E9, Statistical principles for clinical trials, 1998, and its addendum E9(R1) on estimands, 2019.",
        "ICH E9, Statistical principles for clinical trials, 1998, et son addendum E9(R1) sur les estimands, 2019.",
    ),
    "gamble": Text(
        "Gamble C, Krishan A, Stocken D, et al. Guidelines for the content of statistical analysis plans in clinical"
        " trials. JAMA 2017;318:2337–2343.",
        "Gamble C, Krishan A, Stocken D, et al. Guidelines for the content of statistical analysis plans in clinical"
        " trials. JAMA 2017;318:2337–2343.",
    ),
    "tables_to_come": Text("Tables and figures to come", "Tableaux et figures à venir"),
    "figures_to_come": Text("Figures", "Figures"),
    "shells": Text("Tables", "Tableaux"),
    "tables_to_come_more": Text(
        "The tables that the analysis makes, with empty cells; lines and columns that the data bring come later."
        " Numbers and titles are those of the report.",
        "Les tableaux que l’analyse produit, cellules vides\u202f; les lignes et colonnes qu’apportent les"
        " données viendront ensuite. Numéros et titres sont ceux du rapport.",
    ),
}  # fmt: skip
