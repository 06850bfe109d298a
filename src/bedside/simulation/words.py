"""Every word of a simulation's report that is not data, in English and in French (typography as in `report.words`)."""

from __future__ import annotations

from bedside.values.wording import Text

WORDS: dict[str, Text] = {
    "of": Text("Simulation: {title}", "Simulation\u00a0: {title}"),
    "research": Text(
        "Research software, not a medical device, not for treatment decisions.",
        "Logiciel de recherche, pas un dispositif médical, ne sert pas à décider d’un traitement.",
    ),
    "language": Text("English", "Français"),
    "languages": Text("Language", "Langue"),
    "made_of": Text(
        "{trials} virtual trials of {size} virtual participants in each scenario, seed {seed}. Nobody in them is real.",
        "{trials} essais fictifs de {size} participants fictifs dans chaque scénario, graine {seed}. Personne n’y est"
        " réel.",
    ),
    "success_is": Text(
        "Success: {what}. It is judged by the trial’s own rules, as for real data; what they leave undetermined is a"
        " failure.",
        "Succès\u00a0: {what}. Il est jugé par les règles mêmes de l’essai, comme pour des données réelles\u202f; ce"
        " qu’elles laissent indéterminé est un échec.",
    ),
    "no_comparison": Text(
        "A single group has no comparator. Whatever it finds, this design alone does not show that the treatment is"
        " better than other care.",
        "Un seul groupe n’a pas de comparateur. Quel que soit son résultat, ce plan ne montre pas à lui seul que le"
        " traitement vaut mieux qu’une autre prise en charge.",
    ),
    "assumed": Text("Assumed", "Supposé"),
    "assumed_more": Text(
        "No public source states what follows; every number below stands on it. The file of scenarios is where to"
        " change it.",
        "Aucune source publique n’énonce ce qui suit\u202f; chaque nombre ci-dessous en dépend. Le fichier des"
        " scénarios est l’endroit où le changer.",
    ),
    "design": Text("design", "plan"),
    "patients": Text("participants", "participants"),
    "course": Text("course from day to day", "évolution jour par jour"),
    "records": Text("records that are missing", "données manquantes"),
    "recruitment": Text("recruitment", "inclusions"),
    "looks": Text("looks", "analyses"),
    "question": Text("{what} (question to the sponsor)", "{what} (question au promoteur)"),
    "rates": Text(
        "rates p0 = {p0}, p1 = {p1}, type I error {alpha}, power {power}",
        "taux p0 = {p0}, p1 = {p1}, risque de première espèce {alpha}, puissance {power}",
    ),
    # --- tables -------------------------------------------------------------------------------------------
    "scenario": Text("scenario", "scénario"),
    "scenarios": Text("Scenarios", "Scénarios"),
    "scenarios_note": Text(
        "The true rate is worked out exactly from the assumptions; the simulated one stands beside it with its Monte"
        " Carlo standard error. Undetermined: the rules cannot tell, for records that are missing; those lost are"
        " among them.",
        "Le taux réel est calculé exactement à partir des hypothèses\u202f; le taux simulé est donné à côté avec son"
        " erreur type de Monte-Carlo. Indéterminé\u00a0: les règles ne peuvent conclure, faute de données\u202f; les"
        " perdus de vue en font partie.",
    ),
    "ratio": Text("hazard ratio of recovery", "rapport de risques d’amélioration"),
    "recovery": Text("recovery, per organ and day", "amélioration, par organe et jour"),
    "true_rate": Text("true rate", "taux réel"),
    "rate": Text("simulated rate", "taux simulé"),
    "died": Text("died before", "décédés avant"),
    "lost": Text("lost before", "perdus de vue"),
    "open": Text("undetermined", "indéterminés"),
    "designs": Text("{scenario}", "{scenario}"),
    "designs_note": Text(
        "Each value with its Monte Carlo standard error; exact: the same without simulation. Evaluated: participants"
        " whose outcome the decision stands on; enrolled: with those who came meanwhile; duration: from the first"
        " site’s opening to the decision. Bias: of the share of successes at the stop, against the true rate.",
        "Chaque valeur avec son erreur type de Monte-Carlo\u202f; exact\u00a0: la même sans simulation."
        " Évalués\u00a0: participants dont le critère fonde la décision\u202f; inclus\u00a0: avec ceux venus"
        " entre-temps\u202f; durée\u00a0: de l’ouverture du premier centre à la décision. Biais\u00a0: de la"
        " proportion de succès à l’arrêt, par rapport au taux réel.",
    ),
    "type_one_error": Text("type I error", "risque de première espèce"),
    "power": Text("power", "puissance"),
    "exact": Text("exact", "exact"),
    "estimate": Text("estimate", "estimation"),
    "bias": Text("bias", "biais"),
    "evaluated": Text("evaluated", "évalués"),
    "enrolled": Text("enrolled", "inclus"),
    "duration": Text("duration, months", "durée, mois"),
    "at_look": Text("look at", "analyse à"),
    "stop_futile": Text("stops, futile", "arrêt, futilité"),
    "stop_success": Text("success", "succès"),
    "each_look": Text("The probability to stop at each look", "La probabilité de s’arrêter à chaque analyse"),
    "fault": Text(
        "* The exact type I error is above the one asked for.",
        "* Le risque de première espèce exact dépasse celui demandé.",
    ),
    # --- figures ------------------------------------------------------------------------------------------
    "success_in": Text("Probability of declaring success", "Probabilité de déclarer un succès"),
    "enrolled_in": Text("Participants enrolled, expected", "Participants inclus, attendus"),
    "duration_in": Text("Duration in months, expected", "Durée attendue en mois"),
    "bias_in": Text("Bias of the estimate", "Biais de l’estimation"),
    "whiskers": Text(
        "Marks with 95\u00a0% Monte Carlo intervals; upright strokes are exact values.",
        "Points avec intervalles de Monte-Carlo à 95\u00a0%\u202f; les traits verticaux sont les valeurs exactes.",
    ),
    "stopped_by": Text("Stopped by each look: {design}", "Arrêté à chaque analyse\u00a0: {design}"),
    "stopped_axis": Text("probability of having stopped", "probabilité de s’être arrêté"),
    "size": Text("participants evaluated", "participants évalués"),
    "told": Text("{scenario}, {design}: {value}.", "{scenario}, {design}\u00a0: {value}."),
    "data": Text(
        "The data of each figure stand beside it in the folder of figures.",
        "Les données de chaque figure se trouvent à côté d’elle dans le dossier des figures.",
    ),
    "methods": Text("Methods and sources", "Méthodes et sources"),
    "method_course": Text(
        "Participants are drawn from virtual patients at the moment at which they become eligible. From day to day"
        " each of six organs improves or worsens by one SOFA level, and people leave intensive care, die or are lost,"
        " at the stated hazards. Two sheets, at inclusion and on the day of the outcome, record values that show"
        " these levels; some are missing. The trial’s rules are asked over all 46,656 sheets that there can be, and"
        " 40 participants of each run are checked one by one against the interpreter of the rules.",
        "Les participants sont tirés parmi des patients fictifs au moment où ils deviennent éligibles. D’un jour à"
        " l’autre chacun des six organes s’améliore ou s’aggrave d’un niveau de SOFA, et l’on quitte la réanimation,"
        " décède ou est perdu de vue, aux risques instantanés indiqués. Deux fiches, à l’inclusion et le jour du"
        " critère, enregistrent des valeurs qui montrent ces niveaux\u202f; certaines manquent. Les règles de l’essai"
        " sont posées à toutes les 46\u202f656 fiches possibles, et 40 participants de chaque exécution sont vérifiés"
        " un par un avec l’interpréteur des règles.",
    ),
    "method_draws": Text(
        "Every trial has a stream of random numbers of its own (Philox), keyed by seed and trial: the same seed gives"
        " the same numbers on any number of processors. Scenarios and designs share the draws, so that they differ by"
        " what is assumed alone.",
        "Chaque essai a sa propre suite de nombres aléatoires (Philox), définie par la graine et l’essai\u00a0: la"
        " même graine donne les mêmes nombres quel que soit le nombre de processeurs. Scénarios et plans partagent"
        " les tirages, pour ne différer que par les hypothèses.",
    ),
}


def word(key: str, **places: object) -> Text:
    """A word or sentence in both languages, its places filled in."""
    return WORDS[key].filled(**places) if places else WORDS[key]


SOURCES = (
    "Salmon JK, Moraes MA, Dror RO, Shaw DE. Parallel random numbers: as easy as 1, 2, 3. Proc SC11, 2011.",
    "Morris TP, White IR, Crowther MJ. Using simulation studies to evaluate statistical methods."
    " Stat Med 2019;38:2074–2102.",
    "Vincent JL, Moreno R, Takala J, et al. The SOFA score to describe organ dysfunction/failure."
    " Intensive Care Med 1996;22:707–710.",
    "Schultz JR, Nichol FR, Elfring GL, Weed SD. Multiple-stage procedures for drug screening."
    " Biometrics 1973;29:293–300.",
)
"""Where the methods were published."""
