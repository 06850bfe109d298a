"""The choices of SOFA-2 that its footnotes leave, and the sets of choices that have a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bedside.scores.score import Options
from bedside.values.moment import days, hours

Salt = Literal["base", "bitartrate monohydrate", "bitartrate", "hydrochloride"]


@dataclass(frozen=True)
class Sofa2(Options):
    """The choices that a specification of SOFA-2 has to make. Lengths of time are microseconds.

    - `window`: the worst value of each organ counts within it. Default 24 h, rolling (footnote a).
    - `missing`: an organ without any value is "unknown" (a range), or "zero" (footnote b, day 1; footnote c for a
      sedated patient without an earlier coma score).
    - `carry_forward`: how old the latest value may be when the window holds none (footnote b, from day 2 on); 0: none.
    - `boundaries`: the printed bounds in which bilirubin and creatinine are compared.
    - `fio2_tolerance`: how old the FiO2 of a PaO2 or SpO2 may be. Default 4 h, as in SOFA.
    - `unpaired_fio2`: a PaO2 without such an FiO2 gives a range over all FiO2 ("range"), is passed over ("ignored"), or
      was drawn on 0.21 if no advanced support is in force ("room air unless supported").
    - `spo2_surrogate`: SpO2/FiO2 in a window without PaO2 (footnote f), or not.
    - `treatment_limits`: what was not to be had, or not to be given (footnotes h and m): without "ventilation" the
      ratio alone gives 3 and 4 points, without "vasopressors" the pressure gives up to 4. Default none of them.
    - `devices`: extracorporeal and mechanical support counts where "recorded", and leaves a range where a source does
      not record it; or "none given" says that nobody had any (footnotes i and n).
    - `delirium_drug`: a drug against delirium gives 1 point where "recorded", or "none given" (footnote e).
    - `vasopressor_minimum`: how long a course must have lasted (footnote j). Default 1 h.
    - `norepinephrine_as`: what the recorded rates of noradrenaline weigh (footnote k). Default the base.
    - `sedated_gcs`: "last before sedation" (footnote c): the worst charted without sedation in the window counts, or
      else the last one within `gcs_look_back`. "as charted": sedation makes no difference.
    - `gcs_look_back`: how old that one may be.
    - `incomplete_gcs`: a coma score of which a part is missing or untestable is told by the "best motor response"
      (footnote d), or stays the "range" of what it could be.
    - `urine`: counts over "observed periods" (a record in each third of the period, in intensive care throughout), or
      is "not used". Unobserved urine contributes nothing and does not widen a known creatinine.
    - `weight_look_back`: how old the weight may be by which urine is divided.
    - `renal_replacement`: gives "4 points", or is "not used" (footnote o: given for another cause than the kidney).
    - `off_days`: how long after the last session it still counts (footnote q). Default 3 d, the longest pause of three
      sessions a week; 0: while it lasts, as for a continuous treatment that has ended.
    - `replacement_criteria`: one who meets the criteria of renal replacement has "4 points" (footnote p), or they are
      "not used".

    Not told apart: a ratio that was low for less than an hour (footnote g) counts as any other. Ventilation at home
    counts where it is recorded as ventilation.
    """

    window: int = hours(24)
    missing: Literal["unknown", "zero"] = "unknown"
    carry_forward: int = 0
    boundaries: Literal["mg/dL", "umol/L"] = "mg/dL"
    fio2_tolerance: int = hours(4)
    unpaired_fio2: Literal["range", "ignored", "room air unless supported"] = "range"
    spo2_surrogate: Literal["without PaO2", "not used"] = "without PaO2"
    treatment_limits: Literal["none", "ventilation", "vasopressors", "ventilation and vasopressors"] = "none"
    devices: Literal["recorded", "none given"] = "recorded"
    delirium_drug: Literal["recorded", "none given"] = "recorded"
    vasopressor_minimum: int = hours(1)
    norepinephrine_as: Salt = "base"
    sedated_gcs: Literal["last before sedation", "as charted"] = "last before sedation"
    gcs_look_back: int = days(7)
    incomplete_gcs: Literal["best motor response", "range"] = "best motor response"
    urine: Literal["observed periods", "not used"] = "observed periods"
    weight_look_back: int = days(30)
    renal_replacement: Literal["4 points", "not used"] = "4 points"
    off_days: int = days(3)
    replacement_criteria: Literal["4 points", "not used"] = "4 points"


VARIANTS: dict[str, Sofa2] = {
    "ranzani-2025": Sofa2(),
    # What a source without devices, drugs against delirium and blood gases in full can still tell.
    "devices-none": Sofa2(devices="none given", delirium_drug="none given", replacement_criteria="not used"),
    # Footnote b to the letter: 0 on the first day, the last value after it.
    "missing-as-zero": Sofa2(missing="zero", carry_forward=days(7), unpaired_fio2="ignored"),
    # The choices of clifpy's calculate_sofa2, release 2.1.0, as read in 2026-11.
    "clifpy": Sofa2(
        window=hours(24) + 1,  # both ends of its windows count
        missing="zero",
        unpaired_fio2="ignored",
        urine="not used",  # the form of the demo has none
        off_days=0,
    ),
}
"""The default and the variants that have a name."""
