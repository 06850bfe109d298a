"""What a method is called in French: rows cite each by its English name, which stays the name in the files of rows."""

from __future__ import annotations

import re

from bedside.records.dictionary import dictionary

DURING = re.compile(r"days (\w+), from inclusion to the end of the window")
"""The days that are counted while alive or during a support, by its name."""
TO_THE_END = "de l’inclusion à la fin de la fenêtre"
FRENCH = {
    "Aalen-Johansen, log-log interval": "Aalen-Johansen, intervalle log-log",
    "Jeffreys interval (Brown, Cai and DasGupta 2001)": "intervalle de Jeffreys (Brown, Cai et DasGupta 2001)",
    "Kaplan-Meier, log-log interval": "Kaplan-Meier, intervalle log-log",
    "Kaplan-Meier, log-log interval (Brookmeyer and Crowley 1982)": (
        "Kaplan-Meier, intervalle log-log (Brookmeyer et Crowley 1982)"
    ),
    "Rubin’s rules, degrees of freedom of Barnard and Rubin 1999": (
        "règles de Rubin, degrés de liberté de Barnard et Rubin 1999"
    ),
    "Rubin’s rules, interval of Lott and Reiter 2020": "règles de Rubin, intervalle de Lott et Reiter 2020",
    "arithmetic mean, and standard deviation with n - 1": "moyenne arithmétique, et écart type avec n - 1",
    "beta posterior, prior beta(1, 1)": "loi a posteriori bêta, a priori bêta(1, 1)",
    "censored log-normal maximum likelihood (Tobin 1958)": (
        "maximum de vraisemblance log-normal avec censure (Tobin 1958)"
    ),
    "comparison of groups": "comparaison de groupes",
    "days alive, from inclusion to the end of the window": f"jours de vie, {TO_THE_END}",
    "days alive, from the first dose to the end of the window": (
        "jours de vie, de la première prise à la fin de la fenêtre"
    ),
    "events for the days observed": "événements rapportés aux jours observés",
    "exact Poisson interval (Garwood 1936)": "intervalle de Poisson exact (Garwood 1936)",
    "exact binomial test of level alpha, one-sided": "test binomial exact de niveau alpha, unilatéral",
    "exact binomial test, one-sided, greater": "test binomial exact, unilatéral, supérieur",
    "exact interval (Clopper and Pearson 1934)": "intervalle exact (Clopper et Pearson 1934)",
    "least delta at which most imputations fail": "plus petit delta où la plupart des imputations échouent",
    "mid-p binomial test, one-sided, greater (Lancaster 1961)": (
        "test binomial mid-p, unilatéral, supérieur (Lancaster 1961)"
    ),
    "mid-p interval (Lancaster 1961)": "intervalle mid-p (Lancaster 1961)",
    "proportion as adjudicated": "proportion après adjudication",
    "quantile by definition 2 of Hyndman and Fan 1996": "quantile selon la définition 2 de Hyndman et Fan 1996",
    "restricted mean survival time, area under Kaplan-Meier": "survie moyenne restreinte, aire sous Kaplan-Meier",
    "score interval (Wilson 1927)": "intervalle du score (Wilson 1927)",
    "share of the imputations": "part des imputations",
    "tipping point over all numbers of successes among the missing": (
        "point de bascule sur tous les nombres de succès parmi les manquants"
    ),
    "win ratio, U-statistic variance (Bebu and Lachin 2016)": (
        "rapport de gains, variance par U-statistique (Bebu et Lachin 2016)"
    ),
}
PARTS = {
    "unstructured": "covariance non structurée", "toeplitz": "covariance de Toeplitz",
    "autoregressive": "covariance autorégressive d’ordre 1", "compound symmetry": "symétrie composée",
    "Kenward–Roger (1997) standard errors and degrees of freedom": (
        "erreurs types et degrés de liberté de Kenward–Roger (1997)"
    ),
    "observed information": "information observée", "of logarithms": "sur les logarithmes",
    "MMRM": "modèle mixte pour mesures répétées", "REML": "REML",
}  # fmt: skip
"""The parts of the name of a mixed model, which is made of them."""


def said_method(method: str, language: str) -> str:
    """A method in words; one that has no French name keeps its English one."""
    if (counted := DURING.fullmatch(method)) is not None and counted[1] != "alive":
        support = dictionary()[counted[1]].say(language) if counted[1] in dictionary() else counted[1]
        days, after = ("days", "from inclusion to the end of the window") if language == "en" else ("jours", TO_THE_END)
        return f"{days} ({support}), {after}"
    if language == "en":
        return method
    if method.startswith("MMRM"):
        return ", ".join(PARTS.get(part, part) for part in method.split(", "))
    return FRENCH.get(method, method)
