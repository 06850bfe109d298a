"""Where the methods of a design were published. A row cites by name and year; here stands the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bedside.report.rows import Row

SOURCES: Mapping[str, str] = {
    "A'Hern 2001": "A'Hern RP. Sample size tables for exact single-stage phase II designs. Stat Med 2001;20:859–866.",
    "Simon 1989": "Simon R. Optimal two-stage designs for phase II clinical trials. Control Clin Trials 1989;10:1–10.",
    "Jung 2004": (
        "Jung SH, Lee T, Kim K, George SL. Admissible two-stage designs for phase II cancer clinical trials."
        " Stat Med 2004;23:561–569."
    ),
    "Schultz 1973": (
        "Schultz JR, Nichol FR, Elfring GL, Weed SD. Multiple-stage procedures for drug screening."
        " Biometrics 1973;29:293–300."
    ),
    "Fleming 1982": (
        "Fleming TR. One-sample multiple testing procedure for phase II clinical trials. Biometrics 1982;38:143–151."
    ),
    "Fleiss 2003": (
        "Fleiss JL, Levin B, Paik MC. Statistical Methods for Rates and Proportions. 3rd ed. Hoboken: Wiley; 2003."
    ),
    "Clopper and Pearson 1934": (
        "Clopper CJ, Pearson ES. The use of confidence or fiducial limits illustrated in the case of the binomial."
        " Biometrika 1934;26:404–413."
    ),
    "Wilson 1927": (
        "Wilson EB. Probable inference, the law of succession, and statistical inference."
        " J Am Stat Assoc 1927;22:209–212."
    ),
}


def sources_of(rows: Sequence[Row]) -> tuple[str, ...]:
    """The publications that rows cite, in the order of the table above."""
    cited = {row.method for row in rows}
    return tuple(told for name, told in SOURCES.items() if any(name in method for method in cited))
