"""What axe need not read twice: text that is drawn as other text of the page is stands out as much as that does.

Contrast is by far the longest that axe takes, some milliseconds a text, and a long table is a thousand texts alike. Of
those whose colours, size and weight and classes, and those of all that they stand in, are the same, `FEW` are read.
What may lie over something else than what it stands in is always read: whatever is placed apart, and pictures; and so
is what is no plain text, as fields are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

FEW = 3
AS_ANOTHER = "data-as-another"
MARK = """([few, mark]) => {
  const numbers = new Map(), looks = new Map(), times = new Map();
  const apart = ["absolute", "fixed", "sticky"];
  const look = (each) => {
    if (!each) return 0;
    if (!looks.has(each)) {
      const style = getComputedStyle(each), within = look(each.parentElement);
      const alone = within < 0 || apart.includes(style.position) || !(each instanceof HTMLElement);
      const said = [
        within, each.localName, each.className, each.getAttribute("style"), each.ariaDisabled, each.disabled,
        style.color, style.fontSize, style.fontWeight, style.textShadow, style.backgroundColor, style.backgroundImage,
        style.opacity, style.filter, style.visibility, style.display, style.transform, style.margin, style.inset,
      ].join("|");
      if (!alone && !numbers.has(said)) numbers.set(said, numbers.size + 1);
      looks.set(each, alone ? -1 : numbers.get(said));
    }
    return looks.get(each);
  };
  for (const each of document.body.querySelectorAll("*")) {
    const own = [...each.childNodes].filter((node) => node.nodeType == 3).map((node) => node.data.trim()).join("");
    const plain = own.length > 1 && !each.closest("label, button, select, textarea, [hidden]");
    const number = plain && each.checkVisibility() ? look(each) : -1;
    if (number < 0) continue;
    times.set(number, (times.get(number) || 0) + 1);
    if (times.get(number) > few) each.setAttribute(mark, "");
  }
  axe.configure({rules: [{id: "color-contrast", selector: `:not([${mark}])`}]});
}"""


def read_alike_once(page: Page) -> None:
    """Tell axe, which is in the page already, whose contrast it need not ask for."""
    page.evaluate(MARK, [FEW, AS_ANOTHER])
