"""The user guide is what the stories tell: its text, and a picture for every step. No browser is needed to see that."""

from __future__ import annotations

import pytest

from tests.browser.guide import GUIDE, LANGUAGES, PICTURES, WIDTH, Story, file_of
from tests.browser.pictures import size
from tests.browser.stories import STORIES

MOST = 80_000
ALL_TOGETHER = 4_200_000
"""Bytes."""
WROTE = "BEDSIDE_WRITE_GUIDE=1 writes the guide (make guide)"


def pictures() -> set[str]:
    """The names of the pictures that the stories ask for."""
    told = [(story, step) for story in STORIES for step in story.steps if step.pictured]
    return {story.picture(step, language) for story, step in told for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_its_text_is_what_the_story_tells(story: Story, language: str) -> None:
    file = GUIDE / file_of(story.name, language)
    assert file.exists(), WROTE
    assert file.read_text(encoding="utf-8") == story.page(language), WROTE


def test_every_page_of_it_is_a_story() -> None:
    names = {file_of(story.name, language) for story in STORIES for language in LANGUAGES}
    assert {file.name for file in GUIDE.glob("*.md")} == names


def test_every_picture_is_there_and_no_other() -> None:
    assert {file.name for file in PICTURES.iterdir()} == pictures(), WROTE


@pytest.mark.parametrize("name", sorted(pictures()))
def test_a_picture_is_small(name: str) -> None:
    held = (PICTURES / name).read_bytes()
    width, height = size(held)
    assert width <= WIDTH
    assert 20 <= height <= 2000
    assert len(held) <= MOST


def test_the_pictures_together_are_small() -> None:
    assert sum(file.stat().st_size for file in PICTURES.iterdir()) <= ALL_TOGETHER


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_both_languages_say_something_of_their_own(story: Story) -> None:
    for step in story.steps:
        for text in (step.title, step.text):
            assert text.en and text.fr
            assert text.en != text.fr
