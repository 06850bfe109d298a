"""Every word of a feasibility count and of a source check that is not data, in English and in French."""

from __future__ import annotations

from bedside.values.wording import Text

WORDS: dict[str, Text] = {
    "title": Text("Feasibility: {title}", "Faisabilité\u00a0: {title}"),
    "of_source": Text("Source: {source}", "Source\u00a0: {source}"),
    "research": Text(
        "Research software, not a medical device, not for treatment decisions.",
        "Logiciel de recherche, pas un dispositif médical, ne sert pas à décider d’un traitement.",
    ),
    "language": Text("English", "Français"),
    "languages": Text("Language", "Langue"),
    "not_real": Text("These patients are not real.", "Ces patients sont fictifs."),
    # --- how patients are counted ---------------------------------------------------------------------------
    "how": Text(
        "Each patient counts once. Criteria met: at some hour, for certain, by hospital data. Anybody else as at the"
        " last hour of a stay, when most was known: could be met where it cannot be told, not met where a criterion"
        " keeps out. The truth lies between the worst case (only those met) and the best (with those who could).",
        "Chaque patient compte une fois. Critères remplis\u00a0: à une heure au moins, avec certitude, d’après les"
        " données de l’hôpital. Les autres comme à la dernière heure d’un séjour, quand on en savait le plus\u00a0:"
        " peut-être remplis si on ne peut conclure, non remplis si un critère écarte. La vérité est entre le pire cas"
        " (remplis seulement) et le meilleur (avec les peut-être).",
    ),
    "people_answer": Text(
        "Asked of people, so not counted here: {criteria}. Fewer can be included than are counted.",
        "Demandés à des personnes, donc non comptés ici\u00a0: {criteria}. Moins de patients sont incluables qu’ici"
        " comptés.",
    ),
    "as_available": Text(
        "Only results that had arrived by each hour are read.",
        "Seuls les résultats déjà arrivés à chaque heure sont lus.",
    ),
    "as_measured": Text(
        "All results taken by each hour are read, whenever they arrived.",
        "Tous les résultats prélevés à chaque heure sont lus, quelle que soit leur arrivée.",
    ),
    "shifted": Text(
        "The dates of this source are shifted: years, months and seasons say nothing, and the time of observation is"
        " not known from them.",
        "Les dates de cette source sont décalées\u00a0: années, mois et saisons ne disent rien, et la durée"
        " d’observation ne s’en déduit pas.",
    ),
    "future": Text(
        "{number} stays begin in the future: look whether their dates are right.",
        "{number} séjours commencent dans le futur\u00a0: vérifiez leurs dates.",
    ),
    "observed": Text("Observed from {first} to {last}.", "Observé du {first} au {last}."),
    "unasked": Text(
        "{number} patients have no whole hour to ask about and are not counted.",
        "{number} patients n’ont aucune heure pleine à interroger et ne sont pas comptés.",
    ),
    "masked": Text(
        "Counts from 1 to {most} are hidden ({sign}), and as many others as it takes that no sum gives one away.",
        "Les effectifs de 1 à {most} sont masqués ({sign}), et autant d’autres qu’il faut pour qu’aucune somme n’en"
        " révèle un.",
    ),
    "unmasked": Text(
        "Small counts are not hidden (--mask-below hides them): do not publish them without asking.",
        "Les petits effectifs ne sont pas masqués (--mask-below les masque)\u00a0: ne les publiez pas sans avis.",
    ),
    # --- sentences --------------------------------------------------------------------------------------------
    "sentence": Text(
        "Of {assessed} patients, {met} met all criteria that hospital data can answer, {open} could have (it cannot be"
        " told), {out} did not.",
        "Sur {assessed} patients, {met} remplissaient tous les critères que les données de l’hôpital permettent de"
        " vérifier, {open} peut-être (on ne peut conclure), {out} non.",
    ),
    "rate_between": Text(
        "Per year: {met} (95% interval {met_low} to {met_high}) at worst, {possible} ({possible_low} to"
        " {possible_high}) at best, over {years} years.",
        "Par an\u00a0: {met} (intervalle à 95\u00a0% de {met_low} à {met_high}) au pire, {possible} (de {possible_low}"
        " à {possible_high}) au mieux, sur {years}\u00a0ans.",
    ),
    "no_rate": Text(
        "A rate per year cannot be told: say the years that the source covers with --years.",
        "Un taux par an ne peut être donné\u00a0: indiquez par --years les années que couvre la source.",
    ),
    "costliest": Text(
        "The criterion that costs most is {id} ({text}): without it {gain} more would be met for certain; with all"
        " that is unknown of it resolved in favour, {resolved} more.",
        "Le critère qui coûte le plus est {id} ({text})\u00a0: sans lui, {gain} de plus rempliraient les critères avec"
        " certitude\u202f; si tout ce qui en est inconnu se résolvait favorablement, {resolved} de plus.",
    ),
    "waited": Text(
        "Those met were so {median} h after admission to intensive care (median; quartiles {lower_quartile} and"
        " {upper_quartile} h).",
        "Ils les remplissaient {median}\u00a0h après l’entrée en réanimation (médiane\u202f; quartiles"
        " {lower_quartile} et {upper_quartile}\u00a0h).",
    ),
    # --- tables -----------------------------------------------------------------------------------------------
    "patients": Text("Patients", "Patients"),
    "standing": Text("standing", "statut"),
    "number": Text("patients", "patients"),
    "share": Text("share (95% interval)", "proportion (intervalle à 95\u00a0%)"),
    "assessed": Text("assessed", "évalués"),
    "met": Text("criteria met", "critères remplis"),
    "open": Text("could be met", "peut-être remplis"),
    "out": Text("not met", "non remplis"),
    "possible": Text("at best", "au mieux"),
    "out_open_before": Text(
        "of those: could not be told at some hour before",
        "dont non conclu à une heure antérieure",
    ),
    "out_throughout": Text("of those: not met at any hour", "dont non rempli à toute heure"),
    "attrition": Text("Where patients fall out", "Où les patients sortent"),
    "attrition_note": Text(
        "Criteria in the order of the protocol. At worst, only those are left who pass for certain; at best, all whom"
        " nothing keeps out.",
        "Critères dans l’ordre du protocole. Au pire ne restent que ceux qui passent avec certitude\u202f; au mieux,"
        " tous ceux que rien n’écarte.",
    ),
    "criterion": Text("criterion", "critère"),
    "certain": Text("left at worst", "restent au pire"),
    "left_worst": Text("fall out at worst", "sortent au pire"),
    "possible_left": Text("left at best", "restent au mieux"),
    "left_best": Text("fall out at best", "sortent au mieux"),
    "costs": Text("What each criterion costs", "Ce que coûte chaque critère"),
    "costs_note": Text(
        "How many would meet all criteria if this one alone were dropped, or if all that is unknown of it were"
        " resolved for or against the patient.",
        "Combien rempliraient tous les critères si celui-ci seul était retiré, ou si tout ce qui en est inconnu était"
        " résolu en faveur du patient ou contre lui.",
    ),
    "dropped_certain": Text("dropped: met", "retiré\u00a0: critères remplis"),
    "gain_certain": Text("more", "de plus"),
    "dropped_possible": Text("dropped: at best", "retiré\u00a0: au mieux"),
    "resolved_for": Text("resolved for: met", "résolu pour\u00a0: remplis"),
    "gain_resolved": Text("more", "de plus"),
    "resolved_against": Text("resolved against: at best", "résolu contre\u00a0: au mieux"),
    "moves": Text("If a number of the protocol were another", "Si un nombre du protocole était autre"),
    "moves_note": Text("Each line by itself; all else as it is.", "Chaque ligne à part\u202f; tout le reste tel quel."),
    "move": Text("moved", "déplacement"),
    "as_it_is": Text("as the protocol is", "protocole tel quel"),
    "change_met": Text("change: met", "écart\u00a0: remplis"),
    "change_possible": Text("change: at best", "écart\u00a0: au mieux"),
    "units": Text("By unit", "Par unité"),
    "unit": Text("unit", "unité"),
    "no_unit": Text("not stated", "non indiquée"),
    "years": Text("By year", "Par année"),
    "year": Text("year of admission", "année d’entrée"),
    "rate_met": Text("met per year (95% interval)", "critères remplis, par an (intervalle à 95\u00a0%)"),
    "months": Text("By month", "Par mois"),
    "month": Text("month of admission, all years together", "mois d’entrée, toutes années confondues"),
    "unit_order": Text(
        "A patient is placed in the stay of the first hour of their standing.",
        "Un patient est placé dans le séjour de la première heure de son statut.",
    ),
    # --- figure -----------------------------------------------------------------------------------------------
    "figure": Text("Patients left after each criterion", "Patients restants après chaque critère"),
    "solid": Text("pass for certain (worst case)", "passent avec certitude (pire cas)"),
    "hatched": Text(
        "may pass too: cannot be told (best case)",
        "passent peut-être\u00a0: on ne peut conclure (meilleur cas)",
    ),
    "is_hidden": Text("hidden", "masqué"),
    "told_step": Text(
        "{name}: {certain} for certain, {possible} at best.",
        "{name}\u00a0: {certain} avec certitude, {possible} au mieux.",
    ),
    # --- the check of a source --------------------------------------------------------------------------------
    "check_title": Text("What {source} supplies", "Ce que fournit {source}"),
    "check_trial": Text("For: {title}", "Pour\u00a0: {title}"),
    "supplied_of": Text(
        "Supplied: {supplied} of {number} variables, at {stays} stays in intensive care.",
        "Variables fournies\u00a0: {supplied} sur {number}, pour {stays} séjours en réanimation.",
    ),
    "not_supplied": Text("Not supplied: {names}.", "Non fournies\u00a0: {names}."),
    "never": Text(
        "Will be “cannot tell” for everybody, from hospital data: {criteria}.",
        "Sera «\u00a0on ne peut conclure\u00a0» pour tous, d’après les données de l’hôpital\u00a0: {criteria}.",
    ),
    "in_part": Text(
        "Can be told only in part, since it reads what is not supplied: {criteria}.",
        "Ne peut être dit qu’en partie, car il lit ce qui n’est pas fourni\u00a0: {criteria}.",
    ),
    "all_told": Text(
        "Every criterion that hospital data can answer has all that it reads.",
        "Chaque critère auquel les données de l’hôpital peuvent répondre a tout ce qu’il lit.",
    ),
    "completeness": Text(
        "A stay has a value where one was recorded from the admission to hospital to the end of the stay. Where every"
        " occurrence is recorded (drugs, treatments), no row means that there was none.",
        "Un séjour a une valeur si elle a été relevée entre l’entrée à l’hôpital et la fin du séjour. Là où chaque"
        " occurrence est enregistrée (médicaments, traitements), l’absence de ligne veut dire qu’il n’y en a pas eu.",
    ),
    "variables": Text("Variables", "Variables"),
    "variable": Text("variable", "variable"),
    "supplied": Text("supplied", "fournie"),
    "yes": Text("yes", "oui"),
    "no": Text("no", "non"),
    "recorded": Text("yes; no row means none", "oui\u202f; pas de ligne\u00a0: aucune"),
    "stays_with": Text("stays with a value", "séjours avec une valeur"),
    "stays_share": Text("share", "proportion"),
    "rows_used": Text("rows used", "lignes utilisées"),
    "rows_refused": Text("rows refused", "lignes refusées"),
    "rows_kept": Text("kept as unknown", "gardées inconnues"),
    "mapping": Text("Where they are read from", "D’où elles sont lues"),
    "table": Text("table", "table"),
    "code": Text("code", "code"),
    "units_taken": Text("units", "unités"),
    "label": Text("label", "libellé"),
    "any_unit": Text("not read", "non lue"),
    "refused": Text("Rows that were refused, and why", "Lignes refusées, et pourquoi"),
    "reason": Text("reason", "raison"),
    "rows": Text("rows", "lignes"),
    "kept_reason": Text("{reason} (kept as unknown)", "{reason} (gardées comme inconnues)"),
    "share_by_units": Text("Share of stays with a value, by unit", "Proportion de séjours avec une valeur, par unité"),
    "share_by_years": Text(
        "Share of stays with a value, by year of admission",
        "Proportion de séjours avec une valeur, par année d’entrée",
    ),
    "stays": Text("stays", "séjours"),
    "reachable": Text("What can be told of each criterion", "Ce qui peut être dit de chaque critère"),
    "answer": Text("from this source", "d’après cette source"),
    "lacking": Text("not supplied", "non fournies"),
    "can_both": Text("met or not met", "rempli ou non"),
    "can_met": Text("only met", "rempli seulement"),
    "can_not_met": Text("only not met", "non rempli seulement"),
    "can_nothing": Text("always “cannot tell”", "toujours «\u00a0on ne peut conclure\u00a0»"),
    "of_people": Text("asked of people", "demandé à des personnes"),
}  # fmt: skip

MONTHS = (
    Text("January", "janvier"), Text("February", "février"), Text("March", "mars"), Text("April", "avril"),
    Text("May", "mai"), Text("June", "juin"), Text("July", "juillet"), Text("August", "août"),
    Text("September", "septembre"), Text("October", "octobre"), Text("November", "novembre"),
    Text("December", "décembre"),
)  # fmt: skip


def word(key: str, **places: object) -> Text:
    """A word or sentence in both languages, its places filled in."""
    return WORDS[key].filled(**places) if places else WORDS[key]
