"""The notes of the parts of a source add up to those of the whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bedside.records.notes import listed, tally, together
from bedside.values.wording import Text

MANY, ONE = Text("{table}: {number} rows", "{table} : {number} lignes"), Text("{table}: 1 row", "{table} : 1 ligne")
LACKS, HAS = Text("no {names}", "sans {names}"), Text("has {names}", "a {names}")
ALWAYS, EMPTY = Text("an assumption", "une hypothèse"), Text("nobody", "personne")


@given(st.lists(st.integers(1, 5), min_size=1, max_size=6))
def test_counts_are_summed_and_a_single_one_is_told_as_one(counts: list[int]) -> None:
    (note,) = together([[tally(MANY, count, ONE, table="labs")] for count in counts])
    whole = sum(counts)
    assert note.en == ("labs: 1 row" if whole == 1 else f"labs: {whole} rows")
    assert len(together([[tally(MANY, 1, ONE, table=name)] for name in ("labs", "vitals")])) == 2


@given(st.lists(st.sets(st.sampled_from("abcd"), min_size=1), min_size=1, max_size=5))
def test_what_no_part_has_is_lacking_and_what_any_has_is_there(parts: list[set[str]]) -> None:
    lacking, there = set.intersection(*parts), set.union(*parts)
    told = together([[listed(LACKS, names, lacking=True)] for names in parts])
    assert [note.fr for note in told] == ([f"sans {', '.join(sorted(lacking))}"] if lacking else [])
    (note,) = together([[listed(HAS, names, lacking=False)] for names in parts])
    assert note.en == f"has {', '.join(sorted(there))}"


def test_what_only_some_parts_say_of_the_source_does_not_hold_of_it() -> None:
    lack = listed(LACKS, ["a"], lacking=True)
    assert together([[ALWAYS, EMPTY, lack], [ALWAYS]]) == (ALWAYS,)
    assert together([[ALWAYS], [tally(MANY, 2, table="labs"), ALWAYS]])[0] == ALWAYS
