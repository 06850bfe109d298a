"""HLH-2004: the eight diagnostic criteria of haemophagocytic lymphohistiocytosis, met by five of them.

Source: Henter JI, Horne A, Aricó M, et al. HLH-2004: diagnostic and therapeutic guidelines for hemophagocytic
lymphohistiocytosis. Pediatr Blood Cancer 2007;48:124-131, doi:10.1002/pbc.21039, table I; checked 2026-11
against its reprint in Blood. The paper's other way to the diagnosis, a molecular one, concerns inherited
disease and is not built here; its infants' limits are not either.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bedside.records.dictionary import variable
from bedside.rules.language import any_of, at_least, highest, latest, lowest, named, own
from bedside.rules.nodes import Named, Node
from bedside.scores.score import Options, Score, bound, recorded, total_of
from bedside.values.moment import days, hours
from bedside.values.quantity import quantity

SOURCE = "Henter 2007, Pediatr Blood Cancer 48:124, doi:10.1002/pbc.21039, table I"

# ---- the table -------------------------------------------------------------------------------------------

LINEAGE_BELOW = {"hemoglobin": "90 g/L", "platelets": "100 10*9/L", "neutrophils": "1.0 10*9/L"}
LINEAGES = 2
"""Low lineages, of three, that make the cytopenia criterion."""
TRIGLYCERIDES_FROM = {"mmol/L": "3.0 mmol/L", "mg/dL": "265 mg/dL"}
"""Fasting. The paper prints both; 265 mg/dL is 2.992 mmol/L."""
FIBRINOGEN_UP_TO = "1.5 g/L"
FERRITIN_FROM = "500 ug/L"
SCD25_FROM = "2400 U/mL"
"""In the units of the assay that the paper used; results in pg/mL or ng/mL are never converted into these."""
FEVER_FROM = "38.5 Cel"
"""The paper's table says "Fever" without a number; 38.5 °C is the bound of HLH-94 and of most reprints."""
NEEDED = 5


@dataclass(frozen=True)
class Hlh2004(Options):
    """The choices that a specification of HLH-2004 has to make. Lengths of time are microseconds.

    - `fever`: the temperature from which there is fever. Default 38.5 Cel; 38.3 Cel in the NACHO revision
      (PMC7340087, table 1), 38.2 Cel in Knaak 2020.
    - `ferritin`: default 500 ug/L; 3000 ug/L in Knaak 2020 for adults in intensive care.
    - `scd25`: default 2400 U/mL; a laboratory whose assay reports other units states its own bound in U/mL or
      leaves the criterion unanswered.
    - `triglycerides`: the printed bound that counts, 3.0 mmol/L (default) or 265 mg/dL.
    - `needed`: how many criteria make the diagnosis. Default 5; 4 was the best cut-off in Knaak 2020.
    - `nk_activity`: "counted", or "left out" where no laboratory measures it (Henter 2024, Blood 144:2308:
      accurate in 99 % of familial disease without it); then `needed` of seven.
    - `marrow`: "tissue": haemophagocytosis in marrow, spleen or lymph nodes (the paper), answered as such or
      shown by a positive aspirate; "aspirate": by marrow aspirate alone.
    - `look_back`: within which the worst temperature, blood counts and chemistry count. Default 72 h, as for
      the HScore.
    - `special_look_back`: the same for sCD25 and NK activity, sent out and measured once an episode;
      default 14 d.
    - `answers_look_back`: how old an answer on spleen or tissue may be. Default 30 d, one episode.

    That triglycerides were drawn fasting is not asked: patients in intensive care are often fed round the clock.
    """

    fever: str = FEVER_FROM
    ferritin: str = FERRITIN_FROM
    scd25: str = SCD25_FROM
    triglycerides: Literal["mmol/L", "mg/dL"] = "mmol/L"
    needed: int = NEEDED
    nk_activity: Literal["counted", "left out"] = "counted"
    marrow: Literal["tissue", "aspirate"] = "tissue"
    look_back: int = hours(72)
    special_look_back: int = days(14)
    answers_look_back: int = days(30)


VARIANTS: dict[str, Hlh2004] = {
    "henter-2007": Hlh2004(),
    "nacho-fever": Hlh2004(fever="38.3 Cel"),
    "four-of-eight": Hlh2004(needed=4),
    "knaak-2020": Hlh2004(fever="38.2 Cel", ferritin="3000 ug/L", needed=4),
    "without-nk": Hlh2004(nk_activity="left out"),
}
"""The default and the variants that have a name.

Knaak 2020: Crit Care 24:244, doi:10.1186/s13054-020-02941-3; its abstract gives the best count (4) and the best
bounds of ferritin and fever separately, and `knaak-2020` takes them together.
"""


@dataclass(frozen=True)
class Hlh2004Score(Score):
    """The criteria (yes or no each), how many are met (`total`, or `count`), and if enough are (`met`)."""

    met: Named

    @property
    def count(self) -> Named:
        """How many criteria are met."""
        return self.total

    @property
    def rules(self) -> tuple[Named, ...]:
        """The count, whether enough are met, and the criteria."""
        return (self.total, self.met, *self.components)


def hlh2004(options: Hlh2004 | None = None) -> Hlh2004Score:
    """The criteria, their count (named `hlh2004`) and whether enough are met (named `hlh2004_met`)."""
    chosen = options or Hlh2004()
    criteria = _criteria(chosen)
    met = named("hlh2004_met", at_least(chosen.needed, *criteria), SOURCE, en="HLH-2004", fr="HLH-2004")
    count = total_of("hlh2004", criteria, SOURCE, en="HLH-2004 criteria met", fr="critères HLH-2004 remplis")
    return Hlh2004Score("hlh2004", count, criteria, SOURCE, met)


LABELS = {
    "fever": ("fever", "fièvre"),
    "splenomegaly": ("splenomegaly", "splénomégalie"),
    "bicytopenia": ("cytopenia of two lineages or more", "cytopénie d’au moins deux lignées"),
    "hypertriglyceridemia_or_hypofibrinogenemia": (
        "hypertriglyceridaemia or hypofibrinogenaemia",
        "hypertriglycéridémie ou hypofibrinogénémie",
    ),
    "tissue_hemophagocytosis": ("haemophagocytosis in tissue", "hémophagocytose tissulaire"),
    "low_nk_activity": ("low or absent NK-cell activity", "activité NK basse ou absente"),
    "hyperferritinemia": ("raised ferritin", "hyperferritinémie"),
    "raised_scd25": ("raised soluble CD25", "CD25 soluble élevé"),
}
"""The criteria in the paper's order. Their names differ from the HScore's, so that one table can hold
both."""


def _criteria(options: Hlh2004) -> tuple[Named, ...]:
    rules = {
        "fever": _highest("temperature", options) >= quantity(options.fever),
        "splenomegaly": latest(variable("splenomegaly"), options.answers_look_back),
        "bicytopenia": at_least(LINEAGES, *_low_lineages(options)),
        "hypertriglyceridemia_or_hypofibrinogenemia": _triglycerides(options) | _fibrinogen(options),
        "tissue_hemophagocytosis": _hemophagocytosis(options),
        "low_nk_activity": latest(variable("nk_activity_low"), options.special_look_back),
        "hyperferritinemia": _highest("ferritin", options) >= quantity(options.ferritin),
        "raised_scd25": highest(variable("scd25"), options.special_look_back) >= quantity(options.scd25),
    }
    if options.nk_activity == "left out":
        del rules["low_nk_activity"]
    return tuple(named(name, rule, SOURCE, en=LABELS[name][0], fr=LABELS[name][1]) for name, rule in rules.items())


def _highest(name: str, options: Hlh2004) -> Node:
    return highest(variable(name), options.look_back)


def _low_lineages(options: Hlh2004) -> list[Node]:
    return [lowest(variable(name), options.look_back) < quantity(limit) for name, limit in LINEAGE_BELOW.items()]


def _triglycerides(options: Hlh2004) -> Node:
    analyte = variable("triglycerides")
    return _highest("triglycerides", options) >= quantity(bound(TRIGLYCERIDES_FROM[options.triglycerides], analyte))


def _fibrinogen(options: Hlh2004) -> Node:
    return lowest(variable("fibrinogen"), options.look_back) <= quantity(FIBRINOGEN_UP_TO)


def _hemophagocytosis(options: Hlh2004) -> Node:
    aspirate, span = variable("hemophagocytosis"), options.answers_look_back
    if options.marrow == "aspirate":
        return latest(aspirate, span)
    positive = recorded(aspirate, span, own(aspirate))  # a negative aspirate leaves the other tissues open
    return any_of(latest(variable("hemophagocytosis_tissue"), span), positive)
