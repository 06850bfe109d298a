"""Where the methods of an analysis were published: each by words that the method of a row holds.

The list of a plan has those of the rows that the analysis of nobody makes, and of what data alone bring about: models
over time, comparisons, inference after looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bedside.analysis.results import rows_of
from bedside.analysis.worked import Worked
from bedside.protocol.estimands import Method
from bedside.statistics import after_looks, after_two_stages

REFERENCES: Mapping[str, str] = {
    "Clopper and Pearson 1934": (
        "Clopper CJ, Pearson ES. The use of confidence or fiducial limits illustrated in the case of the binomial."
        " Biometrika 1934;26:404–413."
    ),
    "Wilson 1927": (
        "Wilson EB. Probable inference, the law of succession, and statistical inference."
        " J Am Stat Assoc 1927;22:209–212."
    ),
    "Lancaster 1961": ("Lancaster HO. Significance tests in discrete distributions. J Am Stat Assoc 1961;56:223–234."),
    "Brown, Cai and DasGupta 2001": (
        "Brown LD, Cai TT, DasGupta A. Interval estimation for a binomial proportion. Stat Sci 2001;16:101–133."
    ),
    "beta posterior": (
        "Spiegelhalter DJ, Abrams KR, Myles JP. Bayesian Approaches to Clinical Trials and Health-Care Evaluation."
        " Chichester: Wiley; 2004."
    ),
    "tipping point": (
        "Yan X, Lee S, Li N. Missing data handling methods in medical device clinical trials."
        " J Biopharm Stat 2009;19:1085–1098."
    ),
    "Koyama and Chen 2008": (
        "Koyama T, Chen H. Proper inference from Simon's two-stage designs. Stat Med 2008;27:3145–3154."
    ),
    "Jennison and Turnbull 1983": (
        "Jennison C, Turnbull BW. Confidence intervals for a binomial parameter following a multistage test with"
        " application to MIL-STD 105D and medical trials. Technometrics 1983;25:49–58."
    ),
    "Newcombe 1998": (
        "Newcombe RG. Interval estimation for the difference between independent proportions: comparison of eleven"
        " methods. Stat Med 1998;17:873–890."
    ),
    "Fisher's exact test": "Fisher RA. The logic of inductive inference. J R Stat Soc 1935;98:39–82.",
    "share of the imputations": (
        "Cro S, Morris TP, Kenward MG, Carpenter JR. Sensitivity analysis for clinical trials with missing continuous"
        " outcome data using controlled multiple imputation: a practical guide. Stat Med 2020;39:2815–2842."
    ),
    "Rubin’s rules": "Rubin DB. Multiple Imputation for Nonresponse in Surveys. New York: Wiley; 1987.",
    "Barnard and Rubin 1999": (
        "Barnard J, Rubin DB. Small-sample degrees of freedom with multiple imputation. Biometrika 1999;86:948–955."
    ),
    "Lott and Reiter 2020": (
        "Lott A, Reiter JP. Wilson confidence intervals for binomial proportions with multiple imputation for missing"
        " data. Am Stat 2020;74:109–115."
    ),
    "Bebu and Lachin 2016": (
        "Bebu I, Lachin JM. Large sample inference for a win ratio analysis of a composite outcome based on prioritized"
        " components. Biostatistics 2016;17:178–187."
    ),
    "Hyndman and Fan 1996": ("Hyndman RJ, Fan Y. Sample quantiles in statistical packages. Am Stat 1996;50:361–365."),
    "MMRM": (
        "Kenward MG, Roger JH. Small sample inference for fixed effects from restricted maximum likelihood."
        " Biometrics 1997;53:983–997."
    ),
    "Tobin 1958": ("Tobin J. Estimation of relationships for limited dependent variables. Econometrica 1958;26:24–36."),
    "Garwood 1936": "Garwood F. Fiducial limits for the Poisson distribution. Biometrika 1936;28:437–442.",
    "Kaplan-Meier": (
        "Kaplan EL, Meier P. Nonparametric estimation from incomplete observations. J Am Stat Assoc 1958;53:457–481."
    ),
    "Brookmeyer and Crowley 1982": (
        "Brookmeyer R, Crowley J. A confidence interval for the median survival time. Biometrics 1982;38:29–41."
    ),
    "Aalen-Johansen": (
        "Aalen OO, Johansen S. An empirical transition matrix for non-homogeneous Markov chains based on censored"
        " observations. Scand J Stat 1978;5:141–150."
    ),
    "Mantel 1966": (
        "Mantel N. Evaluation of survival data and two new rank order statistics arising in its consideration."
        " Cancer Chemother Rep 1966;50:163–170."
    ),
    "Gray 1988": (
        "Gray RJ. A class of K-sample tests for comparing the cumulative incidence of a competing risk."
        " Ann Stat 1988;16:1141–1154."
    ),
    "Fine and Gray 1999": (
        "Fine JP, Gray RJ. A proportional hazards model for the subdistribution of a competing risk."
        " J Am Stat Assoc 1999;94:496–509."
    ),
    "Cox regression": "Cox DR. Regression models and life-tables. J R Stat Soc B 1972;34:187–220.",
    "Breslow ties": "Breslow N. Covariance analysis of censored survival data. Biometrics 1974;30:89–99.",
}
COMPARING: Mapping[Method, tuple[str, ...]] = {
    Method.PROPORTION: ("Newcombe 1998", "Fisher's exact test"),
    Method.SURVIVAL: ("Mantel 1966", "Cox regression", "Breslow ties"),
    Method.COMPETING: ("Gray 1988", "Fine and Gray 1999", "Cox regression", "Breslow ties"),
}
"""What compares groups, by the kind of the outcome."""


def references_of(nobody: Worked) -> tuple[str, ...]:
    """The publications that the analysis of a protocol cites, given the analysis of nobody."""
    cited = set(_cited(nobody))
    return tuple(told for words, told in REFERENCES.items() if any(words in method for method in cited))


def _cited(nobody: Worked) -> Iterator[str]:
    """The methods of its rows, and those that need data to be used."""
    yield from (row.method for row in rows_of(nobody))
    promised = nobody.promised
    if any(each.over_time for each in promised.estimands):
        yield from ("MMRM", "Tobin 1958")
    if nobody.in_force:
        yield after_two_stages.METHOD if nobody.in_force.stages else after_looks.METHOD
    if nobody.design:
        yield "tipping point"
    for each in promised.estimands if promised.comparator else ():
        yield from COMPARING.get(each.method, ())
