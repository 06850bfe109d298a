"""SOFA-2, the Sequential Organ Failure Assessment of 2025: six organs, 0 to 4 points each, higher is worse.

Source: Ranzani OT, Singer M, Salluh JIF, et al. JAMA 2025, doi:10.1001/jama.2025.20516, table and footnotes (the
numbers: `sofa2_tables`). It is another score than that of 1996: other bands, whose bounds belong to the band below, and
other drugs. What the footnotes leave open is an option of `Sofa2` (`sofa2_options`); its components have the names
that those of `sofa` have, so that the two can be compared organ by organ.
"""

from __future__ import annotations

from bedside.records.dictionary import variable
from bedside.rules.language import (
    any_of,
    bands,
    choose,
    constant,
    greatest,
    highest,
    in_force,
    latest,
    named,
    own,
    scored,
)
from bedside.rules.nodes import Named, Node, Pick
from bedside.scores.score import Score, bound, recorded, total_of
from bedside.scores.sofa2_circulation import circulation
from bedside.scores.sofa2_kidney import kidney
from bedside.scores.sofa2_missing import above, at_least, ever, or_zero, reach, worst
from bedside.scores.sofa2_options import VARIANTS, Sofa2
from bedside.scores.sofa2_tables import (
    GLASGOW,
    HEMOSTASIS,
    LIVER,
    MOTOR,
    PAO2_FIO2,
    SOURCE,
    SPO2_BELOW,
    SPO2_FIO2,
    UNSUPPORTED,
    Bounds,
)
from bedside.values.quantity import quantity

__all__ = ["VARIANTS", "Sofa2", "sofa2"]

PAO2, FIO2, SPO2 = variable("pao2"), variable("fio2"), variable("spo2")
PLATELETS, BILIRUBIN = variable("platelets"), variable("bilirubin")
GCS, MOTOR_OF = variable("gcs"), variable("gcs_motor")
EYE, VERBAL, UNTESTABLE = variable("gcs_eye"), variable("gcs_verbal"), variable("gcs_verbal_untestable")
SEDATION, DELIRIUM_DRUG = variable("sedation"), variable("delirium_drug")
SUPPORTS = (variable("invasive_ventilation"), variable("noninvasive_ventilation"), variable("high_flow_oxygen"))
"""Advanced respiratory support (g)."""
ECMO = (variable("ecmo_respiratory"), variable("ecmo_circulatory"))
"""Either gives 4 points for respiration (i)."""

BINARY = "binary rounding: 63 ÷ 0.21 = 300.00000000000006"


def sofa2(options: Sofa2 | None = None) -> Score:
    """The score, its components named respiration, coagulation, liver, cardiovascular, cns and renal."""
    chosen = options or Sofa2()
    components = (
        _respiration(chosen),
        _hemostasis(chosen),
        _liver(chosen),
        circulation(chosen),
        _brain(chosen),
        kidney(chosen),
    )
    return Score("sofa2", total_of("sofa2", components, SOURCE, en="SOFA-2", fr="SOFA-2"), components, SOURCE)


# ---- respiration -----------------------------------------------------------------------------------------


def _respiration(options: Sofa2) -> Named:
    paired = recorded(FIO2, options.fio2_tolerance)
    where = paired if options.unpaired_fio2 == "ignored" else None
    drawn = recorded(PAO2, reach(options), where)
    ratio = named("pao2_fio2", own(PAO2) / _fio2(options) - _hair("mm[Hg]"), BINARY, en="PaO₂/FiO₂", fr="PaO₂/FiO₂")
    once = (highest(kind, reach(options)) for kind in SUPPORTS)
    rule: Node = choose(  # a window with neither gas nor support leaves 3 and 4 out of reach: 0 to 2
        any_of(drawn, *once),
        worst(Pick.HIGHEST, PAO2, options, _ratio_points(ratio, PAO2_FIO2, options), where),
        worst(Pick.HIGHEST, PAO2, options, _without(ratio, PAO2_FIO2, options), where),
    )
    looks = [drawn]
    if options.spo2_surrogate != "not used":
        surrogate, seen = _by_spo2(options, paired)
        rule = choose(seen & ~drawn, surrogate, rule)
        looks.append(seen)
    rule = or_zero(rule, options, *looks)
    if options.devices == "recorded":
        rule = greatest(rule, *(scored(ever(each, options.window, options), 4) for each in ECMO))
    return named("respiration", rule, SOURCE, en="SOFA-2 respiration", fr="SOFA-2 respiratoire")


def _hair(unit: str) -> Node:
    """Taken off a ratio, so that one that is at a printed bound does not pass it."""
    return constant(f"0.000001 {unit}", BINARY)


def _fio2(options: Sofa2) -> Node:
    """The latest FiO2 in force when a record was made."""
    charted = latest(FIO2, options.fio2_tolerance)
    if options.unpaired_fio2 != "room air unless supported":
        return charted
    room_air = constant("0.21 1", "oxygen in air")
    return choose(any_of(recorded(FIO2, options.fio2_tolerance), _supported()), charted, room_air)


def _supported() -> Node:
    rule = any_of(*map(in_force, SUPPORTS))
    return named("respiratory_support", rule, en="respiratory support", fr="assistance respiratoire")


def _ratio_points(ratio: Node, table: Bounds, options: Sofa2) -> Node:
    """By the ratio with advanced support when it was taken, or where there was none to be had; else at most 2."""
    whole = above(ratio, 4, table)
    return whole if "ventilation" in options.treatment_limits else choose(_supported(), whole, _capped(ratio, table))


def _without(ratio: Node, table: Bounds, options: Sofa2) -> Node:
    """The same where it is known that there was no support."""
    limited = "ventilation" in options.treatment_limits
    return above(ratio, 4, table) if limited else _capped(ratio, table)


def _capped(ratio: Node, table: Bounds) -> Node:
    return above(ratio, UNSUPPORTED, tuple((at, score) for at, score in table if score < UNSUPPORTED))


def _by_spo2(options: Sofa2, paired: Node) -> tuple[Node, Node]:
    """Points by SpO2/FiO2, and whether there is one."""
    low = own(SPO2) < quantity(SPO2_BELOW)
    where = low & paired if options.unpaired_fio2 == "ignored" else low
    ratio = named("spo2_fio2", own(SPO2) / _fio2(options) - _hair("%"), BINARY, en="SpO₂/FiO₂", fr="SpO₂/FiO₂")
    rule = worst(Pick.HIGHEST, SPO2, options, _ratio_points(ratio, SPO2_FIO2, options), where)
    return rule, recorded(SPO2, reach(options), where)


# ---- haemostasis and liver -------------------------------------------------------------------------------


def _hemostasis(options: Sofa2) -> Named:
    rule = above(worst(Pick.LOWEST, PLATELETS, options), 4, HEMOSTASIS)
    told = or_zero(rule, options, recorded(PLATELETS, reach(options)))
    return named("coagulation", told, SOURCE, en="SOFA-2 haemostasis", fr="SOFA-2 hémostase")


def _liver(options: Sofa2) -> Named:
    bounds = [bound(f"{number} {options.boundaries}", BILIRUBIN) for number in LIVER[options.boundaries]]
    steps = [(f"above {at}", score) for at, score in zip(bounds, (1, 2, 3, 4), strict=True)]
    rule = bands(worst(Pick.HIGHEST, BILIRUBIN, options), 0, *steps, source=SOURCE)
    told = or_zero(rule, options, recorded(BILIRUBIN, reach(options)))
    return named("liver", told, SOURCE, en="SOFA-2 liver", fr="SOFA-2 hépatique")


# ---- brain -----------------------------------------------------------------------------------------------


def _brain(options: Sofa2) -> Named:
    awake = ~in_force(SEDATION) if options.sedated_gcs == "last before sedation" else None
    far = max(reach(options), options.gcs_look_back if awake is not None else 0)
    each = _glasgow(options)
    rule: Node = latest(GCS, far, each, awake)
    looks = [recorded(GCS, far, awake)]
    if options.incomplete_gcs == "best motor response":
        motor = recorded(MOTOR_OF, options.window, awake)
        rule = choose(motor, highest(MOTOR_OF, options.window, at_least(own(MOTOR_OF), 4, MOTOR), awake), rule)
        looks.append(motor)
    inside = highest(GCS, options.window, each, awake)
    rule = choose(recorded(GCS, options.window, awake), inside, rule)
    rule = or_zero(rule, options, *looks)
    if options.delirium_drug == "recorded":
        rule = greatest(rule, scored(ever(DELIRIUM_DRUG, options.window, options), 1))
    return named("cns", rule, SOURCE, en="SOFA-2 brain", fr="SOFA-2 neurologique")


def _glasgow(options: Sofa2) -> Node:
    """The points of a charted coma score: of its motor response where another part is missing or untestable."""
    whole = at_least(own(GCS), 4, GLASGOW)
    if options.incomplete_gcs == "range":
        return whole
    missing = any_of(recorded(UNTESTABLE, 1, own(UNTESTABLE)), ~recorded(EYE, 1), ~recorded(VERBAL, 1))
    return choose(recorded(MOTOR_OF, 1) & missing, at_least(latest(MOTOR_OF, 1), 4, MOTOR), whole)
