"""Write docs/generated/aliquots.svg and aliquots.fr.svg: an aliquot's states, from the table that enforces them."""

from pathlib import Path

from bedside.conduct.samples.aliquot_diagram import diagram

FOLDER = Path(__file__).parents[1] / "generated"
for language, name in (("en", "aliquots.svg"), ("fr", "aliquots.fr.svg")):
    svg = diagram(language).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    (FOLDER / name).write_text(svg + "\n", encoding="utf-8")
