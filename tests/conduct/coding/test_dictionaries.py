"""Dictionaries as they are read and searched."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.conduct.coding import meddra, whodrug
from bedside.conduct.coding.books import Book, Term, plain
from bedside.errors import UnreadableFile

NAMES = st.lists(st.text("abcdeé ,-", min_size=1, max_size=12).filter(plain), min_size=1, max_size=12)


@pytest.mark.proves("inspection coding")
def test_a_distribution_of_events(events: Callable[..., Path]) -> None:
    terms = {term.code: term for term in meddra.read(events())}
    assert terms["90004"] == Term(
        "90004", "Bleeding, invented", ("Made-up bleeding", "Made-up losses", "Made-up blood", "Made-up vessels")
    )
    assert terms["90001"].above[-1] == "Made-up general" and not terms["90003"].current


@pytest.mark.proves("inspection coding")
def test_a_file_of_drugs(drugs: Callable[..., Path]) -> None:
    assert whodrug.read(drugs()) == [
        Term("100 01", "Fictivir", ("fictivirum", "Z99XX01")), Term("100 02", "Placebol"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "line", "told"),
    [
        ("llt.asc", "90009$New", "this line does not have 10 fields parted by $."),
        ("llt.asc", "90009$New$89999$$$$$$$Y$$", "the preferred term 89999 has no primary path in mdhier.asc."),
        ("mdhier.asc", "80009$60001$65001$70001$a$b$c$d$e$$70001$Y$", "80009 is not in pt.asc."),
        ("soc.asc", "$Nameless$", "this line does not have 2 fields parted by $."),
    ],
)
def test_what_does_not_fit_is_told_with_its_line(events: Callable[..., Path], file: str, line: str, told: str) -> None:
    folder = events()
    before = (folder / file).read_text()
    (folder / file).write_text(before + line + "\n")
    with pytest.raises(UnreadableFile) as error:
        meddra.read(folder)
    assert told in str(error.value) and f"{file}:{before.count(chr(10)) + 1}" in str(error.value)


def test_what_is_missing_or_in_another_alphabet(events: Callable[..., Path], drugs: Callable[..., Path]) -> None:
    folder, other = events(), drugs()
    (folder / "pt.asc").write_bytes("80001$Fièvre$".encode("latin-1"))
    (other / "whodrug.txt").write_text("name;code\n")
    for told, read in (("not in UTF-8", lambda: meddra.read(folder)), ("name the columns", lambda: whodrug.read(other)),
                       ("missing", lambda: whodrug.read(folder))):  # fmt: skip
        with pytest.raises(UnreadableFile, match=told):
            read()


@pytest.mark.proves("inspection coding")
@pytest.mark.parametrize(
    ("text", "first"),
    [("FIEVRE", "90001"), ("bleeding of the gut", "90005"), ("bleeding invented", "90004"), ("feverish", "90002")],
)
def test_what_is_suggested_first(events: Callable[..., Path], text: str, first: str) -> None:
    assert Book.of(meddra.read(events())).suggest(text)[0].code == first


def test_what_is_no_longer_current_is_never_suggested(events: Callable[..., Path]) -> None:
    book = Book.of(meddra.read(events()))
    assert "90003" not in {term.code for term in book.suggest("Old name of fever")}
    assert book.exact("Old name of fever") == [] and book.suggest("zzz") == []


@given(NAMES, st.data())
def test_a_term_is_found_by_its_own_name_however_it_is_written(names: list[str], data: st.DataObject) -> None:
    book = Book.of(Term(str(number), name) for number, name in enumerate(names))
    name = data.draw(st.sampled_from(names))
    wanted = data.draw(st.sampled_from([name, name.upper(), f" {name} ", name.replace("é", "e")]))
    assert plain(book.suggest(wanted)[0].name) == plain(name)
    assert {term.name for term in book.exact(wanted)} == {each for each in names if plain(each) == plain(name)}
