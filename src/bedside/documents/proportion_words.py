"""The words on an outcome that is a yes or no, in English and in French: who succeeded, the test, what is not known."""

from __future__ import annotations

from bedside.values.wording import Text

OF_PROPORTION: dict[str, Text] = {
    "proportion_people": Text(
        "Of {participants} participants whose time had come, {successes} succeeded for certain and {failures} failed"
        " for certain; undetermined: {open}. Of all of them, {dead} had died.",
        "Sur {participants} participants dont l’échéance est passée, succès certains\u00a0: {successes}\u202f; échecs"
        " certains\u00a0: {failures}\u202f; indéterminés\u00a0: {open}. Parmi tous, décédés\u00a0: {dead}.",
    ),
    "proportion_estimate": Text(
        "As declared, with the undetermined as failures, the proportion of successes is {estimate}. Whatever they"
        " are, it lies between {least} and {most}.",
        "Selon la règle déclarée, les indéterminés étant des échecs, la proportion de succès est de {estimate}. Quels"
        " qu’ils soient, elle est comprise entre {least} et {most}.",
    ),
    "proportion_known": Text(
        "The proportion of successes is {estimate}; everybody's result is known.",
        "La proportion de succès est de {estimate}\u202f; le résultat de chacun est connu.",
    ),
    "proportion_untested": Text(
        "Nothing is tested: the protocol states no rate to be ruled out.",
        "Rien n’est testé\u00a0: le protocole n’énonce aucun taux à exclure.",
    ),
    "proportion_test": Text(
        "To rule out a rate of {rate} at the one-sided level of {alpha}, the successes needed of {participants}:"
        " {needed}. Successes found: {successes}; exact one-sided p: {p}. At that level rates below {least} are ruled"
        " out (the two-sided interval above has half the error on this side).",
        "Pour exclure un taux de {rate} au risque unilatéral de {alpha}, succès requis sur {participants}\u00a0:"
        " {needed}. Succès obtenus\u00a0: {successes}\u202f; p exact unilatéral\u00a0: {p}. À ce risque, les taux"
        " inférieurs à {least} sont exclus (l’intervalle bilatéral ci-dessus a la moitié de l’erreur de ce côté).",
    ),
    "proportion_test_early": Text(
        "Were the {participants} analysed so far all participants, the successes needed to rule out a rate of {rate} at"
        " the one-sided level of {alpha}: {needed}. Successes found: {successes}; exact one-sided p: {p}.",
        "Si les {participants} analysés jusqu’ici étaient tous les participants, succès requis pour exclure un taux de"
        " {rate} au risque unilatéral de {alpha}\u00a0: {needed}. Succès obtenus\u00a0: {successes}\u202f; p exact"
        " unilatéral\u00a0: {p}.",
    ),
    "proportion_untreated": Text(
        "No dose is recorded of any of these participants: this is no result of treatment.",
        "Aucun de ces participants n’a de prise consignée\u00a0: ce n’est pas un résultat du traitement.",
    ),
    "proportion_contradicted": Text(
        "Successes of people recorded as dead before the outcome was asked: {count}. They are counted as the cut has"
        " them; to be resolved with the sites before a conclusion is drawn.",
        "Succès de personnes dont le décès est consigné avant l’échéance\u00a0: {count}. Ils sont comptés"
        " tels que dans l’extraction\u202f; à éclaircir avec les centres avant de conclure.",
    ),
    "proportion_success": Text("A rate of {rate} is ruled out.", "Un taux de {rate} est exclu."),
    "proportion_no_success": Text("A rate of {rate} is not ruled out.", "Un taux de {rate} n’est pas exclu."),
    "look_told": Text(
        "Look after {size} participants: {successes} successes, {said}.",
        "Analyse après {size} participants\u00a0: {successes} succès, {said}.",
    ),
    "proportion_staged": Text(
        "To rule out a rate of {rate}, with the looks in force accounted for, the successes needed of the {size}"
        " participants of the look that ended the trial: {needed}. Successes found: {successes}; one-sided p: {p}.",
        "Pour exclure un taux de {rate}, compte tenu des analyses en vigueur, succès requis sur les {size} participants"
        " de l’analyse qui a mis fin à l’essai\u00a0: {needed}. Succès obtenus\u00a0: {successes}\u202f; p"
        " unilatéral\u00a0: {p}.",
    ),
    "proportion_staged_closed": Text(
        "To rule out a rate of {rate}, with the looks in force accounted for, the successes needed of the {size}"
        " participants analysed in the end: {needed}. Successes found: {successes}; one-sided p: {p}.",
        "Pour exclure un taux de {rate}, compte tenu des analyses en vigueur, succès requis sur les {size} participants"
        " finalement analysés\u00a0: {needed}. Succès obtenus\u00a0: {successes}\u202f; p unilatéral\u00a0: {p}.",
    ),
    "proportion_staged_estimate": Text(
        "The proportion and its interval account for the looks too; as observed, {successes} of {participants}"
        " succeeded.",
        "La proportion et son intervalle tiennent aussi compte des analyses intermédiaires\u202f; tels qu’observés,"
        " {successes} succès sur {participants}.",
    ),
    "proportion_overruled": Text(
        "As planned the exact type I error is {exact} where a stop for futility is heeded, and {overruled} where it is"
        " overruled.",
        "Tel que prévu, le risque de première espèce exact est de {exact} si un arrêt pour futilité est suivi, et de"
        " {overruled} s’il y est passé outre.",
    ),
    "proportion_undecided": Text(
        "Nothing is decided yet: {why}.", "Rien n’est encore décidé\u00a0: {why}."
    ),
    "proportion_closed_undecided": Text(
        "The design decides nothing: {why}.", "Le plan ne décide rien\u00a0: {why}."
    ),
    "closed_said": Text(
        "The trial closed at {reached} of {planned} planned participants ({told}): the number reached is analysed as"
        " the final one. The boundary is that of the {size} analysed: at a rate of {p0} the exact chance of ruling it"
        " out wrongly is {error} (of {planned}: {planned_error}), and at {p1} the power is {power} (of {planned}:"
        " {planned_power}). The error rates of the design no longer hold exactly; these hold only if the trial did not"
        " close because of its results.",
        "L’essai a été clos à {reached} des {planned} participants prévus ({told})\u00a0: le nombre atteint est"
        " analysé comme le nombre final. La limite est celle des {size} analysés\u00a0: à un taux de {p0}, la"
        " probabilité exacte de l’exclure à tort est de {error} (pour {planned}\u00a0: {planned_error}), et à {p1} la"
        " puissance est de {power} (pour {planned}\u00a0: {planned_power}). Les risques d’erreur du plan ne valent plus"
        " exactement\u202f; ceux-ci ne valent que si l’essai n’a pas été clos à cause de ses résultats.",
    ),
    "closed_looks_said": Text(
        "The trial closed at {reached} of {planned} planned participants ({told}), and no look in force had ended it:"
        " the number reached is analysed as the final one, by the boundary of the rule in force for that number. The"
        " error rates of the design no longer hold exactly, and hold at all only if the trial did not close because of"
        " its results.",
        "L’essai a été clos à {reached} des {planned} participants prévus ({told}), sans qu’une analyse intermédiaire"
        " en vigueur l’ait arrêté\u00a0: le nombre atteint est analysé comme le nombre final, selon la limite que la"
        " règle en vigueur donne pour ce nombre. Les risques d’erreur du plan ne valent plus exactement, et ne"
        " valent que si l’essai n’a pas été clos à cause de ses résultats.",
    ),
    "proportion_assumed": Text(
        "That rate and that level rest on assumptions: no public source states them.",
        "Ce taux et ce risque reposent sur des hypothèses\u00a0: aucune source publique ne les énonce.",
    ),
    "rates_some": Text(
        "With these data, rates up to {won} would be ruled out, and rates from {lost} on would not.",
        "Avec ces données, les taux jusqu’à {won} seraient exclus, et ceux à partir de {lost} ne le seraient pas.",
    ),
    "rates_all": Text(
        "With these data, every rate of the table, up to {won}, would be ruled out.",
        "Avec ces données, tous les taux du tableau, jusqu’à {won}, seraient exclus.",
    ),
    "rates_none": Text(
        "With these data, no rate of the table, from {lost} on, would be ruled out.",
        "Avec ces données, aucun taux du tableau, à partir de {lost}, ne serait exclu.",
    ),
    "later_deaths_said": Text(
        "Of the successes alive at that moment ({count}), died since: {listed}.",
        "Parmi les succès vivants à l’échéance ({count}), décédés depuis\u00a0: {listed}.",
    ),
    "later_deaths_by": Text("{count} by day {day}", "{count} au jour {day}"),
    "later_deaths_open": Text(
        "{count} by day {day} (last seen alive before it: {open})",
        "{count} au jour {day} (vivants aux dernières nouvelles avant ce jour\u00a0: {open})",
    ),
    "tips_already": Text(
        "The decision does not depend on the undetermined.", "La décision ne dépend pas des indéterminés."
    ),
    "not_final": Text(
        "This is not the final analysis: {analysed} of {planned} planned participants.",
        "Ce n’est pas l’analyse finale\u00a0: {analysed} des {planned} participants prévus.",
    ),
    "tips_never": Text(
        "Were all undetermined successes, the decision would not change.",
        "Si tous les indéterminés étaient des succès, la décision ne changerait pas.",
    ),
    "tips_at_said": Text(
        "Successes among the {open} undetermined that would change the decision: {count}.",
        "Succès parmi les {open} indéterminés qui changeraient la décision\u00a0: {count}.",
    ),
    "sensitivity_said": Text(
        "{name}: {successes} of {participants}, {estimate}.",
        "{name}\u00a0: {successes} sur {participants}, {estimate}.",
    ),
    "sensitivity_open_said": Text(
        "{name}: {successes} of {participants}, {estimate}, the undetermined ({open}) being counted as failures;"
        " whatever they are, the proportion lies between {least} and {most}.",
        "{name}\u00a0: {successes} sur {participants}, {estimate}, les indéterminés ({open}) étant comptés comme des"
        " échecs\u202f; quels qu’ils soient, la proportion est comprise entre {least} et {most}.",
    ),
}  # fmt: skip
