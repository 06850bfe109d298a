"""The written report against R: each sentence on the primary outcome is the one that R's numbers fill in.

R has the answers as they were drawn; its numbers are written with as many digits as the report writes.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bedside.analysis.results import rows_of
from bedside.analysis.worked import work_on
from bedside.documents.found import main_rows
from bedside.documents.plan import plan_document
from bedside.documents.sentences import sentences
from bedside.protocol.loading import load
from bedside.protocol.telling_blocks import Paragraph
from tests.analysis.synthetic import NO, YES, Made, cut
from tests.double.in_r import r

SIZE = 42
EXACT = """
found <- binom.test(x, n, p0, "greater"); both <- binom.test(x, n)
needed <- min((0:n)[pbinom((0:n) - 1, n, p0, lower.tail = FALSE) <= alpha])
rates <- seq(0.05, 0.9, 0.05)
ruled <- sapply(rates, function(p) binom.test(x, n, p, "greater")$p.value <= alpha)
say("p", found$p.value); say("estimate", 100 * c(both$estimate, both$conf.int)); say("needed", needed)
say("most", 100 * (x + open) / n); say("ruled", 100 * max(rates[ruled])); say("open_rates", 100 * min(rates[!ruled]))
"""
DESIGN = """
cut <- min((0:n)[pbinom((0:n) - 1, n, p0, lower.tail = FALSE) <= alpha])
say("cut", cut); say("alpha", 100 * pbinom(cut - 1, n, p0, lower.tail = FALSE))
say("power", 100 * pbinom(cut - 1, n, p1, lower.tail = FALSE))
"""


@pytest.mark.proves("analysis report")
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_sentences_on_the_primary_outcome_hold_rs_numbers(seed: int, tmp_path: Path) -> None:
    drawn = np.random.default_rng(seed).choice([0, 1, 2], SIZE, p=[0.35, 0.55, 0.1])
    answers = [{("P1", ""): (NO, YES)[each]} if each < 2 else {} for each in drawn]
    people = [Made(f"01-S{n:03}", held, alive_until=190.0) for n, held in enumerate(answers)]
    worked = work_on("jakahdi", cut(tmp_path / "cut", people))
    told = " ".join(sentences(main_rows(rows_of(worked), worked, worked.promised.estimands[0], "en")))
    successes, undetermined = int((drawn == 1).sum()), int((drawn == 2).sum())
    of_r = r(EXACT, x=[successes], n=[SIZE], open=[undetermined], p0=[0.4], alpha=[0.05])
    estimate, low, high = of_r["estimate"]
    for said in (
        f"{successes} succeeded for certain",
        f"the proportion of successes is {estimate:.1f}\u00a0% ({low:.1f}\u00a0% to {high:.1f}\u00a0%)",
        f"it lies between {estimate:.1f}\u00a0% and {of_r['most'][0]:.1f}\u00a0%",
        f"successes needed of {SIZE}: {of_r['needed'][0]:.0f}. Successes found: {successes}; exact one-sided p:"
        f" {of_r['p'][0]:.4f}" if of_r["p"][0] >= 0.00005 else "exact one-sided p: <\u00a00.0001",
        f"rates up to {of_r['ruled'][0]:g}\u00a0% would be ruled out",
        f"rates from {of_r['open_rates'][0]:g}\u00a0% on would not",
    ):  # fmt: skip
        assert said in told, (said, told)


@pytest.mark.proves("analysis plan")
def test_the_sample_size_of_the_plan_holds_rs_numbers() -> None:
    plan = plan_document(load("jakahdi"), "en")
    told = next(
        each.text for each in plan.blocks if isinstance(each, Paragraph) and "exact one-sided test" in each.text
    )
    of_r = r(DESIGN, n=[SIZE], p0=[0.4], p1=[0.6], alpha=[0.05])
    assert f"{of_r['cut'][0]:.0f} successes of {SIZE}" in told
    assert (
        f"error is {of_r['alpha'][0]:.4g}\u00a0%, the power at a rate of 60\u00a0% is {of_r['power'][0]:.4g}\u00a0%"
        in told
    )
