"""What a number's reader has to know before using it, in both languages; also why a number cannot be had."""

from __future__ import annotations

from bedside.analysis.words import WORDS
from bedside.statistics.answer import Absent
from bedside.values.wording import Text

NO_COMPARATOR = Absent(
    Text(
        "no comparator: the trial has a single group, and this design alone does not establish superiority over"
        " standard care",
        "pas de comparateur\u00a0: l’essai a un seul groupe, et ce plan n’établit pas à lui seul une supériorité sur le"
        " traitement de référence",
    )
)
NO_DECLARED = Absent(
    Text(
        "no comparison: the protocol declares no comparator",
        "pas de comparaison\u00a0: le protocole ne déclare pas de comparateur",
    )
)
NO_COMPARISON = Absent(
    Text(
        "no comparison: measurements and counted events are described in all participants together",
        "pas de comparaison\u00a0: mesures et événements comptés sont décrits chez tous les participants ensemble",
    )
)
NO_GROUPS = Absent(
    Text(
        "no comparison: the snapshot does not tell who was assigned to which group",
        "pas de comparaison\u00a0: l’extraction ne dit pas qui a été affecté à quel groupe",
    )
)
NO_ADJUDICATION = Absent(
    Text(
        "no form of the protocol records that somebody adjudicated this outcome",
        "aucun formulaire du protocole ne consigne une adjudication de ce critère",
    )
)
NO_RATE = Absent(Text("the protocol states no rate to be ruled out", "le protocole n’énonce aucun taux à exclure"))
NO_DELTA_TIPS = Absent(Text("the trial succeeds at each of these deltas", "l’essai réussit pour chacun de ces deltas"))
NOT_RECORDED = Absent(Text("nothing of it is in the snapshot", "l’extraction n’en contient rien"))
NOBODY_IN_SET = Absent(Text("nobody is in this set", "personne n’est dans cette population"))
NOT_WRITTEN = Absent(Text("nothing is written of it", "rien n’en est consigné"))
NO_DEVIATIONS = Absent(Text("the snapshot has no table of deviations", "l’extraction n’a pas de table des écarts"))
NO_TIME_RECORDED = Absent(
    Text(
        "events are recorded, and no time in which they can have happened",
        "des événements sont consignés, mais aucun temps où ils aient pu survenir",
    )
)
NOBODY_MEASURED = Absent(Text("nobody was measured", "personne n’a été mesuré"))
ONE_MEASURED = Absent(Text("only one value is known", "une seule valeur est connue"))
NEVER_ENOUGH = Absent(Text("not even all successes would be enough", "même la totalité des succès ne suffirait pas"))
NO_FIRST_DOSE = Absent(
    Text(
        "the protocol names no item that tells of the first dose",
        "le protocole ne nomme aucun élément qui dise la première prise",
    )
)
ASSUMED = Text(
    "rests on an assumption: no public source states it",
    "repose sur une hypothèse\u00a0: aucune source publique ne l’énonce",
)

ONE_LOOK = Text(
    "as of a single analysis: the looks in force are not accounted for",
    "comme pour une seule analyse\u00a0: les analyses intermédiaires en vigueur n’y sont pas prises en compte",
)
EXACT_ALONE = Text(
    "the regression is fitted to falls that are known exactly; the limits of the others bound what is imputed, and tell"
    " it nothing else",
    "la régression est ajustée sur les baisses connues exactement\u202f; les bornes des autres limitent ce qui est"
    " imputé, et ne lui apprennent rien d’autre",
)
AS_NOW_KNOWN = Text(
    "by what this snapshot holds of the participants that the look took, which may be more than was known on its day",
    "selon ce que cette extraction contient des participants de cette analyse, peut-être plus que ce qui en était"
    " connu ce jour-là",
)
NOT_REACHED = Absent(
    Text(
        "fewer participants are analysed, or the trial ended before",
        "moins de participants sont analysés, ou l’essai a pris fin avant",
    )
)
NOT_THAT_WAY = Absent(Text("this look does not end that way", "cette analyse n’arrête pas l’essai ainsi"))
EARLIER_LOOK = Text(
    "a look before the last one ended the trial: the estimate is of those whom it took",
    "une analyse avant la dernière a arrêté l’essai\u00a0: l’estimation est celle des participants qu’elle a pris",
)


def beyond_look(count: int) -> Text:
    """That some were analysed beyond the look that ended the trial; they are in no test."""
    return Text(
        f"{count} participants were included after those of the look that ended the trial: no test takes them",
        f"{count} participants inclus après ceux de l’analyse qui a arrêté l’essai\u00a0: aucun test ne les prend",
    )


def _of(count: int, one: tuple[str, str], many: tuple[str, str]) -> Text:
    """A sentence of one or of several, in both languages; French has the singular of none too."""
    return Text((one if count == 1 else many)[0].format(count), (one if count < 2 else many)[1].format(count))


def not_due(count: int) -> Text:
    """That some participants' time had not come; they are left out."""
    return _of(
        count,
        (
            "taken before the time of {} participant had come: not the final analysis",
            "données extraites avant l’échéance de {} participant\u00a0: ce n’est pas l’analyse finale",
        ),
        (
            "taken before the time of {} participants had come: not the final analysis",
            "données extraites avant l’échéance de {} participants\u00a0: ce n’est pas l’analyse finale",
        ),
    )


def not_followed(count: int) -> Text:
    """That some participants, not known to have died, are known alive for less than all days."""
    return _of(
        count,
        (
            "{} participant, not known to have died, is known alive for fewer days",
            "{} participant, dont le décès n’est pas connu, est connu vivant moins longtemps",
        ),
        (
            "{} participants, not known to have died, are known alive for fewer days",
            "{} participants, dont le décès n’est pas connu, sont connus vivants moins longtemps",
        ),
    )


def untreated(count: int) -> Text:
    """That some participants are left out of an analysis from the first dose on."""
    return _of(
        count,
        (
            "{} participant is left out: no dose is recorded before death or the end of what is counted",
            "{} participant est écarté\u00a0: aucune prise n’est consignée avant le décès ou la fin de ce qui est"
            " compté",
        ),
        (
            "{} participants are left out: no dose is recorded of them before death or the end of what is counted",
            "{} participants sont écartés\u00a0: aucune prise n’est consignée avant le décès ou la fin de ce qui est"
            " compté",
        ),
    )


def few_pairs(count: int) -> Text:
    """That hardly anybody has a value at baseline and on a day between which a model tells a change."""
    return _of(
        count,
        (
            "{} participant has values at baseline and on this day: the model, not the data, tells the change",
            "{} participant a des valeurs à l’inclusion et ce jour\u00a0: le modèle seul dit la variation",
        ),
        (
            "{} participants have values at baseline and on this day: the model, not the data, tells the change",
            "{} participants ont des valeurs à l’inclusion et ce jour\u00a0: le modèle seul dit la variation",
        ),
    )


def at_limits(count: int) -> Text:
    """That some values are beyond a limit of quantification, and enter a model as numbers."""
    return _of(
        count,
        (
            "{} value beyond a limit of quantification enters the model as a number, by the declared rule; the censored"
            " mean needs none",
            "{} valeur au-delà d’une limite de quantification entre dans le modèle comme un nombre, selon la règle"
            " déclarée\u202f; la moyenne censurée s’en passe",
        ),
        (
            "{} values beyond a limit of quantification enter the model as numbers, by the declared rule; the censored"
            " mean needs none",
            "{} valeurs au-delà d’une limite de quantification entrent dans le modèle comme des nombres, selon la règle"
            " déclarée\u202f; la moyenne censurée s’en passe",
        ),
    )


def left_out(count: int) -> Text:
    """That some values are in no model."""
    return _of(
        count,
        (
            "{} value is not in the model: known only within limits, or 0 where logarithms are modelled",
            "{} valeur n’est pas dans le modèle\u00a0: connue seulement entre bornes, ou nulle là où des logarithmes"
            " sont modélisés",
        ),
        (
            "{} values are not in the model: known only within limits, or 0 where logarithms are modelled",
            "{} valeurs ne sont pas dans le modèle\u00a0: connues seulement entre bornes, ou nulles là où des"
            " logarithmes sont modélisés",
        ),
    )


def not_fitted(structure: str, why: Text) -> Text:
    """That a structure of the covariance was tried before, and why the model could not be fitted with it."""
    said = WORDS[structure]
    return Text(
        f"{said.en} was tried before and cannot be fitted: {why.en}",
        f"{said.fr}, essayée d’abord, ne peut être ajustée\u00a0: {why.fr}",
    )


def from_ranges(count: int) -> Text:
    """That some values are ranges, which enter at both ends."""
    return _of(
        count,
        ("{} value is known only as a range", "{} valeur n’est connue que par un intervalle"),
        ("{} values are known only as a range", "{} valeurs ne sont connues que par un intervalle"),
    )


def calendar_tells(count: int) -> Text:
    """That the calendar knows of endings that the records do not tell of."""
    return _of(
        count,
        (
            "the calendar tells of it for {} more participant, whose records do not: to be resolved with the site",
            "le calendrier le dit de {} participant de plus, dont les données ne le disent pas\u00a0: à éclaircir avec"
            " le centre",
        ),
        (
            "the calendar tells of it for {} more participants, whose records do not: to be resolved with the sites",
            "le calendrier le dit de {} participants de plus, dont les données ne le disent pas\u00a0: à éclaircir avec"
            " les centres",
        ),
    )


def unconfirmed(count: int) -> Text:
    """That what is recorded is the least that there was."""
    return _of(
        count,
        (
            "a minimum: nobody has confirmed of {} participant that all is recorded",
            "un minimum\u00a0: pour {} participant, personne n’a confirmé que tout est enregistré",
        ),
        (
            "a minimum: nobody has confirmed of {} participants that all is recorded",
            "un minimum\u00a0: pour {} participants, personne n’a confirmé que tout est enregistré",
        ),
    )


def least_share(count: int) -> Text:
    """That a share is of the least that there was, so that its upper limit bounds nothing."""
    return _of(
        count,
        (
            "a minimum: nobody has confirmed of {} participant that all is recorded; the true share may be above the"
            " upper limit too",
            "un minimum\u00a0: pour {} participant, personne n’a confirmé que tout est enregistré\u202f; la part"
            " réelle peut dépasser même la limite supérieure",
        ),
        (
            "a minimum: nobody has confirmed of {} participants that all is recorded; the true share may be above the"
            " upper limit too",
            "un minimum\u00a0: pour {} participants, personne n’a confirmé que tout est enregistré\u202f; la part"
            " réelle peut dépasser même la limite supérieure",
        ),
    )


def least_rate(count: int) -> Text:
    """That a rate is of the least that there was, so that its upper limit bounds nothing."""
    return _of(
        count,
        (
            "a minimum: nobody has confirmed of {} participant that all is recorded; the true rate may be above the"
            " upper limit too",
            "un minimum\u00a0: pour {} participant, personne n’a confirmé que tout est enregistré\u202f; le taux réel"
            " peut dépasser même la limite supérieure",
        ),
        (
            "a minimum: nobody has confirmed of {} participants that all is recorded; the true rate may be above the"
            " upper limit too",
            "un minimum\u00a0: pour {} participants, personne n’a confirmé que tout est enregistré\u202f; le taux réel"
            " peut dépasser même la limite supérieure",
        ),
    )


def left_after_death(count: int) -> Text:
    """That some events began after death, when nobody is at risk: they are in no rate."""
    return _of(
        count,
        (
            "{} event recorded after death is left out of the rate: the time at risk had ended",
            "{} événement consigné après le décès est écarté du taux\u00a0: le temps à risque avait pris fin",
        ),
        (
            "{} events recorded after death are left out of the rate: the time at risk had ended",
            "{} événements consignés après le décès sont écartés du taux\u00a0: le temps à risque avait pris fin",
        ),
    )


def without_grade(count: int) -> Text:
    """That some events bear no grade, so that somebody's worst may be worse."""
    return _of(
        count,
        (
            "{} event bears no grade: the worst of those that do is counted",
            "{} événement sans grade\u00a0: le plus élevé des grades consignés est compté",
        ),
        (
            "{} events bear no grade: the worst of those that do is counted",
            "{} événements sans grade\u00a0: le plus élevé des grades consignés est compté",
        ),
    )
