"""The choices of SOFA, and the sets of choices that have a name: each is data here, and no code of its own.

`sofa` says what each choice does. A set named after another program holds what that program does, its known faults
among it, so that a cohort can be made again: `docs/sofa-profiles.md` says how far it goes and what is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bedside.scores.score import Options
from bedside.values.moment import days, hours

Support = Literal["invasive", "invasive or non-invasive", "with high flow", "invasive as charted"]


@dataclass(frozen=True)
class Sofa(Options):
    """The choices that a specification of SOFA has to make. Lengths of time are microseconds.

    - `window`: the worst value counts within it. Default 24 h, rolling (Vincent 1996).
    - `boundaries`: the printed bounds in which bilirubin and creatinine are compared. Default mg/dL, as most
      peers do and as the paper's first column prints, so that scores compare; laboratories that report
      µmol/L have no gap between bands, and a trial there may choose `umol/L`.
    - `top_band`: bilirubin of exactly 12.0 mg/dL and creatinine of exactly 5.0: 3 points ("above", as
      printed) or 4 ("from", as several programs do).
    - `fio2_tolerance`: how old the FiO2 of a PaO2 may be. Default 4 h: nurses chart it every 1 to 4 h and at
      each change, so an older one is no longer known to be in force.
    - `unpaired_fio2`: a PaO2 without such an FiO2 gives a range over all FiO2 ("range"), is passed over
      ("ignored"), or was drawn on 0.21 if no respiratory support is in force ("room air unless supported").
    - `respiratory_support`: what lets P/F < 200 score 3 or 4. Default invasive or non-invasive ventilation.
      "invasive as charted" is what MIMIC-IV charts of modes and devices, strung together as mimic-code does.
    - `gas_ratio`: PaO2/FiO2 is of "each gas", or of the window's "lowest PaO2 by highest FiO2", of whatever
      times, with support anywhere in the window (as clifpy has it; `unpaired_fio2` then means nothing).
    - `unsupported`: P/F < 200 without support gives "2 points", or "0 points" (the hole that clifpy leaves there).
    - `spo2_surrogate`: SpO2/FiO2 (SpO2 ≤ 97 %) in a window without PaO2. Default none.
    - `vasopressor_minimum`: how long a course must have lasted; then each of its rates counts, the first and
      the briefest too. Default 1 h (the footnote); 0 counts any course.
    - `infusion_counts`: at which moments of the window an infusion is looked for: at "any moment", or only at the
      "end of each hour", so that what ran between two of them is not seen (as mimic-code has it).
    - `sedated_gcs`: "last before sedation": what is charted while sedation is in force does not count; the
      worst charted without it in the window counts, or else the last one within `gcs_look_back` (SOFA-2 has
      this rule). "as charted": sedation makes no difference. "assume 15": a sedated GCS counts as 15.
    - `untestable_verbal`: a GCS whose verbal part a tube makes untestable stays the range that its record
      states ("unknown"), or counts as 15 ("15", as mimic-code has it).
    - `partial_gcs`: a GCS of which a part was not charted stays the "range" of what it could be, or takes that part
      as last charted in 6 h, or else as in health ("earlier or normal", as mimic-code has it).
    - `renal_replacement`: while it lasts it gives "4 points", or is "not used".
    - `urine`: counts over an "observed day" (a urine record in each quarter of the window, in intensive care
      throughout), or whenever there is any record ("as charted"), or at each record at which those of 23 h cover "22 to
      30 hours covered", in proportion (as mimic-code has it), or is "not used". Unobserved urine contributes nothing
      and does not widen a known creatinine.
    - `before_icu`: whether measurements before the stay in intensive care count within the window.
    - `laboratory`: results from "any" place count, or only those drawn in a stay "in hospital".
    - `charted_at_once`: values of one variable at one time count "each", or by the "mean of extremes" (mean arterial
      pressure only: of two devices their mean, as mimic-code has it).
    - `carry_forward`: how old the latest laboratory value or PaO2 may be when the window holds none; 0: none.
    - `missing`: a component without any value is "unknown" (0 to 4), or "zero" (only to compare with peers).

    Vasopressin and phenylephrine are no part of the 1996 table. Arterial or venous blood, and irrigant in the
    urine, are settled where a source is mapped, not here.
    """

    window: int = hours(24)
    boundaries: Literal["mg/dL", "umol/L"] = "mg/dL"
    top_band: Literal["above", "from"] = "above"
    fio2_tolerance: int = hours(4)
    unpaired_fio2: Literal["range", "ignored", "room air unless supported"] = "range"
    respiratory_support: Support = "invasive or non-invasive"
    gas_ratio: Literal["each gas", "lowest PaO2 by highest FiO2"] = "each gas"
    unsupported: Literal["2 points", "0 points"] = "2 points"
    spo2_surrogate: Literal["none", "Fukuda 2021"] = "none"
    vasopressor_minimum: int = hours(1)
    infusion_counts: Literal["any moment", "end of each hour"] = "any moment"
    sedated_gcs: Literal["last before sedation", "as charted", "assume 15"] = "last before sedation"
    gcs_look_back: int = days(7)
    untestable_verbal: Literal["unknown", "15"] = "unknown"
    partial_gcs: Literal["range", "earlier or normal"] = "range"
    renal_replacement: Literal["4 points", "not used"] = "4 points"
    urine: Literal["observed day", "as charted", "22 to 30 hours covered", "not used"] = "observed day"
    before_icu: Literal["counts", "does not count"] = "counts"
    laboratory: Literal["any", "in hospital"] = "any"
    charted_at_once: Literal["each", "mean of extremes"] = "each"
    carry_forward: int = 0
    missing: Literal["unknown", "zero"] = "unknown"


VARIANTS: dict[str, Sofa] = {
    "vincent-1996": Sofa(),
    "vincent-1996-si": Sofa(boundaries="umol/L"),
    "missing-as-zero": Sofa(missing="zero", unpaired_fio2="ignored"),
    "gcs-as-charted": Sofa(sedated_gcs="as charted"),
    # The choices of mimic-code's mimic-iv/concepts/score/sofa.sql, as read in 2026-11.
    "mimic-code": Sofa(
        top_band="from",
        unpaired_fio2="ignored",
        respiratory_support="invasive as charted",
        laboratory="in hospital",
        charted_at_once="mean of extremes",
        vasopressor_minimum=0,
        infusion_counts="end of each hour",
        partial_gcs="earlier or normal",
        renal_replacement="not used",
        urine="22 to 30 hours covered",
        sedated_gcs="as charted",
        untestable_verbal="15",
        missing="zero",
    ),
    # The choices of clifpy's compute_sofa, release 2.1.0, as read in 2026-11.
    "clifpy": Sofa(
        window=hours(24) + 1,  # both ends of its windows count
        top_band="from",
        gas_ratio="lowest PaO2 by highest FiO2",
        unsupported="0 points",
        vasopressor_minimum=0,
        sedated_gcs="as charted",
        untestable_verbal="15",
        renal_replacement="not used",
        urine="not used",
        missing="zero",
    ),
}
"""The default and the variants that have a name."""
