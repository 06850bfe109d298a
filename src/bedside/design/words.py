"""Every word of a design's report that is not data, in English and in French (typography as in `report.words`)."""

from __future__ import annotations

from bedside.values.wording import Text

WORDS: dict[str, Text] = {
    # --- what it is ---------------------------------------------------------------------------------------
    "binary": Text("A rate of successes in a single group", "Un taux de succès dans un seul groupe"),
    "of": Text("Design: {title}", "Plan expérimental\u00a0: {title}"),
    "research": Text(
        "Research software, not a medical device, not for treatment decisions.",
        "Logiciel de recherche, pas un dispositif médical, ne sert pas à décider d’un traitement.",
    ),
    "language": Text("English", "Français"),
    "languages": Text("Language", "Langue"),
    "success": Text("success", "succès"),
    "counted": Text("whatever the trial counts as one", "ce que l’essai compte comme tel"),
    "success_is": Text("Success: {what}.", "Succès\u00a0: {what}."),
    "no_comparison": Text(
        "A single group has no comparator. Whatever it finds, this design alone does not show that the treatment is"
        " better than other care: the rate to be ruled out stands in for a comparator, and the table over that rate"
        " shows how much depends on it.",
        "Un seul groupe n’a pas de comparateur. Quel que soit son résultat, ce plan ne montre pas à lui seul que le"
        " traitement vaut mieux qu’une autre prise en charge\u00a0: le taux à exclure tient lieu de comparateur, et le"
        " tableau selon ce taux montre combien la décision en dépend.",
    ),
    "assumed": Text("Assumed", "Supposé"),
    "assumed_more": Text(
        "No public source states what is marked “assumed”; these are questions to the sponsor.",
        "Aucune source publique n’énonce ce qui est marqué «\u00a0supposé\u00a0»\u202f; ce sont des questions au"
        " promoteur.",
    ),
    "taken": Text("Taken meanwhile: {what}", "Retenu en attendant\u00a0: {what}"),
    "given": Text("given here", "donné ici"),
    "usual": Text("the usual value, because none was given", "valeur usuelle, faute d’indication"),
    "exact": Text(
        "All probabilities are exact sums over outcomes; nothing is simulated.",
        "Toutes les probabilités sont des sommes exactes sur les résultats possibles\u202f; rien n’est simulé.",
    ),
    "data": Text("The data of this figure", "Les données de cette figure"),
    "methods": Text("Methods and sources", "Méthodes et sources"),
    # --- what it stands on --------------------------------------------------------------------------------
    "inputs": Text("What it stands on", "Sur quoi il repose"),
    "p0": Text("rate to be ruled out (p0)", "taux à exclure (p0)"),
    "p1": Text("rate hoped for (p1)", "taux espéré (p1)"),
    "alpha": Text("type I error", "risque de première espèce"),
    "power": Text("power", "puissance"),
    "participants": Text("participants", "participants"),
    "lost": Text("share not evaluable", "proportion non évaluable"),
    "number": Text("number", "nombre"),
    "value": Text("value", "valeur"),
    "from": Text("from", "d’après"),
    # --- the designs --------------------------------------------------------------------------------------
    "designs": Text("Designs side by side", "Plans côte à côte"),
    "designs_note": Text(
        "A boundary ≥ 23/42 declares success from 23 of 42 on. Two stages 7/16 23/46 stop after 16 with 7 successes"
        " or fewer and declare success with more than 23 of 46; a number in brackets counts the looks, listed below."
        " Stable: no greater number of participants falls short of the power. If overruled: the type I error were the"
        " trial to go on after a look that stops it for futility.",
        "Une limite ≥ 23/42 déclare un succès à partir de 23 sur 42. Deux étapes 7/16 23/46 s’arrêtent après 16 avec 7"
        " succès ou moins et déclarent un succès avec plus de 23 sur 46\u202f; un nombre entre parenthèses compte les"
        " analyses, listées plus bas. Stable\u00a0: aucun effectif supérieur ne perd la puissance. Si passé"
        " outre\u00a0: le risque de première espèce si l’essai continuait après une analyse l’arrêtant pour futilité.",
    ),
    "design": Text("design", "plan"),
    "in_force": Text("in force", "en vigueur"),
    "planned": Text("one look, as planned", "une analyse, effectif prévu"),
    "smallest": Text("one look, smallest", "une analyse, plus petit effectif"),
    "stable": Text("one look, stable", "une analyse, effectif stable"),
    "minimax": Text("two stages, minimax", "deux étapes, minimax"),
    "admissible": Text("two stages, admissible", "deux étapes, admissible"),
    "optimal": Text("two stages, optimal", "deux étapes, optimal"),
    "command": Text("looks as given", "analyses comme indiqué"),
    "enrolled": Text("to enrol", "à inclure"),
    "boundaries": Text("boundaries", "limites"),
    "expected_p0": Text("expected at p0", "attendus sous p0"),
    "expected_p1": Text("expected at p1", "attendus sous p1"),
    "early_p0": Text("stops early at p0", "arrêt précoce sous p0"),
    "fault_alpha": Text(
        "* The type I error is above the one asked for.", "* Le risque de première espèce dépasse celui demandé."
    ),
    "alpha_overruled": Text("if overruled", "si passé outre"),
    "fault_alpha_overruled": Text(
        "* The type I error is above the one asked for where a stop for futility is overruled.",
        "* Le risque de première espèce dépasse celui demandé s’il est passé outre à un arrêt pour futilité.",
    ),
    "fault_power": Text("* The power is below the one asked for.", "* La puissance est inférieure à celle demandée."),
    "fault_participants": Text(
        "* There is no such design; its row says why.", "* Il n’y a pas de tel plan\u202f; sa ligne dit pourquoi."
    ),
    "fault_needed": Text(
        "* Not even all successes would be enough.", "* Même la totalité des succès ne suffirait pas."
    ),
    # --- looks --------------------------------------------------------------------------------------------
    "looks": Text("Looks and boundaries", "Analyses et limites"),
    "looks_note": Text(
        "Successes among the participants so far, and the probability of stopping at that look.",
        "Succès parmi les participants jusque-là, et probabilité de s’arrêter à cette analyse.",
    ),
    "size": Text("participants", "participants"),
    "futile_at_most": Text("futile up to", "futilité jusqu’à"),
    "success_from": Text("success from", "succès à partir de"),
    "futile_p0": Text("futile at p0", "futilité sous p0"),
    "success_p0": Text("success at p0", "succès sous p0"),
    "futile_p1": Text("futile at p1", "futilité sous p1"),
    "success_p1": Text("success at p1", "succès sous p1"),
    # --- characteristics ----------------------------------------------------------------------------------
    "power_over": Text("Probability of success, over the true rate", "Probabilité de succès, selon le taux réel"),
    "expected_over": Text("Expected participants, over the true rate", "Participants attendus, selon le taux réel"),
    "rate": Text("true rate", "taux réel"),
    "true_rate": Text("true rate of successes", "taux réel de succès"),
    "chance": Text("probability of declaring success", "probabilité de déclarer un succès"),
    "expected_axis": Text("expected participants", "participants attendus"),
    # --- decisions ----------------------------------------------------------------------------------------
    "decision": Text("Decision by the number of successes", "Décision selon le nombre de succès"),
    "decision_note": Text(
        "Among {size} participants, with one look at the end. 95\u00a0% intervals; the posterior is the probability"
        " that the rate is above p0 under a flat prior.",
        "Parmi {size} participants, avec une seule analyse à la fin. Intervalles à 95\u00a0%\u202f; la probabilité a"
        " posteriori est celle d’un taux supérieur à p0 sous une loi a priori uniforme.",
    ),
    "successes": Text("successes", "succès"),
    "estimate": Text("estimate", "estimation"),
    "clopper_pearson_low": Text("Clopper–Pearson from", "Clopper–Pearson de"),
    "clopper_pearson_high": Text("to", "à"),
    "wilson_low": Text("Wilson from", "Wilson de"),
    "wilson_high": Text("to", "à"),
    "p_value": Text("one-sided p", "p unilatéral"),
    "posterior": Text("posterior", "a posteriori"),
    "decided": Text("decision", "décision"),
    "no_success": Text("no success", "pas de succès"),
    "null_rates": Text("Decision over the rate to be ruled out", "Décision selon le taux à exclure"),
    "null_rates_note": Text(
        "How many of {size} successes rule out each rate at the type I error asked for.",
        "Combien de succès sur {size} excluent chaque taux au risque de première espèce demandé.",
    ),
    "ruled_out": Text("rate ruled out", "taux exclu"),
    "needed": Text("successes needed", "succès requis"),
    "observed": Text("share needed", "proportion requise"),
    "sizes": Text("If more or fewer are evaluable", "Si plus ou moins de participants sont évaluables"),
    "sizes_note": Text(
        "The boundary recomputed exactly for the analysis set that will have been reached.",
        "La limite recalculée exactement pour la population d’analyse qui aura été atteinte.",
    ),
    # --- precision ----------------------------------------------------------------------------------------
    "precision": Text("Precision with {size} participants", "Précision avec {size} participants"),
    "precision_note": Text(
        "Half of the expected width of a 95\u00a0% interval.",
        "Moitié de la largeur attendue d’un intervalle à 95\u00a0%.",
    ),
    "half_clopper_pearson": Text("Clopper–Pearson", "Clopper–Pearson"),
    "half_wilson": Text("Wilson", "Wilson"),
    "widths": Text("Participants for a precision", "Effectif pour une précision"),
    "widths_note": Text(
        "The fewest with which half of the expected width of a 95\u00a0% interval is at most this.",
        "Le plus petit effectif avec lequel la moitié de la largeur attendue d’un intervalle à 95\u00a0% ne dépasse"
        " pas cela.",
    ),
    "half_width": Text("half width", "demi-largeur"),
    "clopper_pearson_p0": Text("Clopper–Pearson at p0", "Clopper–Pearson sous p0"),
    "clopper_pearson_p1": Text("at p1", "sous p1"),
    "wilson_p0": Text("Wilson at p0", "Wilson sous p0"),
    "wilson_p1": Text("at p1", "sous p1"),
    # --- what could stand behind it -----------------------------------------------------------------------
    "consistent": Text("What could stand behind {size} participants", "Ce qui pourrait expliquer {size} participants"),
    "consistent_note": Text(
        "Of rates in steps of 0.05, type I errors of 2.5, 5 and 10\u00a0% and powers of 80 to 95\u00a0%: those for"
        " which a usual way of planning gives exactly this number. The public number alone does not tell which was"
        " meant.",
        "Parmi des taux par pas de 0,05, des risques de première espèce de 2,5, 5 et 10\u00a0% et des puissances de"
        " 80 à 95\u00a0%\u00a0: ceux pour lesquels une façon usuelle de planifier donne exactement cet effectif."
        " L’effectif public seul ne dit pas laquelle était voulue.",
    ),
    "place": Text("no.", "n°"),
    "way": Text("way of planning", "façon de planifier"),
    "way_exact": Text("exact, smallest", "exact, plus petit effectif"),
    "way_stable": Text("exact, stable", "exact, stable"),
    "way_normal": Text("normal approximation", "approximation normale"),
    "way_corrected": Text("the same, corrected for continuity", "la même, avec correction de continuité"),
    "way_minimax": Text("two stages, minimax", "deux étapes, minimax"),
    "way_optimal": Text("two stages, optimal", "deux étapes, optimal"),
    "way_exact_5": Text("exact, 5\u00a0% more for drop-out", "exact, 5\u00a0% de plus pour les perdus"),
    "way_exact_10": Text("exact, 10\u00a0% more for drop-out", "exact, 10\u00a0% de plus pour les perdus"),
    "way_normal_5": Text("normal, 5\u00a0% more for drop-out", "normale, 5\u00a0% de plus pour les perdus"),
    "way_normal_10": Text("normal, 10\u00a0% more for drop-out", "normale, 10\u00a0% de plus pour les perdus"),
    "difference": Text("difference p1 − p0", "différence p1 − p0"),
    "here": Text("taken here", "retenu ici"),
    # --- figures ------------------------------------------------------------------------------------------
    "bounds_of": Text("Boundaries: {design}", "Limites\u00a0: {design}"),
    "goes_on": Text("goes on", "continue"),
    "stops_futile": Text("stops, futile", "arrêt, futilité"),
    "stops_success": Text("success", "succès"),
    "told_power": Text(
        "{design}: the probability of success is {alpha} at a true rate of {p0} and {power} at {p1}.",
        "{design}\u00a0: la probabilité de succès est de {alpha} pour un taux réel de {p0} et de {power} pour {p1}.",
    ),
    "told_expected": Text(
        "{design}: {low} participants are expected at a true rate of {p0}, {high} at {p1}.",
        "{design}\u00a0: {low} participants sont attendus pour un taux réel de {p0}, {high} pour {p1}.",
    ),
    "told_looks": Text("After {size}: {futile}{success}.", "Après {size}\u00a0: {futile}{success}."),
    "told_futile": Text("futile up to {x}; ", "futilité jusqu’à {x}\u202f; "),
    "told_success": Text("success from {x}", "succès à partir de {x}"),
    "told_no_success": Text("no stop for success", "pas d’arrêt pour succès"),
    "told_consistent": Text(
        "{count} sets of hypotheses give {size} participants.",
        "{count} jeux d’hypothèses donnent {size} participants.",
    ),
    "in_rows": Text("The rows list them (--out, --json).", "Les lignes de résultats les énumèrent (--out, --json)."),
}


def word(key: str, **places: object) -> Text:
    """A word or sentence in both languages, its places filled in."""
    return WORDS[key].filled(**places) if places else WORDS[key]
