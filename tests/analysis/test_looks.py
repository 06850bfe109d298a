"""A trial with looks in force: the primary analysis accounts for them; plan, report and board say which they are."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scipy.stats import binom

from bedside.analysis.figures.gathered import figures_of
from bedside.analysis.results import rows_of
from bedside.analysis.rows import Row
from bedside.analysis.tables_of_outcomes import tables_of
from bedside.analysis.warned import AS_NOW_KNOWN, EARLIER_LOOK, ONE_LOOK, beyond_look
from bedside.analysis.worked import Worked
from bedside.documents.board import board_document
from bedside.documents.found import main_rows
from bedside.documents.plan import plan_document
from bedside.documents.report import report_document
from bedside.documents.sentences import sentences
from bedside.errors import DesignError
from bedside.protocol.design import StoppingRule
from bedside.protocol.loading import load
from bedside.statistics.after_looks import METHOD as ORDERED
from bedside.statistics.after_two_stages import METHOD as KOYAMA_CHEN
from bedside.values.wording import LANGUAGES
from tests.analysis.in_memory import worked_of
from tests.analysis.test_plan import written
from tests.analysis.with_looks import made, protocol_adopting, trial_of

TO_THE_END = [True] * 9 + [False] * 7 + [True] * 15 + [False] * 15
FUTILE = [False] * 11 + [True] * 5 + [True] * 4
EARLY_SUCCESS = [True] * 15 + [False] * 6 + [True] * 3


def row(rows: tuple[Row, ...], statistic: str, group: str = "declared", variable: str = "success") -> Row:
    held = [
        each for each in rows
        if (each.analysis, each.variable, each.group, each.statistic) == ("P1", variable, group, statistic)
    ]  # fmt: skip
    assert len(held) == 1, (statistic, group, variable)
    return held[0]


def told(worked: Worked, language: str = "en") -> str:
    return " ".join(sentences(main_rows(rows_of(worked), worked, worked.promised.estimands[0], language)))


@pytest.mark.proves("analysis looks-in-force")
def test_two_stages_at_their_planned_size() -> None:
    rows = rows_of(trial_of("two_stages", TO_THE_END))
    assert row(rows, "p_value").value == pytest.approx(0.0485940, abs=1e-7)
    assert row(rows, "p_value").method == row(rows, "estimate").method == KOYAMA_CHEN
    assert (row(rows, "needed").value, row(rows, "decision").value) == (24, "success")
    low, estimate, high = (row(rows, name).value for name in ("estimate_low", "estimate", "estimate_high"))
    assert isinstance(low, float) and isinstance(estimate, float) and isinstance(high, float)
    assert low < estimate < high and estimate != pytest.approx(24 / 46, abs=1e-3)
    assert row(rows, "look_said", "16", "looks").value == "goes_on"
    assert row(rows, "look_successes", "16", "looks").value == 9
    assert AS_NOW_KNOWN in row(rows, "look_said", "16", "looks").warnings
    assert row(rows, "success_from", "46", "looks").value == 24


@pytest.mark.parametrize(("size", "needed"), [(40, 22), (50, 26)])
def test_the_boundary_of_two_stages_is_worked_out_anew_for_the_number_that_there_is(size: int, needed: int) -> None:
    second = [True] * 20 + [False] * 20
    rows = rows_of(trial_of("two_stages", TO_THE_END[:16] + second[: size - 16]))
    assert row(rows, "needed").value == needed
    assert row(rows, "success_from", str(size), "looks").value == needed


@pytest.mark.proves("analysis looks-in-force")
def test_who_came_after_the_look_that_ended_the_trial_is_in_no_test() -> None:
    rows = rows_of(trial_of("two_stages", FUTILE))
    decision, p = row(rows, "decision"), row(rows, "p_value")
    assert decision.value == "no_success" and {EARLIER_LOOK, beyond_look(4)} <= set(decision.warnings)
    assert p.value == row(rows_of(trial_of("two_stages", FUTILE[:16])), "p_value").value
    assert row(rows, "participants").value == 20 and row(rows, "successes").value == 9
    assert row(rows, "look_said", "16", "looks").value == "ended_futile"
    assert row(rows, "look_successes", "46", "looks").value is None
    assert row(rows, "needed").value is None and "futility alone" in row(rows, "needed").warnings[0].en


def test_a_look_that_ends_with_success_is_ordered_by_stage() -> None:
    rows = rows_of(trial_of("both_two_looks", EARLY_SUCCESS))
    assert row(rows, "decision").value == "success" and row(rows, "p_value").method == ORDERED
    assert row(rows, "look_said", "21", "looks").value == "ended_success"
    assert beyond_look(3) in row(rows, "p_value").warnings


def test_a_trial_that_goes_on_decides_nothing() -> None:
    worked = trial_of("two_stages", TO_THE_END[:16])
    assert row(rows_of(worked), "decision").value is None and row(rows_of(worked), "p_value").value is None
    assert "Nothing is decided yet" in told(worked) and "16 of 46 planned" in told(worked)
    assert "Rien n’est encore décidé" in told(worked, "fr")


def test_looks_take_participants_in_the_order_of_their_inclusion() -> None:
    """Their codes run the other way: by code the first sixteen would have been failures."""
    late = [False] * 9 + [True] * 20
    by_inclusion = rows_of(trial_of("two_stages", late[::-1]))
    assert row(by_inclusion, "look_successes", "16", "looks").value == 16
    assert row(rows_of(trial_of("two_stages", late)), "look_successes", "16", "looks").value == 7


@pytest.mark.proves("analysis looks-in-force")
def test_what_was_never_looked_at_says_that_it_is_as_of_one_analysis() -> None:
    rows = rows_of(trial_of("two_stages", TO_THE_END))
    for group in ("declared", "least", "most"):
        assert ONE_LOOK not in row(rows, "decision", group).warnings
    assert ONE_LOOK in row(rows, "decision", "known").warnings
    assert row(rows, "needed", "known").value == 25  # of 46 by the exact test alone
    assert ONE_LOOK in row(rows, "estimate", "clopper_pearson", "interval").warnings
    tested = {each.analysis: each for each in rows if (each.group, each.statistic) == ("declared", "p_value")}
    assert ONE_LOOK not in tested["P1.without_disease"].warnings  # the same participants
    assert ONE_LOOK not in tested["P1.treated"].warnings  # everybody was treated
    fewer = [replace(each, dosed=None) if place < 3 else each for place, each in enumerate(made(TO_THE_END))]
    other = rows_of(replace(trial_of("two_stages", TO_THE_END), people=worked_of(fewer).people))
    tested = {each.analysis: each for each in other if (each.group, each.statistic) == ("declared", "p_value")}
    assert ONE_LOOK in tested["P1.treated"].warnings and ONE_LOOK not in tested["P1"].warnings


def test_without_adopted_looks_nothing_of_it_is_there() -> None:
    plain, single = rows_of(worked_of(made(TO_THE_END))), rows_of(trial_of("single_analysis", TO_THE_END))
    assert plain == single
    assert not [each for each in plain if each.variable == "looks" or ONE_LOOK in each.warnings]


@pytest.mark.parametrize("language", LANGUAGES)
def test_plan_report_and_board_say_which_looks_are_in_force(language: str) -> None:
    worked = trial_of("two_stages", TO_THE_END)
    rows = rows_of(worked)
    name = {"en": "In force: Two stages.", "fr": "En vigueur\u00a0: Deux étapes."}[language]
    said = {"en": "Look after 16 participants: 9 successes, the trial goes on.",
            "fr": "Analyse après 16 participants\u00a0: 9 succès, l’essai continue."}[language]  # fmt: skip
    plan = plan_document(worked.protocol, language)
    report = report_document(rows, worked, figures_of(rows, worked), language)
    board = board_document(rows, worked, {}, language)
    for document in (plan, board):
        assert name in written(document) and {"en": "after 16, 46", "fr": "après 16, 46"}[language] in written(document)
        assert {"en": "ends without success up to", "fr": "arrêt sans succès jusqu’à"}[language] in written(document)
    assert said in written(report)
    assert said not in written(board)  # the primary outcome was not asked for
    assert said in written(board_document(rows, worked, {}, language, primary=True))


OVERRULED = {
    "en": "were it overruled, the exact type I error would be 6.357\u00a0%.",
    "fr": "s’il y était passé outre, le risque de première espèce exact serait de 6,357\u00a0%.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_plan_board_and_report_say_the_error_where_a_stop_for_futility_is_overruled(language: str) -> None:
    """Of the two stages 7/16 23/46 it is that of 24 of 46 at a rate of 40 %; heeded, it is 4.859 %."""
    assert binom.sf(23, 46, 0.4) == pytest.approx(0.06357, abs=5e-6)
    worked = trial_of("two_stages", TO_THE_END)
    for document in (plan_document(worked.protocol, language), board_document(rows_of(worked), worked, {}, language)):
        assert OVERRULED[language] in written(document)
    said = {
        "en": "is 4.859\u00a0% where a stop for futility is heeded, and 6.357\u00a0% where it is overruled.",
        "fr": "est de 4,859\u00a0% si un arrêt pour futilité est suivi, et de 6,357\u00a0% s’il y est passé outre.",
    }
    assert said[language] in told(worked, language)


def test_a_plan_without_adopted_looks_says_what_is_assumed() -> None:
    assert "no public source says of one, a single analysis is assumed" in written(plan_document(load("jakahdi"), "en"))
    single = written(plan_document(protocol_adopting("single_analysis"), "en"))
    assert "The protocol adopts a single analysis" in single and "a single analysis is assumed" not in single


def test_the_table_of_looks_stands_in_the_results_and_as_a_shell_in_the_plan() -> None:
    worked = trial_of("both_two_looks", EARLY_SUCCESS)
    (table,) = [each for each in tables_of(rows_of(worked), worked, "en") if each.name == "looks"]
    assert table.body[0][0] == "21" and "ended with success" in table.body[0][-1]
    assert table.title in written(plan_document(worked.protocol, "en"))


def test_boundaries_that_contradict_each_other_are_told_at_their_place() -> None:
    worked = trial_of("two_stages", TO_THE_END)
    design = worked.protocol.design
    assert design is not None and design.in_force is not None
    meets = replace(design.in_force, success=StoppingRule("successes", counts=(5, 24)))
    protocol = replace(worked.protocol, design=replace(design, monitoring=(meets,)))
    with pytest.raises(DesignError, match="7 of 16 would be too few and enough at once") as error:
        rows_of(replace(worked, protocol=protocol))
    assert "two_stages, look at 16" in error.value.where and error.value.todo.startswith("Move one boundary")
