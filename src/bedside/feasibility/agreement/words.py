"""Every word of a comparison of scores that is not data, in English and in French."""

from __future__ import annotations

from bedside.values.wording import Text

WORDS: dict[str, Text] = {
    "title": Text("{a} against {b}", "{a} contre {b}"),
    "of_source": Text("Source: {source}", "Source\u00a0: {source}"),
    "research": Text(
        "Research software, not a medical device, not for treatment decisions.",
        "Logiciel de recherche, pas un dispositif médical, ne sert pas à décider d’un traitement.",
    ),
    "language": Text("English", "Français"),
    "languages": Text("Language", "Langue"),
    # --- sentences --------------------------------------------------------------------------------------------
    "known": Text(
        "A is {a}, B is {b}. Stay-hours: {hours} (stays: {stays}); with a known total in A: {known_a}, in B: {known_b},"
        " in both: {known_both} (stays: {stays_known_both}).",
        "A est {a}, B est {b}. Heures de séjour\u00a0: {hours} (séjours\u00a0: {stays})\u202f; à total connu dans"
        " A\u00a0: {known_a}, dans B\u00a0: {known_b}, dans les deux\u00a0: {known_both} (séjours\u00a0:"
        " {stays_known_both}).",
    ),
    "same_total": Text(
        "Of the stay-hours with both known, the same total: {same} ({same_share}). Cohen’s kappa: {kappa}; with"
        " quadratic weights: {kappa_quadratic}.",
        "Parmi les heures de séjour où les deux sont connus, total identique\u00a0: {same} ({same_share}). Kappa de"
        " Cohen\u00a0: {kappa}\u202f; à pondération quadratique\u00a0: {kappa_quadratic}.",
    ),
    "with_interval": Text(
        "{value} (95% interval {low} to {high})", "{value} (intervalle à 95\u00a0% de {low} à {high})"
    ),
    "beside_interval": Text("{value} ({low} to {high})", "{value} ({low} à {high})"),
    "from_to": Text("{low} to {high}", "{low} à {high}"),
    "apart": Text(
        "B minus A in points, on average: {difference}; limits of agreement: {limits}.",
        "B moins A en points, en moyenne\u00a0: {difference}\u202f; limites d’agrément\u00a0: {limits}.",
    ),
    "never": Text(
        "The two totals are never both known: nothing says how far they agree.",
        "Les deux totaux ne sont jamais connus ensemble\u00a0: rien ne dit s’ils concordent.",
    ),
    "beside_hours": Text(
        "Threshold: from {at} points on ({from_where}). Stay-hours that change side for certain: {changed} (stays:"
        " {changed_stays}); certain and on the same side in both: {same}; certain in one only: {one}; cannot be told in"
        " either: {neither}.",
        "Seuil\u00a0: à partir de {at} points ({from_where}). Heures de séjour qui changent de côté avec"
        " certitude\u00a0: {changed} (séjours\u00a0: {changed_stays})\u202f; certaines et du même côté dans les"
        " deux\u00a0: {same}\u202f; certaines dans une seule\u00a0: {one}\u202f; sans conclusion possible dans les"
        " deux\u00a0: {neither}.",
    ),
    "beside_stays": Text(
        "Whole stays (reached at any hour, or below at every hour) that change side for certain: {changed}; certain and"
        " on the same side in both: {same}; certain in one only: {one}; cannot be told in either: {neither}.",
        "Séjours entiers (atteint à une heure au moins, ou en dessous à chaque heure) qui changent de côté avec"
        " certitude\u00a0: {changed}\u202f; certains et du même côté dans les deux\u00a0: {same}\u202f; certains dans"
        " une seule\u00a0: {one}\u202f; sans conclusion possible dans les deux\u00a0: {neither}.",
    ),
    "most": Text(
        "Of {number} options that differ, {option} ({first} → {second}) changes most when switched alone from A."
        " Stay-hours with another total then: {changed}.",
        "Des {number} options qui diffèrent, {option} ({first} → {second}) change le plus si elle seule est modifiée"
        " depuis A. Heures de séjour au total alors différent\u00a0: {changed}.",
    ),
    "only": Text(
        "They differ in one option, {option} ({first} → {second}). Stay-hours with another total: {changed}.",
        "Elles diffèrent par une option, {option} ({first} → {second}). Heures de séjour au total différent\u00a0:"
        " {changed}.",
    ),
    # --- what to know first -------------------------------------------------------------------------------------
    "not_real": Text("These patients are not real.", "Ces patients sont fictifs."),
    "unmasked": Text(
        "Small counts are not hidden: do not publish them without asking.",
        "Les petits effectifs ne sont pas masqués\u00a0: ne les publiez pas sans avis.",
    ),
    "not_independent": Text(
        "Hours of one stay resemble each other, but the intervals take them as independent: they are too narrow.",
        "Les heures d’un même séjour se ressemblent, mais les intervalles les supposent indépendantes\u00a0: ils sont"
        " trop étroits.",
    ),
    "known_only": Text(
        "Agreement is of the hours at which both are known; those that cannot be told may differ from them.",
        "La concordance porte sur les heures où les deux sont connus\u202f; les autres peuvent en différer.",
    ),
    "as_available": Text(
        "Only results that had arrived by each hour are read.",
        "Seuls les résultats déjà arrivés à chaque heure sont lus.",
    ),
    "as_measured": Text(
        "All results taken by each hour are read, whenever they arrived.",
        "Tous les résultats prélevés à chaque heure sont lus, quelle que soit leur arrivée.",
    ),
    "in_one_only": Text(
        "Components that only one of them has are not compared by themselves: {names}.",
        "Les composantes présentes dans une seule ne sont pas comparées isolément\u00a0: {names}.",
    ),
    "two_scores": Text(
        "These are two scores, not two versions of one: no option explains the difference.",
        "Ce sont deux scores et non deux versions d’un même\u00a0: aucune option n’explique l’écart.",
    ),
    # --- tables -------------------------------------------------------------------------------------------------
    "agreement": Text("Agreement, the total and part by part", "Concordance, du total et de chaque composante"),
    "agreement_note": Text(
        "Kappa with its 95% interval (Fleiss, Cohen and Everitt 1969); limits of agreement of Bland and Altman 1986.",
        "Kappa avec son intervalle à 95\u00a0% (Fleiss, Cohen et Everitt 1969)\u202f; limites d’agrément de Bland et"
        " Altman 1986.",
    ),
    "part": Text("part", "partie"),
    "total": Text("total", "total"),
    "known_both": Text("both known, h", "deux connus, h"),
    "same": Text("same, h", "identiques, h"),
    "same_share": Text("same", "identiques"),
    "kappa": Text("kappa", "kappa"),
    "kappa_quadratic": Text("quadratic weights", "pondération quadratique"),
    "difference": Text("B − A, points", "B − A, points"),
    "limits": Text("limits of agreement", "limites d’agrément"),
    "hours": Text("Stay-hours by side: A down, B across", "Heures de séjour par côté\u00a0: A en ligne, B en colonne"),
    "stays": Text("Stays by side: A down, B across", "Séjours par côté\u00a0: A en ligne, B en colonne"),
    "side": Text("A", "A"),
    "side_reached": Text("from {at} points", "dès {at} points"),
    "side_below": Text("below", "en dessous"),
    "side_open": Text("cannot tell", "on ne peut conclure"),
    "in_b": Text("B: {side}", "B\u00a0: {side}"),
    "switched_from_a": Text(
        "Each option alone, switched from A to B", "Chaque option seule, passée de A à B"
    ),
    "taken_back_from_b": Text(
        "Each option alone, taken back from B to A", "Chaque option seule, ramenée de B à A"
    ),
    "options_note": Text(
        "How many totals an option changes; since options act together, the counts need not add up to that of all.",
        "Combien de totaux une option change\u202f; les options agissant ensemble, la somme n’est pas celle de toutes.",
    ),
    "option": Text("option", "option"),
    "all_options": Text("all of them: B", "toutes\u00a0: B"),
    "changed": Text("total changes, h", "total changé, h"),
    "changed_stays": Text("stays", "séjours"),
    "changed_known": Text("both known and apart, h", "connus et différents, h"),
    "mean_change": Text("mean change, points", "changement moyen, points"),
    "changed_sides": Text("change side, h", "changent de côté, h"),
    "changed_sides_stays": Text("stays that do", "séjours concernés"),
    "inputs": Text("The options of both", "Les options des deux"),
    "value_a": Text("A", "A"),
    "value_b": Text("B", "B"),
    # --- figure -------------------------------------------------------------------------------------------------
    "figure": Text("Totals of both at the same stay-hours", "Totaux des deux aux mêmes heures de séjour"),
    "points_of": Text("points of {version}", "points de {version}"),
    "on_line": Text("the same total (stay-hours: {number})", "le même total (heures de séjour\u00a0: {number})"),
    "off_line": Text("another total (stay-hours: {number})", "un autre total (heures de séjour\u00a0: {number})"),
    "area": Text(
        "The area of a circle is its number of stay-hours, {most} the largest; the dashed lines are the threshold.",
        "L’aire d’un cercle est son nombre d’heures de séjour, {most} pour le plus grand\u202f; les tirets sont"
        " le seuil.",
    ),
}  # fmt: skip


def word(key: str, **places: object) -> Text:
    """A word or sentence in both languages, its places filled in."""
    return WORDS[key].filled(**places) if places else WORDS[key]
