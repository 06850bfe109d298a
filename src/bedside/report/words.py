"""Every word of a report that is not data, in English and in French.

A phrase takes its parts in braces; both languages take the same ones. French typography as in `rules.words`:
a no-break space before a colon and around guillemets, a narrow one before a semicolon and a question mark.
"""

from __future__ import annotations

from bedside.errors import UsageError
from bedside.values.wording import LANGUAGES, Text

WORDS: dict[str, Text] = {
    # --- what it is, and is not -----------------------------------------------------------------------
    "colon": Text(": ", "\u00a0: "),
    "language": Text("English", "Français"),
    "languages": Text("Language", "Langue"),
    "research": Text(
        "Research software, not a medical device, not for treatment decisions.",
        "Logiciel de recherche, pas un dispositif médical, ne sert pas à décider d’un traitement.",
    ),
    "not_real": Text("Not real patients", "Patients fictifs"),
    "not_real_more": Text(
        "Every person and every number below was made by a program. Nothing here happened to anyone.",
        "Toutes les personnes et tous les nombres ci-dessous sont produits par un programme."
        " Rien n’est arrivé à personne.",
    ),
    "source": Text("Source", "Source"),
    "protocol": Text("Protocol", "Protocole"),
    "version": Text("version", "version"),
    "made_at": Text("made {time} UTC", "produit le {time} UTC"),
    "as_of available": Text(
        "Each hour reads what was available by then.", "Chaque heure lit ce qui était disponible à ce moment-là."
    ),
    "as_of measured": Text(
        "Each hour reads what was measured by then, whenever the result arrived.",
        "Chaque heure lit ce qui était mesuré à ce moment-là, quelle que soit l’heure du résultat.",
    ),
    "hours_from_to": Text("Records from {first} to {last}.", "Données du {first} au {last}."),
    # --- verdicts ---------------------------------------------------------------------------------------
    "candidate": Text("candidate", "candidat"),
    "excluded": Text("excluded", "exclu"),
    "cannot tell": Text("cannot tell", "indéterminé"),
    "eligible": Text("eligible", "éligible"),
    "not eligible": Text("not eligible", "non éligible"),
    "met": Text("met", "rempli"),
    "not met": Text("not met", "non rempli"),
    "exclusion met": Text("present", "présent"),
    "exclusion not met": Text("absent", "absent"),
    "item met": Text("yes", "oui"),
    "item not met": Text("no", "non"),
    # --- the ward list ----------------------------------------------------------------------------------
    "ward": Text("Ward list", "Liste des patients"),
    "ward_lead": Text(
        "{when} The data verdict uses what hospital data can answer; the verdict uses all"
        " criteria, with the human answers known so far.",
        "{when} Le verdict des données utilise ce que les données de l’hôpital peuvent"
        " dire\u202f; le verdict utilise tous les critères, avec les réponses humaines connues à ce jour.",
    ),
    "each_last_hour": Text("Each stay at its last hour.", "Chaque séjour à sa dernière heure."),
    "each_open_at": Text(
        "The stays open at {time} UTC, as they stood then.", "Les séjours en cours le {time} UTC, tels qu’ils étaient."
    ),
    "stay": Text("Stay", "Séjour"),
    "patient": Text("Patient", "Patient"),
    "hours": Text("In ICU", "En réa"),
    "data_verdict": Text("Data verdict", "Verdict des données"),
    "verdict": Text("Verdict", "Verdict"),
    "settles": Text("To find out, to settle it", "À déterminer pour trancher"),
    "find_or_why_not": Text("To find out, or what bars it", "À déterminer, ou ce qui écarte"),
    "apart": Text("; ", "\u202f; "),
    "more_things": Text("and {count} more", "et {count} de plus"),
    "barred": Text("barred by", "écarté par"),
    "in_unit": Text("present", "présent"),
    "left_on": Text("left {day}", "sorti le {day}"),
    "died_on": Text("died {day}", "décès le {day}"),
    "since": Text("for {span}", "depuis {span}"),
    "nothing_settles": Text(
        "nothing that can still be learned now", "rien que l’on puisse encore apprendre maintenant"
    ),
    "settled": Text("nothing left to find out", "plus rien à déterminer"),
    "cost": Text("effort {cost}", "effort {cost}"),
    "for_data": Text("by data", "données"),
    "for_candidate": Text("to be a candidate", "pour être candidat"),
    "to_be_candidate": Text("To find out, to be a candidate", "À déterminer pour être candidat"),
    "to_be_eligible": Text(
        "To find out, to be eligible: {count} things", "À déterminer pour être éligible\u00a0: {count} éléments"
    ),
    "for_all": Text("by all criteria", "tous critères"),
    "all": Text("All", "Tous"),
    "stays": Text("stays", "séjours"),
    "filter": Text("Show", "Afficher"),
    "search": Text("Search", "Rechercher"),
    "search_hint": Text("stay, patient, unit, what to find out", "séjour, patient, unité, élément à déterminer"),
    "shown": Text("{count} of {whole} shown", "{count} sur {whole} affichés"),
    "keys": Text(
        "Keys: j and k move, Enter opens, Esc returns, / searches.",
        "Clavier\u00a0: j et k pour se déplacer, Entrée pour ouvrir, Échap pour revenir, / pour rechercher.",
    ),
    "none_match": Text("No stay matches.", "Aucun séjour ne correspond."),
    "needed": Text("{needed} needed", "{needed} exigé"),
    "rows_left_off": Text(
        "Not listed here, though screened: {count}. The table of verdicts holds every stay.",
        "Évalués sans figurer ici\u00a0: {count}. La table des verdicts contient tous les séjours.",
    ),
    "pages_left_off": Text(
        "{count} of the {whole} stays listed have a page of their own (those nearest to inclusion); of the others"
        " only the row is shown. The command “bedside explain” tells the reasons of any of them.",
        "{count} des {whole} séjours de la liste ont leur propre page (les plus proches de l’inclusion)\u202f; des"
        " autres, seule la ligne est montrée. La commande «\u00a0bedside explain\u00a0» donne les raisons de chacun.",
    ),
    # --- a patient --------------------------------------------------------------------------------------
    "back": Text("Ward list", "Liste des patients"),
    "previous": Text("Previous", "Précédent"),
    "next": Text("Next", "Suivant"),
    "admitted": Text("admitted {time}", "admission {time}"),
    "discharged": Text("left ICU {time}", "sortie de réa {time}"),
    "died": Text("died {time}", "décès {time}"),
    "last_hour": Text("as of {time}", "au {time}"),
    "female": Text("female", "femme"),
    "male": Text("male", "homme"),
    "sex unknown": Text("sex not known", "sexe inconnu"),
    "age": Text("{age} years", "{age} ans"),
    "age unknown": Text("age not known", "âge inconnu"),
    "course": Text("Course", "Évolution"),
    "laboratory": Text("Measurements that the protocol reads", "Mesures que lit le protocole"),
    "not_measured": Text("not measured", "non mesuré"),
    "time_caption": Text(
        "Time runs from admission to intensive care.", "Le temps court depuis l’admission en réanimation."
    ),
    "band_caption": Text(
        "The band runs from the least to the greatest total that the unknown values allow.",
        "La bande va du plus petit au plus grand total que permettent les valeurs inconnues.",
    ),
    "strip_caption": Text(
        "Points of each part, hour by hour. Hatched: a range, because something is not known.",
        "Points de chaque élément, heure par heure. Hachuré\u00a0: un intervalle, car quelque chose est inconnu.",
    ),
    "bounds_caption": Text(
        "Dashed: a bound that a criterion compares with. Dotted: a bound between points of a score. A vertical bar is a"
        " result known only as a range.",
        "Tirets\u00a0: seuil auquel un critère compare. Pointillés\u00a0: seuil entre les points d’un score. Un trait"
        " vertical est un résultat connu seulement par un intervalle.",
    ),
    "of_maximum": Text("of {maximum}", "sur {maximum}"),
    "tally": Text("{met} of {whole} met, {needed} needed", "{met} sur {whole}, {needed} exigés"),
    "criteria": Text("Criteria", "Critères"),
    "criterion": Text("Criterion", "Critère"),
    "inclusion": Text("Inclusion", "Inclusion"),
    "exclusion": Text("Exclusion", "Non-inclusion"),
    "in_words": Text("In the words of the record", "Dans les mots du registre"),
    "answered_by": Text("Answered by", "Qui peut répondre"),
    "by data": Text("hospital data", "données de l’hôpital"),
    "by investigator": Text("investigator", "investigateur"),
    "by patient or relative": Text("patient or relative", "patient ou proche"),
    "by document": Text("document", "document"),
    "why_hint": Text(
        "Open a criterion to see the record’s own words and the reasons.",
        "Ouvrir un critère pour lire les mots du registre et les raisons.",
    ),
    # --- figures, told in words -----------------------------------------------------------------------------
    "tell_path": Text(
        "{name} over {hours} h: from {first} at the first hour to {last} at the last; lowest {low}, highest {high},"
        " of {maximum}.",
        "{name} sur {hours} h\u00a0: de {first} à la première heure à {last} à la dernière\u202f; au plus bas {low},"
        " au plus haut {high}, sur {maximum}.",
    ),
    "tell_strip": Text("{name}: {last} at the last hour.", "{name}\u00a0: {last} à la dernière heure."),
    "tell_nothing": Text("{name}: nothing to show.", "{name}\u00a0: rien à montrer."),
    "tell_series": Text(
        "{name}, {count} records in {unit}: lowest {low}, highest {high}, last {last}.",
        "{name}, {count} relevés en {unit}\u00a0: au plus bas {low}, au plus haut {high}, dernier {last}.",
    ),
    # --- the flow -------------------------------------------------------------------------------------------
    "flow": Text("Screening flow", "Diagramme de présélection"),
    "flow_lead": Text(
        "Each stay counts once: it passes if it passed at any hour, or else counts as it stood at its last hour. It"
        " leaves at the first criterion, in the protocol’s order, that bars it.",
        "Chaque séjour compte une fois\u00a0: il passe s’il est passé à une heure quelconque, sinon il compte tel qu’à"
        " sa dernière heure. Il sort au premier critère, dans l’ordre du protocole, qui l’écarte.",
    ),
    "flow candidate": Text("By hospital data", "Selon les données de l’hôpital"),
    "flow eligible": Text("By all criteria", "Selon tous les critères"),
    "assessed": Text("Stays assessed", "Séjours évalués"),
    "flow_excluded": Text("Excluded", "Écartés"),
    "flow_open": Text("Cannot tell; to find out", "Indéterminés\u202f; à déterminer"),
    "passed candidate": Text("Candidates", "Candidats"),
    "passed eligible": Text("Eligible", "Éligibles"),
    "other_reasons": Text("other combinations", "autres combinaisons"),
    "together": Text("no single criterion", "aucun critère à lui seul"),
    "first_reason": Text("left here", "sortis ici"),
    "any_reason": Text("barred by it in all", "écartés par lui en tout"),
    "flow_table": Text("The same as a table", "La même chose en tableau"),
    "reason": Text("Reason", "Motif"),
    "tell_flow": Text(
        "{assessed} stays assessed; {excluded} excluded, {undecided} cannot be told, {passed} {decided}.",
        "{assessed} séjours évalués\u202f; {excluded} écartés, {undecided} indéterminés, {passed} {decided}.",
    ),
    # --- the import -------------------------------------------------------------------------------------------
    "import": Text("What was read, and what was left out", "Ce qui a été lu, et ce qui a été écarté"),
    "import_lead": Text(
        "Every row that was not used is counted here, with examples.",
        "Chaque ligne non utilisée est comptée ici, avec des exemples.",
    ),
    "import_lines": Text("Show its {count} lines", "Montrer ses {count} lignes"),
    "import_none": Text("No import report was kept.", "Aucun rapport d’import n’a été conservé."),
}

SYMBOLS = {"good": "✓", "bad": "✕", "open": "?"}
"""A verdict is never told by colour alone."""

TONES = {
    "candidate": "good", "eligible": "good", "met": "good", "exclusion not met": "good", "item met": "good",
    "excluded": "bad", "not eligible": "bad", "not met": "bad", "exclusion met": "bad", "item not met": "bad",
    "cannot tell": "open",
}  # fmt: skip
"""Whether a verdict speaks for inclusion, against it, or leaves it open."""


def say(language: str, key: str, **parts: object) -> str:
    """A phrase in `en` or `fr`. Raises UsageError for another language, KeyError for a phrase there is not."""
    if language not in LANGUAGES:
        raise UsageError(f"“{language}” is not written here.", todo=f"Choose among: {', '.join(LANGUAGES)}.")
    return WORDS[key].say(language).format(**parts)
