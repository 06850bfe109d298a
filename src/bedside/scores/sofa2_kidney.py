"""The kidney in SOFA-2: creatinine, urine by weight over periods, renal replacement and its criteria."""

from __future__ import annotations

from decimal import Decimal

from bedside.records.dictionary import variable
from bedside.rules.language import all_of, bands, constant, greatest, highest, latest, named, scored, total
from bedside.rules.nodes import Arithmetic, Named, Node, Operation, Over, Pick
from bedside.scores.score import ONE, bound, recorded
from bedside.scores.sofa2_missing import ever, or_zero, reach, worst
from bedside.scores.sofa2_options import Sofa2
from bedside.scores.sofa2_tables import (
    ANURIA,
    BICARBONATE,
    CREATININE,
    OLIGURIA,
    PH,
    POTASSIUM,
    REPLACEMENT_CREATININE,
    REPLACEMENT_OLIGURIA,
    SOURCE,
)
from bedside.values.moment import HOUR, NOW, Window
from bedside.values.quantity import quantity

CREATININE_OF, URINE, WEIGHT = variable("creatinine"), variable("urine"), variable("weight")
POTASSIUM_OF, PH_OF, BICARBONATE_OF = variable("potassium"), variable("ph"), variable("bicarbonate")
ICU_STAY, RENAL_REPLACEMENT = variable("icu_stay"), variable("renal_replacement")


def kidney(options: Sofa2) -> Named:
    """The component, 0 to 4 points."""
    creatinine = worst(Pick.HIGHEST, CREATININE_OF, options)
    printed = CREATININE[options.boundaries]
    steps = [(_above(number, options), score) for number, score in zip(printed, (1, 2, 3), strict=True)]
    told = recorded(CREATININE_OF, reach(options))
    parts = [or_zero(bands(creatinine, 0, *steps, source=SOURCE), options, told)]
    if options.urine != "not used":
        for rate, hours, given in OLIGURIA:
            parts.append(scored(_any_record(_oliguric(rate, hours, options), options), given))
        parts.append(scored(_any_record(_anuric(), options), ANURIA[1]))
    if options.renal_replacement != "not used":
        parts.append(scored(ever(RENAL_REPLACEMENT, options.window + options.off_days, options), 4))
    if options.replacement_criteria != "not used":
        parts.append(scored(_criteria(creatinine, told, options), 4))
    rule = parts[0] if len(parts) == 1 else greatest(*parts)
    return named("renal", rule, SOURCE, en="SOFA-2 renal", fr="SOFA-2 rénal")


def _above(number: str, options: Sofa2) -> str:
    return f"above {bound(f'{number} {options.boundaries}', CREATININE_OF)}"


# ---- urine -----------------------------------------------------------------------------------------------


def _any_record(rule: Node, options: Sofa2) -> Node:
    """Whether a rule holds at any record of urine in the window: a period ends with a record."""
    return recorded(URINE, options.window, rule)


def _oliguric(rate: str, hours: int, options: Sofa2) -> Node:
    """Whether the hours before a record were observed and brought less than so many mL/kg/h."""
    rule = all_of(_observed(hours), total(URINE, hours * HOUR) < _amount(rate, hours, options))
    text = {
        "en": f"urine below {rate} mL/kg/h over {hours} h",
        "fr": f"diurèse < {rate.replace('.', ',')} mL/kg/h sur {hours} h",
    }
    return named(f"oliguria_{rate.replace('.', '_')}_{hours}h", rule, SOURCE, **text)


def _amount(rate: str, hours: int, options: Sofa2) -> Node:
    """mL of so many hours at so many mL/kg/h, by the latest weight."""
    factor = constant(f"{Decimal(rate) * hours} 1", f"{rate} mL/kg/h over {hours} h")
    return Arithmetic(Operation.MULTIPLY, (latest(WEIGHT, options.weight_look_back), factor), gives="mL")


def _anuric() -> Node:
    rule = all_of(_observed(ANURIA[0]), total(URINE, ANURIA[0] * HOUR) <= quantity("0 mL"))
    return named("anuria", rule, SOURCE, en=f"no urine over {ANURIA[0]} h", fr=f"aucune diurèse sur {ANURIA[0]} h")


def _observed(hours: int) -> Node:
    """Whether the hours before a record were spent in intensive care, with a record of urine in each third."""
    third = hours * HOUR // 3
    thirds = [Over(URINE, Window((turn + 1) * third, turn * third), Pick.COUNT) >= ONE for turn in range(3)]
    return all_of(highest(ICU_STAY, NOW, sustained=hours * HOUR), *thirds)


# ---- the criteria of renal replacement -------------------------------------------------------------------


def _criteria(creatinine: Node, told: Node, options: Sofa2) -> Node:
    """Whether the criteria are met; one that nothing tells is not, if missing counts as zero."""
    printed = f"{REPLACEMENT_CREATININE[options.boundaries]} {options.boundaries}"
    raised = creatinine > quantity(bound(printed, CREATININE_OF))
    needed = _if_told(raised, told, options)
    if options.urine != "not used":
        needed = needed | _any_record(_oliguric(*REPLACEMENT_OLIGURIA, options), options)
    acid = [
        worst(Pick.LOWEST, PH_OF, options) <= quantity(PH),
        worst(Pick.LOWEST, BICARBONATE_OF, options) <= quantity(BICARBONATE),
    ]
    both = recorded(PH_OF, reach(options)) & recorded(BICARBONATE_OF, reach(options))
    potassium = worst(Pick.HIGHEST, POTASSIUM_OF, options) >= quantity(POTASSIUM)
    urgent = _if_told(potassium, recorded(POTASSIUM_OF, reach(options)), options)
    rule = needed & (urgent | _if_told(all_of(*acid), both, options))
    text = {"en": "criteria for renal replacement", "fr": "critères d'épuration extra-rénale"}
    return named("replacement_criteria", rule, SOURCE, **text)


def _if_told(rule: Node, told: Node, options: Sofa2) -> Node:
    return rule if options.missing == "unknown" else told & rule
