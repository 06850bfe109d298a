"""A figure as PNG, drawn by the same program that sets the pages to print."""

from __future__ import annotations

import re

PER_INCH = 192
"""Twice the resolution of a screen."""


def png(svg: str) -> bytes:
    """The picture of an SVG that states its width and height; the same bytes for the same figure."""
    import typst

    found = re.search(r'width="([\d.]+)" height="([\d.]+)"', svg)
    assert found is not None
    page = (
        f"#set page(width: {found[1]}pt, height: {found[2]}pt, margin: 0pt)\n"
        '#image(bytes(sys.inputs.svg), format: "svg", width: 100%)'
    )
    return bytes(typst.compile(page.encode(), format="png", ppi=PER_INCH, sys_inputs={"svg": svg}))
