"""Write docs/generated/consent.svg and consent.fr.svg: the states of consent, from the table that enforces them."""

from pathlib import Path

from bedside.conduct.participants.consent_diagram import diagram

FOLDER = Path(__file__).parents[1] / "generated"
for language, name in (("en", "consent.svg"), ("fr", "consent.fr.svg")):
    svg = diagram(language).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    (FOLDER / name).write_text(svg + "\n", encoding="utf-8")
