"""A nurse at the keyboard, as the keystroke-level model counts her: every key, every pause to think, no mouse.

Card, Moran and Newell, "The keystroke-level model for user performance time with interactive systems", Communications
of the ACM 23 (1980), 396-410: K = 0.28 s for one key of an average non-secretarial typist, M = 1.35 s for a mental
preparation. A key held with another (Ctrl+S) is two. The hand stays at the keyboard: there is no H and no P. R, the
response of the system, is measured and not modelled.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

K, M = 0.28, 1.35
"""Seconds."""
TARGET = 180
"""Seconds in which the form of a day is to be filled, from the day's board until it is saved."""
MICE = """for (const kind of ["pointerdown", "mousedown", "mousemove", "wheel", "touchstart"])
  addEventListener(kind, () => sessionStorage.setItem("mouse", kind), true);"""


class Keyboard:
    """Counts what is pressed on a page, and how long the page lets one wait."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.keys = self.thoughts = 0
        self.waited = 0.0
        page.context.add_init_script(MICE)

    @property
    def modelled(self) -> float:
        """Seconds that the person takes."""
        return self.keys * K + self.thoughts * M

    def think(self, times: int = 1) -> None:
        """To look a value up in the chart, to check what one typed, to decide what comes next."""
        self.thoughts += times

    def press(self, key: str, times: int = 1) -> None:
        """One key, or some held together: `Control+s`."""
        for _ in range(times):
            self.page.keyboard.press(key)
            self.keys += len(key.split("+"))

    def type(self, text: str) -> None:
        """A text, letter by letter."""
        self.page.keyboard.type(text)
        self.keys += len(text)

    def go(self, key: str) -> None:
        """Press a key that leads to a page, and wait until it is there."""
        start = time.monotonic()
        with self.page.expect_navigation():
            self.press(key)
        self.waited += time.monotonic() - start

    def reach(self, selector: str, most: int = 200) -> None:
        """Tab until something has the focus; one look is enough to know where one wants to go."""
        self.think()
        for _ in range(most):
            if self.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
                return
            self.press("Tab")
        raise AssertionError(f"{selector} is not reached by {most} tabs")

    def without_a_mouse(self) -> bool:
        """Whether no page has seen a pointer."""
        return self.page.evaluate("sessionStorage.getItem('mouse')") is None
