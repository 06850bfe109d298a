"""The user guide, told by the stories: a story is a title and steps, each with words in both languages and a picture.

A test of a story says which step it has come to (`Telling.shows`); that it says all of them, in their order, is
checked whenever it runs. With BEDSIDE_WRITE_GUIDE=1 each step leaves its picture, and the story its page.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bedside.values.wording import Text
from tests.browser.pictures import smaller
from tests.needs import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import FloatRect, Locator, Page

GUIDE = ROOT / "docs" / "guide"
PICTURES = GUIDE / "pictures"
LANGUAGES = ("en", "fr")
WIDTH, HEIGHT = 1280, 1000
WRITES = os.environ.get("BEDSIDE_WRITE_GUIDE", "0") not in ("", "0")
TELLS = LANGUAGES if WRITES else ("fr",)
"""The languages in which the stories are told: both for the guide, else that of the trial's wards."""
TOLD = Text("Made from the screens by the tests of this story.", "Fait à partir des écrans par les tests de ce récit.")


@dataclass(frozen=True)
class Step:
    """One step: its name, a heading, what one does and sees; `pictured` where there is something to see."""

    name: str
    title: Text
    text: Text
    pictured: bool = True


@dataclass(frozen=True)
class Story:
    """What somebody sets out to do, and how."""

    name: str
    title: Text
    lead: Text
    steps: tuple[Step, ...]

    def picture(self, step: Step, language: str) -> str:
        """The name of the picture of a step."""
        return f"{self.name}-{step.name}.{language}.png"

    def page(self, language: str) -> str:
        """The page of the guide, as Markdown."""
        return "\n\n".join(self._parts(language)) + "\n"

    def _parts(self, language: str) -> Iterator[str]:
        yield f"# {self.title.say(language)}"
        yield self.lead.say(language)
        for number, step in enumerate(self.steps, 1):
            yield f"## {number}. {step.title.say(language)}"
            yield step.text.say(language)
            if step.pictured:
                yield f"![{step.title.say(language)}](pictures/{self.picture(step, language)})"
        yield f"*{TOLD.say(language)}*"


def file_of(name: str, language: str) -> str:
    """The name of a page of the guide: English is the plain one."""
    return f"{name}.md" if language == "en" else f"{name}.{language}.md"


class Telling:
    """One telling of a story in one language."""

    def __init__(self, story: Story, language: str) -> None:
        self.story, self.language = story, language
        self._left = list(story.steps)

    def shows(self, name: str, page: Page, *what: Locator | str, space: int = 12) -> None:
        """The next step is reached; what matters of the page is in its picture, with some `space` around."""
        assert self._left and self._left[0].name == name, f"the story goes on with {[s.name for s in self._left][:1]}"
        step = self._left.pop(0)
        if WRITES and step.pictured:
            PICTURES.mkdir(parents=True, exist_ok=True)
            self._take(page, PICTURES / self.story.picture(step, self.language), what, space)

    def _take(self, page: Page, file: Path, what: tuple[Locator | str, ...], space: int) -> None:
        page.wait_for_load_state("networkidle")
        places = [page.locator(each).first if isinstance(each, str) else each for each in what]
        boxes = [box for each in places for box in [each.bounding_box()] if box]
        assert boxes, f"nothing to be seen of {what}"
        left, right = min(box["x"] for box in boxes), max(box["x"] + box["width"] for box in boxes)
        top, end = min(box["y"] for box in boxes), max(box["y"] + box["height"] for box in boxes)
        seen = top >= 0 and end <= HEIGHT  # else the whole page is drawn, as nobody sees it at once
        down = 0 if seen else page.evaluate("scrollY")
        x, y = max(0.0, left - space), max(0.0, top + down - space)
        clip: FloatRect = {"x": x, "y": y, "width": min(WIDTH, right + space) - x, "height": end + down + space - y}
        if seen:
            clip["height"] = min(HEIGHT - y, clip["height"])
        file.write_bytes(smaller(page.screenshot(clip=clip, full_page=not seen, caret="hide")))

    def ends(self) -> None:
        """Everything was told; its page is written."""
        assert not self._left, f"never told: {', '.join(step.name for step in self._left)}"
        if WRITES:
            GUIDE.mkdir(parents=True, exist_ok=True)
            (GUIDE / file_of(self.story.name, self.language)).write_text(self.story.page(self.language), "utf-8")
