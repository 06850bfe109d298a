"""The products of a protocol: refused where they point nowhere, told in both languages, stored, and checked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from bedside.errors import BedsideError
from bedside.protocol import artefact
from bedside.protocol.comparing import compare
from bedside.protocol.loading import find_trial, load
from bedside.protocol.model import Product, Protocol, Text
from bedside.protocol.telling import prose
from tests.clean_protocol import clean, codes

WORDS = Text("a thing", "une chose")


def with_product(text: Text = WORDS, **more: bool) -> Protocol:
    """The clean protocol, supplying something."""
    return replace(clean(), products=(Product("p", text, WORDS, WORDS, 1, **more),))


def test_what_is_blinded_is_not_called_like_one_arm() -> None:
    arm = clean().arms[0]
    two = replace(with_product(arm.text, numbered=True, blinded=True), arms=(arm, replace(arm, id="other", text=WORDS)))
    assert "P065" in codes(two)
    assert "P065" not in codes(replace(two, products=(replace(two.products[0], blinded=False),)))
    assert "P065" not in codes(replace(two, products=(replace(two.products[0], text=Text("both", "les deux")),)))


def test_a_use_that_no_form_records_is_told() -> None:
    assert "P066" in codes(with_product())
    assert "P066" not in codes(load("jakahdi"))


MISTAKES = {
    "form: ruxolitinib, at": ("form: ruxo, at", "no form is called “ruxo”"),
    "dose: dose,": ("dose: given_at,", "“given_at” is no item that can say it"),
    "dose: dose, unit: mg": ("dose: dose, unit: tablets", "unknown unit “tablets”"),
    "interrupted: [dose_skipped]": ("interrupted: [forgotten]", "“forgotten” is no choice of interrupted"),
    "ended_by: [treatment_stopped": ("ended_by: [treatment_paused", "no event is called “treatment_paused”"),
    "strengths: [5 mg": ("strengths: [5 mL", "the strengths cannot be added up"),
    "    low: 56\n": ("    low: 56\n    blinded: true\n", "is blinded, and its units bear no number"),
}


@pytest.mark.parametrize("old", MISTAKES)
def test_a_product_that_points_nowhere_is_refused_with_its_line(old: str, tmp_path: Path) -> None:
    new, told = MISTAKES[old]
    folder = tmp_path / "jakahdi"
    copytree(find_trial("jakahdi"), folder)
    main = folder / "protocol.yaml"
    text = main.read_text(encoding="utf-8")
    assert text.count(old) == 1
    main.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(BedsideError, match=told) as refused:
        load(folder)
    assert "protocol.yaml:" in refused.value.where


@pytest.mark.parametrize("trial", ["jakahdi", "adrenal"])
def test_products_are_told_stored_and_compared(trial: str) -> None:
    held = load(trial)
    (product,) = held.products
    assert artefact.read(artefact.canonical(held)).products == tuple(replace(each, where="") for each in held.products)
    for language, heading in (("en", "## Products supplied"), ("fr", "## Produits fournis")):
        assert f"{heading}\n\n### {product.text.say(language)}" in prose(held, language)
    without = replace(held, products=(), alerts=())
    assert "products" not in artefact.document(without)["protocol"], "what was approved before keeps its hash"
    assert any(product.text.en in each.section for each in compare(without, held).prose)
    assert product.offered == (tuple(map(str, product.strengths)) or ("",))
