"""Every word of the figures of results that is not data, in English and in French (typography as in `report.words`)."""

from __future__ import annotations

from bedside.analysis.plurals import of_one
from bedside.values.wording import Text

_EACH_A_LINE = Text(
    "{set}. A line a participant joins the days on which the score is known; the median is that of all who have a"
    " score on the day, ranges entering at both ends. It describes those alive and measured, who change from day to"
    " day.",
    "{set}. Une ligne par participant joint les jours où le score est connu\u202f; la médiane est celle de tous"
    " ceux qui ont un score ce jour-là, les intervalles entrant par leurs deux bornes. Elle décrit les vivants"
    " mesurés, qui ne sont pas les mêmes d’un jour à l’autre.",
)
WORDS: dict[str, Text] = {
    "data_of": Text("Data: {what}", "Données\u00a0: {what}"),
    "days": Text("days from inclusion", "jours depuis l’inclusion"),
    "day": Text("day {day}:", "J{day}\u00a0:"),
    "to": Text("{low} to {high}", "{low} à {high}"),
    "nobody": Text(
        "Nobody was analysed: there is nothing to draw.", "Personne n’a été analysé\u00a0: rien à représenter."
    ),
    "nobody_due": Text(
        "Nobody’s time had come: there is nothing to draw.", "Aucun participant n’est échu\u00a0: rien à représenter."
    ),
    "nobody_measured": Text("Nobody was measured.", "Personne n’a été mesuré."),
    "no_score": Text(
        "No score is in the snapshot: there is nothing to draw.",
        "L’extraction ne contient aucun score\u00a0: rien à représenter.",
    ),
    "score": Text("score", "score"),
    "participant": Text("participant", "participant"),
    "participant_axis": Text("participant", "participant"),
    # --- curves ---------------------------------------------------------------------------------------------------
    "title survival": Text("{what}: Kaplan–Meier curve", "{what}\u00a0: courbe de Kaplan–Meier"),
    "caption survival": Text(
        "{set}. The shaded area holds the pointwise 95\u00a0% intervals (log-log), strokes are censored times. At risk"
        " on a day is whoever was followed to it or longer.",
        "{set}. La zone ombrée contient les intervalles ponctuels à 95\u00a0% (log-log), les traits sont les temps"
        " censurés. Est à risque un jour donné qui a été suivi jusque-là ou davantage.",
    ),
    "title incidence": Text("{what}: cumulative incidence", "{what}\u00a0: incidence cumulée"),
    "caption incidence": Text(
        "{set}. Aalen–Johansen estimates: what comes first ends the time at risk of the other. The shaded areas hold"
        " the pointwise 95\u00a0% intervals, strokes are censored times. At risk on a day is whoever was followed to"
        " it without any of these events, or longer.",
        "{set}. Estimations d’Aalen–Johansen\u00a0: le premier événement met fin au temps à risque de l’autre. Les"
        " zones ombrées contiennent les intervalles ponctuels à 95\u00a0%, les traits sont les temps censurés. Est à"
        " risque un jour donné qui a été suivi jusque-là ou davantage sans aucun de ces événements.",
    ),
    "incidence_ends": Text(
        "Days are those that have passed since inclusion; at day {day} the last day of the window in which events count"
        " has passed.",
        "Les jours sont ceux écoulés depuis l’inclusion\u202f; à J{day}, le dernier jour de la fenêtre où les"
        " événements comptent est écoulé.",
    ),
    "title survival of arms": Text(
        "{what}: Kaplan–Meier curve of each group", "{what}\u00a0: courbe de Kaplan–Meier de chaque groupe"
    ),
    "title incidence of arms": Text(
        "{what}, {ending}: cumulative incidence in each group", "{what}, {ending}\u00a0: incidence cumulée par groupe"
    ),
    "title proportions of arms": Text(
        "{what}: proportion in each group", "{what}\u00a0: proportion dans chaque groupe"
    ),
    "caption proportions of arms": Text(
        "{set}. Exact 95\u00a0% intervals (Clopper–Pearson), the unknown counting as failures; the difference and its"
        " interval stand in the data.",
        "{set}. Intervalles exacts à 95\u00a0% (Clopper–Pearson), les inconnus comptant comme échecs\u202f; la"
        " différence et son intervalle figurent dans les données.",
    ),
    "at_risk_of": Text("at risk: {group}", "à risque\u00a0: {group}"),
    "alive": Text("alive", "vivants"),
    "alive_axis": Text("alive, %", "vivants, %"),
    "incidence_axis": Text("cumulative incidence, %", "incidence cumulée, %"),
    "at_risk": Text("at risk", "à risque"),
    "pointwise": Text("pointwise 95\u00a0% interval", "intervalle ponctuel à 95\u00a0%"),
    "censored": Text("censored", "censuré"),
    "on_day": Text("day {day} {value}", "J{day} {value}"),
    "told_curve": Text("{name}: {values}.", "{name}\u00a0: {values}."),
    # --- swimmer --------------------------------------------------------------------------------------------------
    "title swimmer": Text("The course of each participant", "Le parcours de chaque participant"),
    "caption swimmer": Text(
        "Everybody in the snapshot, numbered in the order of inclusion, the longest first stay at the top. A bar"
        " without a mark at its end says that no end is known until then. What comes beyond the axis is told by its"
        " day.",
        "Tous les participants de l’extraction, numérotés dans l’ordre d’inclusion, le plus long premier séjour en"
        " haut. Une barre sans signe à son extrémité dit qu’aucune fin n’est connue jusque-là. Ce qui survient au-delà"
        " de l’axe est donné par son jour.",
    ),
    "known_alive": Text("known alive, to the last moment known", "connu vivant, jusqu’au dernier moment connu"),
    "later": Text("later, day", "après, jour"),
    "left_alive": Text("end of a stay, alive", "fin d’un séjour, vivant"),
    "dose": Text("dose of the study drug", "prise du médicament à l’étude"),
    "doses": Text("doses", "prises"),
    "known_alive_days": Text("days known alive", "jours connu vivant"),
    "death_day": Text("day of death", "jour du décès"),
    "outcome": Text("outcome", "critère"),
    "outcome_is": Text("{outcome}: {verdict}", "{outcome}\u00a0: {verdict}"),
    "not_known": Text("not known", "inconnu"),
    "state success": Text("success", "succès"),
    "state no_success": Text("no success", "pas de succès"),
    "state undetermined": Text("undetermined", "indéterminé"),
    "state change_unknown": Text("change not known", "variation inconnue"),
    "state not_due": Text("not due", "non échu"),
    "state dead": Text("dead", "décédé"),
    "state changed": Text("alive and measured", "vivant et mesuré"),
    "ended_on": Text("{day} ({cause})", "{day} ({cause})"),
    "told_swimmer": Text("{lanes} participants, {deaths} deaths.", "{lanes} participants, {deaths} décès."),
    # --- a profile ------------------------------------------------------------------------------------------------
    "title profile": Text("Participant {number}: profile", "Participant {number}\u00a0: profil"),
    "caption profile": Text(
        "What is recorded from inclusion on; an adverse event bears its grade. What is not known is not drawn: a"
        " missing bar says that nothing is recorded, not that nothing was. Days beyond the axis are told on its right.",
        "Ce qui est consigné depuis l’inclusion\u202f; un événement indésirable porte son grade. Ce qui est inconnu"
        " n’est pas dessiné\u00a0: une barre absente dit que rien n’est consigné, non que rien n’a eu lieu. Les jours"
        " au-delà de l’axe sont indiqués à sa droite.",
    ),
    "profile_stays": Text("Stays", "Séjours"),
    "profile_supports": Text("Organ support and infusions", "Suppléances et perfusions"),
    "profile_events": Text("Adverse events", "Événements indésirables"),
    "profile_drug": Text("Study drug", "Médicament à l’étude"),
    "profile_doses": Text("doses: {count}", "prises\u00a0: {count}"),
    "profile_none": Text("none recorded", "rien de consigné"),
    "profile_undated": Text("time not written", "date non écrite"),
    "profile_followed": Text("known alive", "connu vivant"),
    "profile_grade": Text("grade {grade}", "grade {grade}"),
    "profile_no_grade": Text("grade not written", "grade non écrit"),
    "profile_serious": Text("serious", "grave"),
    "profile_lasts": Text("as long as it lasted", "durée"),
    "profile_open": Text("no end known", "fin non connue"),
    "profile_mark": Text("grade of an event; ! serious", "grade d’un événement\u202f; !\u00a0grave"),
    "profile_score": Text("score: known, within limits", "score\u00a0: connu, entre bornes"),
    "profile_kind": Text("kind", "nature"),
    "profile_what": Text("what", "quoi"),
    "profile_from": Text("from day", "du jour"),
    "profile_until": Text("until day", "au jour"),
    "profile_more": Text("more", "précision"),
    "told_profile": Text(
        "kinds of support: {supports}, doses: {doses}, adverse events: {events}.",
        "suppléances\u00a0: {supports}, prises\u00a0: {doses}, événements indésirables\u00a0: {events}.",
    ),
    # --- a score --------------------------------------------------------------------------------------------------
    "title waterfall": Text(
        "{score}: change from inclusion to the end of day {day}",
        "{score}\u00a0: variation de l’inclusion à la fin du jour {day}",
    ),
    "caption waterfall": Text(
        "{set}. A bar a participant, from the greatest rise to the greatest fall; numbers are the order of inclusion. A"
        " fall of at least {needed} is what success asks for. The light part of a bar is what may be where a component"
        " is missing. The dead and those whose change is not known have no bar and stand apart; whether"
        " somebody succeeded may be known where the change is not.",
        "{set}. Une barre par participant, de la plus forte hausse à la plus forte baisse\u202f; les numéros suivent"
        " l’ordre d’inclusion. Le succès demande une baisse d’au moins {needed}. La partie claire d’une barre est ce"
        " qui est possible lorsqu’une composante manque. Décédés et variations inconnues n’ont pas de barre et figurent"
        " à part. Un succès peut être établi sans que la variation le soit.",
    ),
    "change_axis": Text("change, points", "variation, points"),
    "score_axis": Text("points", "points"),
    "certain_change": Text("certain change", "variation certaine"),
    "possible_change": Text("possible change", "variation possible"),
    "asked_fall": Text("fall of {needed}, asked for", "baisse de {needed}, requise"),
    "of_state": Text("{state} ({count})", "{state} ({count})"),
    "state": Text("state", "état"),
    "change": Text("change, points", "variation, points"),
    "told_waterfall": Text(
        "{changed} measured, of whom {fallen} fell far enough for certain; {dead} dead, {change_unknown} whose change"
        " is not known, {not_due} not due.",
        "{changed} mesurés, dont {fallen} en baisse suffisante avec certitude\u202f; {dead} décédés,"
        " {change_unknown} à la variation inconnue, {not_due} non échus.",
    ),
    "title spider": Text(
        "{score}: change from inclusion, day by day", "{score}\u00a0: variation depuis l’inclusion, jour par jour"
    ),
    "caption spider": _EACH_A_LINE,
    "title trajectories": Text("{score}, day by day", "{score}, jour par jour"),
    "caption trajectories": _EACH_A_LINE,
    "with_score": Text("with a score", "avec un score"),
    "one_course": Text("one participant", "un participant"),
    "median_score": Text("median", "médiane"),
    "median_between": Text("median, known within limits", "médiane, connue entre bornes"),
    "median_on_day": Text("day {day}: {value}", "J{day}\u00a0: {value}"),
    "told_courses": Text(
        "{count} participants, {deaths} deaths. Median {medians}.",
        "{count} participants, {deaths} décès. Médiane {medians}.",
    ),
    # --- a proportion ---------------------------------------------------------------------------------------------
    "title forest": Text("Proportion of successes, analysis by analysis", "Proportion de succès, analyse par analyse"),
    "caption forest": Text(
        "{set}, unless a line says otherwise. Exact 95\u00a0% intervals (Clopper–Pearson); a full square is the"
        " declared derivation.",
        "{set}, sauf mention contraire. Intervalles exacts à 95\u00a0% (Clopper–Pearson)\u202f; un carré plein est la"
        " règle déclarée.",
    ),
    "forest declared": Text(
        "As declared: the undetermined failed", "Selon la règle déclarée\u00a0: indéterminés en échec"
    ),
    "forest least": Text("At least: none of the undetermined succeeded", "Au moins\u00a0: aucun indéterminé en succès"),
    "forest most": Text("At most: all the undetermined succeeded", "Au plus\u00a0: tous les indéterminés en succès"),
    "forest known": Text("Those known alone", "Les seuls participants connus"),
    "forest_numbers": Text("successes, proportion (95\u00a0% interval)", "succès, proportion (intervalle 95\u00a0%)"),
    "success_axis": Text("successes, %", "succès, %"),
    "title null_rates": Text("The test over the rate to be ruled out", "Le test selon le taux à exclure"),
    "caption early": Text(
        "{caption} Nothing is decided yet: {why}. A square says that the number so far would meet the rule.",
        "{caption} Rien n’est encore décidé\u00a0: {why}. Un carré dit que le nombre atteint satisferait à la règle.",
    ),
    "caption null_rates": Text(
        "The exact one-sided p-value of the result, as declared, for each rate that might be ruled out; the design"
        " takes p0 = {p0} and α = {alpha}. Which rate stands for care without the treatment is an assumption, and the"
        " result cannot check it.",
        "La valeur p exacte unilatérale du résultat, selon la règle déclarée, pour chaque taux à exclure"
        " possible\u202f; le plan retient p0 = {p0} et α = {alpha}. Le taux qui représente la prise en charge sans le"
        " traitement est une hypothèse, que le résultat ne peut vérifier.",
    ),
    "null_rate_axis": Text("rate to be ruled out", "taux à exclure"),
    "meets_rule": Text("would meet the rule", "satisferait à la règle"),
    "meets_rule_not": Text("would not meet the rule", "ne satisferait pas à la règle"),
    "p_axis": Text("one-sided p", "p unilatéral"),
    "told_null_rates": Text("Rates up to {rate} are ruled out.", "Les taux jusqu’à {rate} sont exclus."),
    "told_undecided": Text("Nothing is decided yet: {why}.", "Rien n’est encore décidé\u00a0: {why}."),
    "told_no_rate": Text("No rate is ruled out.", "Aucun taux n’est exclu."),
    # --- flow -----------------------------------------------------------------------------------------------------
    "title flow": Text("Flow of participants", "Diagramme de flux des participants"),
    "caption flow": Text(
        "In the manner of CONSORT 2025, for a single group. Events between inclusion and analysis are counted once a"
        " participant and kind; one participant may have several.",
        "À la manière de CONSORT 2025, pour un seul groupe. Les événements entre l’inclusion et l’analyse sont comptés"
        " une fois par participant et par nature\u202f; un participant peut en avoir plusieurs.",
    ),
    "caption flow of groups": Text(
        "In the manner of CONSORT 2025, all groups together. Events between inclusion and analysis are counted once a"
        " participant and kind; one participant may have several.",
        "À la manière de CONSORT 2025, tous groupes réunis. Les événements entre l’inclusion et l’analyse sont comptés"
        " une fois par participant et par nature\u202f; un participant peut en avoir plusieurs.",
    ),
    "stage enrolment": Text("Enrolment", "Recrutement"),
    "stage treatment": Text("Treatment", "Traitement"),
    "stage follow_up": Text("Follow-up", "Suivi"),
    "stage analysis": Text("Analysis", "Analyse"),
    "not_included": Text("not included", "non inclus"),
    "treated": Text("treated at least once, as recorded", "traités au moins une fois, selon les données"),
    "followed": Text("followed, treated or not", "suivis, traités ou non"),
    "meanwhile": Text("meanwhile", "entre-temps"),
    "analysis_sets": Text("analysis sets", "populations d’analyse"),
    "outcome_of": Text("outcome {outcome}", "critère {outcome}"),
    # --- measurements ---------------------------------------------------------------------------------------------
    "title course": Text("{what}: course over time", "{what}\u00a0: évolution dans le temps"),
    "caption course": Text(
        "{set}, while alive. Medians and quartiles of the latest value of each day among those measured on it; a value"
        " beyond a limit of quantification enters at both ends of what it can be, and a thick stroke shows a median"
        " that is known within limits only. Nothing is imputed, and those measured change from day to day.",
        "{set}, de leur vivant. Médianes et quartiles de la dernière valeur de chaque jour parmi ceux mesurés ce"
        " jour-là\u202f; une valeur au-delà d’une limite de quantification entre par les deux bornes de ce qu’elle"
        " peut être, et un trait épais montre une médiane connue seulement entre bornes. Rien n’est imputé, et les"
        " participants mesurés ne sont pas les mêmes d’un jour à l’autre.",
    ),
    "before": Text("before", "avant"),
    "measured": Text("measured", "mesurés"),
    "median_quartiles": Text("median and quartiles", "médiane et quartiles"),
    "median_within": Text("median, known within limits", "médiane, connue entre bornes"),
    "told_nothing": Text("{what}: nobody was measured.", "{what}\u00a0: personne n’a été mesuré."),
    "told_panel": Text("{what}, {unit}: {values}.", "{what}, {unit}\u00a0: {values}."),
}


def word(key: str, **places: object) -> Text:
    """A word or sentence in both languages, its places filled in."""
    return of_one(WORDS[key].filled(**places)) if places else WORDS[key]
