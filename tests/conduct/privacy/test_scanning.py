"""What is found in free texts, and what is not taken for somebody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.conduct.privacy.scanning import KINDS, scan


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
        "Epstein-Barr Virus", "Guillain-Barré Syndrome", "patient STABLE", "ECMO est partie", "patient SARS COVID",
        "famille prévenue", "PaO2/FiO2 180, noradrenaline 0.25 µg/kg/min", "le 08/11/2026 à 8h", "prednisone 1 mg/kg/j",
    ],
)  # fmt: skip
def test_what_is_clinical_is_left_alone(text: str) -> None:
    assert scan(text) == []


GAPS = st.sampled_from(["", " ", ".", "-", "\u00a0", " . ", "\u202f"])
MONTHS = st.one_of(st.integers(1, 12), st.integers(20, 42), st.integers(50, 99))
"""As they stand in a number: of the calendar, or those given where the month of birth is not known (INSEE)."""


@pytest.mark.proves("law no-name")
@given(
    st.sampled_from("123478"), st.integers(0, 99), MONTHS, st.sampled_from(["75", "01", "2A", "2B", "99"]),
    st.integers(0, 999), st.integers(0, 999), st.integers(0, 99) | st.none(), GAPS,
)  # fmt: skip
def test_a_national_number_is_found_whatever_its_key_and_however_it_is_spaced(
    sex: str, year: int, month: int, place: str, town: int, order: int, key: int | None, gap: str
) -> None:
    parts = [sex, f"{year:02d}", f"{month:02d}", place, f"{town:03d}", f"{order:03d}"]
    text = gap.join([*parts, f"{key:02d}"] if key is not None else parts)
    found = scan(f"patient {text}, revu")
    assert len(found) == 1 and found[0].text.endswith(text)
    in_one_piece = key is None and not gap and text.isdigit()
    assert found[0].kind == ("hospital_number" if in_one_piece else "national_number")


@pytest.mark.proves("law no-name")
@pytest.mark.parametrize(
    ("text", "kind", "what"),
    [
        # a number after what announces one
        ("IPP : 123456", "hospital_number", "123456"), ("IPP 123 456", "hospital_number", "123 456"),
        ("NIP: 00123456", "hospital_number", "00123456"), ("NDA n° 987654", "hospital_number", "987654"),
        ("dossier n° 45123", "hospital_number", "45123"), ("n° de dossier : 4512", "hospital_number", "4512"),
        ("numéro de séjour 12345", "hospital_number", "12345"), ("MRN 44871", "hospital_number", "44871"),
        ("hospital number is A12345", "hospital_number", "A12345"), ("patient ID: 99812", "hospital_number", "99812"),
        # a first name and a surname
        ("Jean Dupont va mieux", "name", "Jean Dupont"), ("ce matin, Jean Dupont a été extubé", "name", "Jean Dupont"),
        ("Marie Le Goff est sortie", "name", "Marie Le Goff"), ("Karim Ben Youssef a signé", "name", "Youssef"),
        ("Jean-Pierre Martin refuse la transfusion", "name", "Jean-Pierre Martin"),
        ("John Smith was discharged", "name", "John Smith"), ("Mary Jones says that it hurts", "name", "Mary Jones"),
        ("avis de Paul Martin", "name", "Paul Martin"), ("consent signed by John Smith", "name", "John Smith"),
        ("vu par Anne Durand", "name", "Anne Durand"), ("patient Jean Dupont", "name", "Jean Dupont"),
        ("Famille de Luc Moreau", "name", "Luc Moreau"), ("Patient Jean refuse le scanner", "name", "Jean"),
        ("Jean-Pierre Martin transféré", "name", "Jean-Pierre Martin"), ("patient MARTIN", "name", "MARTIN"),
        ("DURAND a été vu", "name", "DURAND"), ("famille Nguyen prévenue", "name", "Nguyen"),
        # a first name alone
        ("Jean va mieux", "name", "Jean"), ("Marie refuse la prise de sang", "name", "Marie"),
        ("Peter feels better today", "name", "Peter"), ("her daughter Emily agreed", "name", "Emily"),
        ("son épouse Claire est prévenue", "name", "Claire"), ("prénom : Camille", "name", "Camille"),
        ("nom de naissance : Petit", "name", "Petit"),
        # a national number with a wrong key, or none
        ("1 54 03 75 116 001 99", "national_number", "1 54 03 75 116 001 99"),
        ("1.54.03.75.116.001.42", "national_number", "116.001.42"),
        ("1540375116001 99", "national_number", "1540375116001 99"),
        ("2 85 05 2A 006 084", "national_number", "2A 006 084"),
        ("1 85 05 78 006 084 (clé 36)", "national_number", "36)"),
    ],
)  # fmt: skip
def test_what_is_found_by_where_it_stands(text: str, kind: str, what: str) -> None:
    (found,) = scan(text)
    assert found.kind == kind and found.text.endswith(what)


@pytest.mark.parametrize(
    "text",
    [
        # eponyms, scores, organisms, drugs
        "maladie de Still, syndrome de Guillain-Barré", "Guillain Barré est probable", "Hodgkin va mieux",
        "Score de Glasgow 15, Hodgkin en rémission", "Lymphome de Hodgkin connu depuis 2019", "Swan-Ganz posée",
        "Child-Pugh B, Karnofsky 80", "SOFA Score 8; NYHA III", "patient Child Pugh B",
        "Staphylococcus aureus, Klebsiella pneumoniae BLSE", "Pseudomonas aeruginosa est sensible",
        "Candida albicans a poussé en 48 h", "E. coli est sortie de l’hémoculture", "Epstein-Barr virus 12 345 copies",
        "Tazocilline Amikacine depuis J2", "Ruxolitinib est bien toléré", "Jakavi a été arrêté",
        "Etoposide was stopped", "Dexaméthasone diminuée", "hôpital Henri Mondor",
        # first names that are words, words that look like them
        "Jean bleu taché de sang", "Rose de Noël", "Still on ventilation", "May be septic", "Will refuse if asked",
        # people without a name
        "Patient va mieux", "Famille refuse le prélèvement", "Infirmière dit que la voie est bouchée",
        "Nurse said the line was blocked", "The family agreed; the wife was told", "Mother was told by the nurse",
        "Cardiologie refuse la coronarographie", "Hématologue accepte le transfert", "Tout va bien. Elle dort.",
        # IPP is also a class of drugs; numbers that are doses, counts, dates, lots
        "IPP 40 mg par jour", "IPP 20 mg/j, puis 40", "IPP 80 mg x 2 puis 8 mg/h", "sous IPP depuis 2019",
        "sodium 1 45 mmol, 2 g 3 fois", "PaO2 85, FiO2 0.4, 1.5 2.5 3.5", "ferritine 12 500 à 45 000",
        "lot 4512, boîte 12", "dossier 01-S001", "TA 120/70, FC 98, FR 22, SpO2 96 %",
        "Prélèvement du 12 03 2026 à 08:00", "Fièvre à 39.5 depuis le 12/03/2026",
    ],
)  # fmt: skip
def test_what_reads_like_somebody_and_is_nobody_is_left_alone(text: str) -> None:
    assert scan(text) == []


@given(st.text(max_size=300))
def test_every_text_can_be_scanned(text: str) -> None:
    found = scan(text)
    assert all(each.kind in KINDS and each.text in text for each in found)
