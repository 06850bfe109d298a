"""Whatever the verdicts, every stay ends in exactly one place of the flow."""

from hypothesis import given
from hypothesis import strategies as st

from bedside.engines.verdict_reading import CountedHour
from bedside.report.pages import Lacking
from bedside.screening.flow import counted
from bedside.values.wording import Text

CRITERIA = tuple((name, Text(name, name), name.startswith("E")) for name in ("I1", "I2", "E1", "E2"))
NAMES = tuple(name for name, *_ in CRITERIA)

hours = st.builds(
    CountedHour,
    st.integers(),
    st.integers(),
    st.sampled_from(["candidate", "excluded", "cannot tell"]),
    st.sets(st.sampled_from([*NAMES, "E13"])).map(lambda names: tuple(sorted(names))),
    st.sampled_from(["", "ferritin", "ferritin + splenomegaly"]),
)


def lacks(missing: str) -> Lacking:
    return Lacking(tuple((Text(name, name), 1.0) for name in missing.split(" + ") if name))


@given(st.lists(hours))
def test_sums_reconcile(held: list[CountedHour]) -> None:
    flow = counted(held, CRITERIA, "candidate", "excluded", lacks)
    assert flow.reconciles
    assert flow.assessed == len(held)
    assert flow.passed == sum(hour.verdict == "candidate" for hour in held)
    assert all(0 <= step.first <= step.all <= flow.excluded for step in flow.steps)


@given(st.lists(hours))
def test_each_leaves_at_the_first_criterion_in_the_order_of_the_protocol(held: list[CountedHour]) -> None:
    flow = counted(held, CRITERIA, "candidate", "excluded", lacks)
    out = [hour for hour in held if hour.verdict == "excluded"]
    for step in flow.steps:
        earlier = NAMES[: NAMES.index(step.name)] if step.name else NAMES
        here = [
            hour for hour in out if not set(earlier) & set(hour.failed) and (not step.name or step.name in hour.failed)
        ]
        assert step.first == len(here)


@given(st.lists(hours), st.randoms())
def test_the_order_of_stays_changes_nothing(held: list[CountedHour], chance: object) -> None:
    again = list(held)
    chance.shuffle(again)  # type: ignore[attr-defined]
    assert counted(again, CRITERIA, "candidate", "excluded", lacks) == counted(
        held, CRITERIA, "candidate", "excluded", lacks
    )
