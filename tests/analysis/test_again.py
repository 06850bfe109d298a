"""What the report says of how its numbers were had: the methods that were run, those that were not, the software."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from importlib import import_module

import pytest

from bedside.analysis.computed_with import computed_with
from bedside.analysis.page import page_of
from bedside.analysis.results import rows_of
from bedside.analysis.rows import Row
from bedside.analysis.worked import Worked
from bedside.documents.blocks import Facts
from bedside.documents.plan import plan_document
from bedside.protocol.telling_blocks import Heading, Paragraph, Points
from bedside.values.wording import LANGUAGES
from tests.analysis.in_memory import worked_of
from tests.analysis.synthetic import Made, known_person
from tests.analysis.test_plan import reported, written

COUNTED = ("P1", "S2", "S4", "S8", "S9", "S11")


def unmeasured(number: int) -> Made:
    """Somebody of whom everything is known but measurements, and whose score before does not tell them apart."""
    person = known_person(number, number % 2 == 1)
    kept = {key: each for key, each in person.answers.items() if key[0] in COUNTED}
    return replace(person, answers=kept, before={}, scores={**person.scores, ("renal", 0): float(number % 3)})


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            "Not run (no comparator: the trial has a single group, and this design alone does not establish superiority"
            " over standard care): comparison of groups; win ratio, U-statistic variance (Bebu and Lachin 2016). Not"
            " run (nobody was measured): MMRM; arithmetic mean, and standard deviation with n - 1. Not run (no form"
            " of the protocol records that somebody adjudicated this outcome): proportion as adjudicated.",
        ),
        (
            "fr",
            "Non exécutées (pas de comparateur\u00a0: l’essai a un seul groupe, et ce plan n’établit pas à lui seul une"
            " supériorité sur le traitement de référence)\u00a0: comparaison de groupes\u202f; rapport de gains,"
            " variance par U-statistique (Bebu et Lachin 2016). Non exécutées (personne n’a été mesuré)\u00a0: modèle"
            " mixte pour mesures répétées\u202f; moyenne arithmétique, et écart type avec n - 1. Non exécutées (aucun"
            " formulaire du protocole ne consigne une adjudication de ce critère)\u00a0: proportion"
            " après adjudication.",
        ),
    ],
)
def test_methods_that_gave_no_number_are_no_methods_of_the_report(language: str, said: str) -> None:
    """Of one group nothing is compared; with no measurement there is no model."""
    worked = worked_of([unmeasured(number) for number in range(1, 43)])
    blocks = reported(rows_of(worked), worked, language).blocks
    (place,) = [n for n, each in enumerate(blocks) if isinstance(each, Heading) and each.anchor == "methods"]
    listed, not_run = blocks[place + 1 : place + 3]
    assert isinstance(listed, Points) and isinstance(not_run, Paragraph)
    assert not_run.text == said
    assert not [each for each in listed.items if re.search("MMRM|mixte|compar|gains|win ratio|adjudic|arithm", each)]
    assert len(listed.items) > 10


@pytest.mark.proves("analysis report")
@pytest.mark.parametrize("language", LANGUAGES)
def test_report_plan_and_page_tell_the_versions_of_what_computes(
    worked: Worked, rows: tuple[Row, ...], language: str
) -> None:
    """As the modules themselves say them, and with no number of the day or the machine."""
    numpy, scipy, duckdb = (import_module(name).__version__ for name in ("numpy", "scipy", "duckdb"))
    said = f"Python {sys.version.split()[0]}, NumPy {numpy}, SciPy {scipy}, DuckDB {duckdb}, typst "
    facts = [each for each in reported(rows, worked, language).blocks if isinstance(each, Facts)]
    head = {"en": "computed with", "fr": "calculé avec"}[language]
    assert [value for each in facts for name, value in each.pairs if name == head] == [computed_with()]
    assert computed_with().startswith(said)
    assert said in written(plan_document(worked.protocol, language))
    assert said in page_of(rows, worked, {}, language)
