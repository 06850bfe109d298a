"""Every variant of every score is a plain rule: it travels as JSON, has a hash and can be read aloud."""

import pytest

from bedside.rules.text import say
from bedside.rules.wire import digest, document, read_document
from bedside.scores import hlh2004, hscore, sofa
from bedside.scores.score import Score

SCORES: dict[str, Score] = {
    **{f"sofa {name}": sofa.sofa(options) for name, options in sofa.VARIANTS.items()},
    **{f"hscore {name}": hscore.hscore(options) for name, options in hscore.VARIANTS.items()},
    **{f"hlh2004 {name}": hlh2004.hlh2004(options) for name, options in hlh2004.VARIANTS.items()},
}


@pytest.mark.parametrize("name", SCORES)
def test_a_score_travels(name: str) -> None:
    rules = {rule.name: rule for rule in SCORES[name].rules}
    assert read_document(document(rules)) == rules


def test_each_variant_has_a_hash_of_its_own() -> None:
    hashes = {name: digest(document({rule.name: rule for rule in score.rules})) for name, score in SCORES.items()}
    assert len(set(hashes.values())) == len(SCORES)


@pytest.mark.parametrize("name", SCORES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_score_can_be_read_aloud(name: str, language: str) -> None:
    for rule in SCORES[name].rules:
        assert dict(rule.text)[language] and say(rule, language)
    assert "_" not in " ".join(say(rule, language, 99) for rule in SCORES[name].components)
