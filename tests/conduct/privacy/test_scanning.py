"""What is found in free texts, and what is not taken for somebody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.conduct.privacy.scanning import KINDS, nir_is_valid, scan


def nir(number: str) -> str:
    """A national number with its key (article: number modulo 97)."""
    return f"{number}{97 - int(number.replace('2A', '19').replace('2B', '18')) % 97:02d}"


@pytest.mark.proves("law no-name")
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("seen by Dr Martin", "name"), ("M. Dupont va mieux", "name"), ("Mme LE GALL-MORVAN", "name"),
        ("DUPONT Marie transferred", "name"), ("Professeur Érard", "name"), ("Mr. O’Brien", "name"),
        ("call 06 12 34 56 78", "telephone"), ("+33 6 12 34 56 78", "telephone"), ("0033612345678", "telephone"),
        ("01.42.34.56.78", "telephone"), ("write to a.b@hopital.fr", "email"), ("IPP 8001234567", "hospital_number"),
        ("stay 1234567", "hospital_number"), ("born on 12/03/1954", "birth_date"), ("né le 12 03 1954", "birth_date"),
        ("Jean DUPONT", "name"), ("née le 1er mars 1960", "birth_date"), ("born on March 3, 1960", "birth_date"),
        ("né le 3 févr. 60", "birth_date"),
        (f"1-85-05-78-006-084-{nir('1850578006084')[-2:]}", "national_number"),
        ("DDN: 1954-03-12", "birth_date"), (f"NIR {nir('1540375116001')}", "national_number"),
        (f"2 54 03 2A 116 001 {nir('254032A116001')[-2:]}", "national_number"),
    ],
)  # fmt: skip
def test_what_is_found(text: str, kind: str) -> None:
    assert [each.kind for each in scan(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "", "platelets 16500, ferritin 123456 µg/L", "CMV PCR positive", "SOFA Score 8", "IRM Cérébrale normale",
        "5.5 mg x 2",
        "on 2026-11-08 at 08:00", "stopped after 14 days", "Staphylococcus aureus", "HLH-2004", "Escherichia coli BLSE",
        "PaO2/FiO2 180, noradrenaline 0.25 µg/kg/min", "le 08/11/2026 à 8h", "prednisone 1 mg/kg/j",
    ],
)  # fmt: skip
def test_what_is_clinical_is_left_alone(text: str) -> None:
    assert scan(text) == []


@pytest.mark.proves("law no-name")
@given(
    st.integers(1, 2),
    st.integers(0, 99),
    st.integers(1, 12),
    st.integers(1, 95),
    st.integers(1, 999),
    st.integers(1, 999),
)
def test_a_national_number_is_known_by_its_key(
    sex: int, year: int, month: int, place: int, town: int, order: int
) -> None:
    number = nir(f"{sex}{year:02d}{month:02d}{place:02d}{town:03d}{order:03d}")
    assert nir_is_valid(number) and "national_number" in [each.kind for each in scan(f"n° {number}.")]
    wrong = number[:13] + f"{(int(number[13:]) % 97) + 1:02d}"
    assert not nir_is_valid(wrong) and [each.kind for each in scan(wrong)] == ["hospital_number"]


@given(st.text(max_size=300))
def test_every_text_can_be_scanned(text: str) -> None:
    found = scan(text)
    assert all(each.kind in KINDS and each.text in text for each in found)
