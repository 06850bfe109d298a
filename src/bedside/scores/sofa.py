"""SOFA, the Sequential Organ Failure Assessment of 1996: six organs, 0 to 4 points each, higher is worse.

Source: Vincent JL, Moreno R, Takala J, et al. The SOFA (Sepsis-related Organ Failure Assessment) score to
describe organ dysfunction/failure. Intensive Care Med 1996;22:707-710, doi:10.1007/BF01709751, table 3;
checked 2026-11 against its reprint in Singer 2016 (JAMA 315:801, table 1). The worst value of the last 24 h
counts for each organ. What the paper leaves open is an option of `Sofa` (`sofa_options`).
"""

from __future__ import annotations

from bedside.records.dictionary import variable
from bedside.rules.language import (
    all_of,
    any_of,
    bands,
    choose,
    constant,
    greatest,
    highest,
    in_force,
    latest,
    lowest,
    named,
    own,
    points,
    scored,
)
from bedside.rules.nodes import Bands, Named, Node, Over, Pick
from bedside.scores.score import ONE, Score, bound, recorded, total_of
from bedside.scores.sofa_coma import gcs_as_read
from bedside.scores.sofa_options import VARIANTS, Sofa, Support
from bedside.scores.sofa_urine import urine_points
from bedside.values.moment import HOUR, Window
from bedside.values.quantity import quantity
from bedside.values.variable import Variable

__all__ = ["VARIANTS", "Sofa", "sofa"]

SOURCE = "Vincent 1996, Intensive Care Med 22:707, doi:10.1007/BF01709751, table 3"

PAO2, FIO2, SPO2 = variable("pao2"), variable("fio2"), variable("spo2")
PLATELETS, BILIRUBIN, CREATININE = variable("platelets"), variable("bilirubin"), variable("creatinine")
MAP, GCS = variable("map"), variable("gcs")
ICU_STAY, HOSPITAL, RENAL_REPLACEMENT = variable("icu_stay"), variable("hospital_stay"), variable("renal_replacement")
INVASIVE, NONINVASIVE = variable("invasive_ventilation"), variable("noninvasive_ventilation")
HIGH_FLOW, SEDATION = variable("high_flow_oxygen"), variable("sedation")

# ---- the table: points by lower bounds -------------------------------------------------------------------

SUPPORTED = ((100, 3), (200, 2), (300, 1), (400, 0))
"""PaO2/FiO2 in mmHg with respiratory support: 4 points below 100."""
UNSUPPORTED = ((300, 1), (400, 0))
"""Without it: 2 points below 300, since 3 and 4 are printed "with respiratory support"; never 0."""

PAO2_FIO2 = {100: "100", 200: "200", 300: "300", 400: "400"}
SPO2_FIO2 = {100: "135.9", 200: "210.9", 300: "285.9", 400: "360.9"}
"""SpO2/FiO2 (%) that stands for a PaO2/FiO2 (mmHg): S/F = 60.9 + 0.75 × P/F. Source: Fukuda 2021, PLoS One,
doi:10.1371/journal.pone.0245927, figure 2 (94 ventilated adults); checked 2026-11."""
SPO2_CEILING = quantity("97 %")
"""Above it the dissociation curve is flat, and SpO2 says nothing of PaO2."""

COAGULATION = (("20", 3), ("50", 2), ("100", 1), ("150", 0))
"""Platelets, 10⁹/L: 4 points below 20."""

LIVER = {"mg/dL": ("1.2", "2.0", "6.0", "12.0"), "umol/L": ("20", "33", "102", "204")}
"""Total bilirubin, lower bounds of 1 to 4 points. The paper prints both; they differ by rounding."""

RENAL = {"mg/dL": ("1.2", "2.0", "3.5", "5.0"), "umol/L": ("110", "171", "300", "440")}
"""Creatinine, lower bounds of 1 to 4 points; the last is printed with ">" for both organs."""

CATECHOLAMINES = {
    "dobutamine": (("above 0", 2),),
    "dopamine": (("above 0", 2), ("above 5", 3), ("above 15", 4)),
    "epinephrine": (("above 0", 3), ("above 0.1", 4)),
    "norepinephrine": (("above 0", 3), ("above 0.1", 4)),
}
"""µg/kg/min for at least 1 h (footnote). A recorded rate of 0 is no drug."""

PRESSURE = (("70", 0),)
"""MAP, mmHg: 1 point below 70."""

CONSCIOUSNESS = (("6", 3), ("10", 2), ("13", 1), ("15", 0))
"""Glasgow coma score: 4 points below 6."""

BINARY = "binary rounding: 112 ÷ 0.28 = 399.99999999999994"
DIVISION_MARGIN = constant("0.000001 mm[Hg]", BINARY)
"""Added to a ratio so that one that is at a printed bound reaches it. At the declared decimals a ratio that is not
at a bound is at least 0.001 mmHg away from it, so the margin carries none across; a trace, which shows six digits,
shows the ratio itself."""

SUPPORTS: dict[Support, tuple[Variable, ...]] = {
    "invasive": (INVASIVE,),
    "invasive or non-invasive": (INVASIVE, NONINVASIVE),
    "with high flow": (INVASIVE, NONINVASIVE, HIGH_FLOW),
    "invasive as charted": (variable("ventilation_as_charted"),),
}


def sofa(options: Sofa | None = None) -> Score:
    """The score, its components named respiration, coagulation, liver, cardiovascular, cns and renal."""
    chosen = options or Sofa()
    components = (
        _respiration(chosen),
        _coagulation(chosen),
        _liver(chosen),
        _cardiovascular(chosen),
        _cns(chosen),
        _renal(chosen),
    )
    return Score("sofa", total_of("sofa", components, SOURCE, en="SOFA", fr="SOFA"), components, SOURCE)


# ---- what the organs share -------------------------------------------------------------------------------


def _rising(of: Node, variable: Variable, printed: tuple[str, ...], options: Sofa) -> Bands:
    """1 to 4 points from printed lower bounds; the last bound opens the top band as the options say."""
    words = ("from",) * (len(printed) - 1) + (options.top_band,)
    bounds = [bound(f"{number} {options.boundaries}", variable) for number in printed]
    steps = [(f"{word} {at}", score) for word, at, score in zip(words, bounds, (1, 2, 3, 4), strict=True)]
    return bands(of, 0, *steps, source=SOURCE)


def _falling(of: Node, below: int, table: tuple[tuple[str, int], ...]) -> Bands:
    """`below` points under the first lower bound of the table, fewer above."""
    return bands(of, below, *((f"from {at} {of.unit}", score) for at, score in table), source=SOURCE)


def _counts(options: Sofa, *conditions: Node) -> Node | None:
    """Which records count, if not all do."""
    held = conditions if options.before_icu == "counts" else (*conditions, in_force(ICU_STAY))
    if len(held) > 1:
        return all_of(*held)
    return held[0] if held else None


def _drawn(options: Sofa) -> Node | None:
    """Which laboratory results count, if not all do."""
    return _counts(options, *([in_force(HOSPITAL)] if options.laboratory == "in hospital" else []))


def _worst(pick: Pick, variable: Variable, options: Sofa, each: Node | None = None, where: Node | None = None) -> Node:
    """The worst in the window; where it holds none, the latest that may be carried forward."""
    inside = Over(variable, Window(options.window), pick, each, where)
    if not options.carry_forward:
        return inside
    carried = latest(variable, options.carry_forward, each, where)
    return choose(recorded(variable, options.window, where), inside, carried)


def _or_zero(component: Node, options: Sofa, *looks: Node) -> Node:
    """The component; where nothing was recorded, 0 if missing counts as zero."""
    return component if options.missing == "unknown" else choose(any_of(*looks), component, points(0))


def _reach(options: Sofa) -> int:
    """How far back a measurement may lie."""
    return max(options.window, options.carry_forward)


# ---- the organs ------------------------------------------------------------------------------------------


def _respiration(options: Sofa) -> Named:
    paired = recorded(FIO2, options.fio2_tolerance)
    if options.gas_ratio != "each gas":
        return named("respiration", _of_extremes(options), SOURCE, en="SOFA respiration", fr="SOFA respiratoire")
    where = _counts(options, *([paired] if options.unpaired_fio2 == "ignored" else []))
    quotient = own(PAO2) / _fio2(options) + DIVISION_MARGIN
    ratio = named("pao2_fio2", quotient, BINARY, en="PaO₂/FiO₂", fr="PaO₂/FiO₂")
    drawn = recorded(PAO2, _reach(options), where)
    supported_once = (highest(kind, _reach(options)) for kind in SUPPORTS[options.respiratory_support])
    rule: Node = choose(  # a window with neither gas nor support leaves 3 and 4 out of reach: 0 to 2
        any_of(drawn, *supported_once),
        _worst(Pick.HIGHEST, PAO2, options, _ratio_points(ratio, PAO2_FIO2, options), where),
        _worst(Pick.HIGHEST, PAO2, options, _unsupported_points(ratio, PAO2_FIO2, options), where),
    )
    looks = [drawn]
    if options.spo2_surrogate != "none":
        surrogate, seen = _by_spo2(options, paired)
        rule = choose(seen & ~drawn, surrogate, rule)
        looks.append(seen)
    rule_or_zero = _or_zero(rule, options, *looks)
    return named("respiration", rule_or_zero, SOURCE, en="SOFA respiration", fr="SOFA respiratoire")


def _fio2(options: Sofa) -> Node:
    """The latest FiO2 in force when a record was made."""
    charted = latest(FIO2, options.fio2_tolerance)
    if options.unpaired_fio2 != "room air unless supported":
        return charted
    room_air = constant("0.21 1", "oxygen in air")
    return choose(any_of(recorded(FIO2, options.fio2_tolerance), _supported(options)), charted, room_air)


def _supported(options: Sofa) -> Node:
    """Whether the respiratory support that 3 and 4 points ask for is in force."""
    rule = any_of(*map(in_force, SUPPORTS[options.respiratory_support]))
    return named("respiratory_support", rule, en="respiratory support", fr="assistance respiratoire")


def _ratio_points(ratio: Node, bounds: dict[int, str], options: Sofa) -> Node:
    """3 and 4 points with respiratory support at the draw, at most 2 without; `bounds` by printed P/F."""
    with_support = tuple((bounds[at], score) for at, score in SUPPORTED)
    return choose(_supported(options), _falling(ratio, 4, with_support), _unsupported_points(ratio, bounds, options))


def _unsupported_points(ratio: Node, bounds: dict[int, str], options: Sofa) -> Node:
    table = tuple((bounds[at], score) for at, score in UNSUPPORTED)
    return (
        _falling(ratio, 2, table)
        if options.unsupported == "2 points"
        else _falling(ratio, 0, ((bounds[200], 2), *table))
    )


def _of_extremes(options: Sofa) -> Node:
    """Points by the lowest PaO2 and the highest FiO2 of the window, which need not be of one time."""
    where, span = _counts(options), options.window
    ratio = lowest(PAO2, span, where=where) / highest(FIO2, span, where=where) + DIVISION_MARGIN
    supported = any_of(*(highest(kind, span) for kind in SUPPORTS[options.respiratory_support]))
    with_support = _falling(ratio, 4, tuple((PAO2_FIO2[at], score) for at, score in SUPPORTED))
    rule = choose(supported, with_support, _unsupported_points(ratio, PAO2_FIO2, options))
    return _or_zero(rule, options, recorded(PAO2, span, where) & recorded(FIO2, span, where))


def _by_spo2(options: Sofa, paired: Node) -> tuple[Node, Node]:
    """Points by SpO2/FiO2, and whether there is one."""
    conditions = [own(SPO2) <= SPO2_CEILING, *([paired] if options.unpaired_fio2 == "ignored" else [])]
    where = _counts(options, *conditions)
    ratio = named("spo2_fio2", own(SPO2) / _fio2(options), en="SpO₂/FiO₂", fr="SpO₂/FiO₂")
    rule = highest(SPO2, options.window, each=_ratio_points(ratio, SPO2_FIO2, options), where=where)
    return rule, recorded(SPO2, options.window, where)


def _coagulation(options: Sofa) -> Named:
    where = _drawn(options)
    rule = _falling(_worst(Pick.LOWEST, PLATELETS, options, None, where), 4, COAGULATION)
    rule_or_zero = _or_zero(rule, options, recorded(PLATELETS, _reach(options), where))
    return named("coagulation", rule_or_zero, SOURCE, en="SOFA coagulation", fr="SOFA coagulation")


def _liver(options: Sofa) -> Named:
    where = _drawn(options)
    highest_bilirubin = _worst(Pick.HIGHEST, BILIRUBIN, options, None, where)
    rule = _rising(highest_bilirubin, BILIRUBIN, LIVER[options.boundaries], options)
    rule_or_zero = _or_zero(rule, options, recorded(BILIRUBIN, _reach(options), where))
    return named("liver", rule_or_zero, SOURCE, en="SOFA liver", fr="SOFA hépatique")


def _cardiovascular(options: Sofa) -> Named:
    where = _counts(options)
    pressure = _falling(lowest(MAP, options.window, _pressure(options), where), 1, PRESSURE)
    drugs = [_catecholamine(name, options) for name in CATECHOLAMINES]
    rule = greatest(_or_zero(pressure, options, recorded(MAP, options.window, where)), *drugs)
    return named("cardiovascular", rule, SOURCE, en="SOFA cardiovascular", fr="SOFA cardiovasculaire")


def _pressure(options: Sofa) -> Node | None:
    """What a charted pressure counts as, asked at its own time; None: as it stands."""
    if options.charted_at_once == "each":
        return None
    return (lowest(MAP, 1) + highest(MAP, 1)) / quantity("2 1")


def _catecholamine(name: str, options: Sofa) -> Node:
    """Points by the peak rate of one drug in the window, once its course has lasted long enough."""
    drug, lasted = variable(name), options.vasopressor_minimum
    looks = _moments_of_infusion(options)
    peaks = [highest(drug, window, sustained=lasted) for window in looks]
    steps = [(f"{text} {drug.unit}", score) for text, score in CATECHOLAMINES[name]]
    peak = bands(peaks[0] if len(peaks) == 1 else greatest(*peaks), 0, *steps, source=SOURCE)
    given = Over(drug, Window(options.window), Pick.COUNT, sustained=lasted) >= ONE
    return _or_zero(peak, options, given)


def _moments_of_infusion(options: Sofa) -> list[Window]:
    """Where in the window an infusion is looked for: anywhere, or at the end of each of its hours.

    One that ends with the hour covers its end and one that begins then does not, hence the microsecond.
    """
    if options.infusion_counts == "any moment":
        return [Window(options.window)]
    return [Window(ago + 1, ago + 1) for ago in range(0, options.window, HOUR)]


def _cns(options: Sofa) -> Named:
    sedated = in_force(SEDATION)
    where = _counts(options, *([~sedated] if options.sedated_gcs == "last before sedation" else []))
    each = gcs_as_read(sedated, options)
    gcs: Node = lowest(GCS, options.window, each, where)
    reach = options.window
    if options.sedated_gcs == "last before sedation":
        reach = max(reach, options.gcs_look_back)
        gcs = choose(recorded(GCS, options.window, where), gcs, latest(GCS, reach, each, where))
    rule = _or_zero(_falling(gcs, 4, CONSCIOUSNESS), options, recorded(GCS, reach, where))
    return named("cns", rule, SOURCE, en="SOFA central nervous system", fr="SOFA neurologique")


def _renal(options: Sofa) -> Named:
    where = _drawn(options)
    highest_creatinine = _worst(Pick.HIGHEST, CREATININE, options, None, where)
    creatinine = _rising(highest_creatinine, CREATININE, RENAL[options.boundaries], options)
    parts = [_or_zero(creatinine, options, recorded(CREATININE, _reach(options), where))]
    if options.renal_replacement == "4 points":
        replaced = highest(RENAL_REPLACEMENT, options.window)
        given = Over(RENAL_REPLACEMENT, Window(options.window), Pick.COUNT) >= ONE
        parts.append(_or_zero(scored(replaced, 4), options, given))
    if options.urine != "not used":
        parts.append(urine_points(options))
    renal = parts[0] if len(parts) == 1 else greatest(*parts)
    return named("renal", renal, SOURCE, en="SOFA renal", fr="SOFA rénal")
