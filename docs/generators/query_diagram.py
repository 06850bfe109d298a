"""Write docs/generated/queries.svg and queries.fr.svg: the states of a query, from the table that enforces them."""

from pathlib import Path

from bedside.conduct.monitoring.query_diagram import diagram

FOLDER = Path(__file__).parents[1] / "generated"
for language, name in (("en", "queries.svg"), ("fr", "queries.fr.svg")):
    svg = diagram(language).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    (FOLDER / name).write_text(svg + "\n", encoding="utf-8")
