"""The first page of a cut: what it is of, how to read it, in both languages."""

from __future__ import annotations

from collections.abc import Sequence

from bedside.exports.tables import Said, Table
from bedside.values.wording import LANGUAGES, Text

TITLE = Text("Data cut of {study}", "Extraction des données de {study}")
NOT_REAL = Text("**Nobody in these data is real.**", "**Personne dans ces données n’est réel.**")
OF = Text(
    "Kind: `{kind}`. Event {event} of the audit trail, {at}. bedside {software}.",
    "Nature\u00a0: `{kind}`. Événement {event} de la piste d’audit, {at}. bedside {software}.",
)
READ = Text(
    "Every table is there as Parquet, as CSV (UTF-8, commas) and as a sheet of `tables.xlsx`; `dictionary` says what"
    " each column is, `codes` what each code means. Times that end in Z are UTC (in `tables.xlsx` dates of the"
    " spreadsheet, in UTC too); those typed on forms stand as typed, with what the clock of the site was ahead of UTC"
    " (+02:00). `canonical/` holds the records that rules read, in"
    " UTC: `bedside screen TRIAL --source canonical:canonical --answers canonical/questions.csv --as-of measured"
    " --out DIR`.",
    "Chaque table existe en Parquet, en CSV (UTF-8, virgules) et comme feuille de `tables.xlsx`\u202f; `dictionary` dit"
    " ce qu’est chaque colonne, `codes` ce que signifie chaque code. Les heures qui finissent par Z sont en UTC (dans"
    " `tables.xlsx`, des dates du tableur, en UTC aussi)\u202f; celles des formulaires restent telles que saisies,"
    " avec l’avance de l’horloge du centre sur UTC (+02:00)."
    " `canonical/` contient les enregistrements que lisent les règles, en UTC\u00a0: `bedside screen ESSAI --source"
    " canonical:canonical --answers canonical/questions.csv --as-of measured --out DOSSIER`.",
)
MARKED = Text(
    "In CSV and XLSX a typed text that begins with = + - @ ' tab or carriage return has an apostrophe before it, so"
    " that no spreadsheet runs it; take one leading apostrophe away. Parquet holds it as typed.",
    "En CSV et XLSX, un texte saisi qui commence par = + - @ ' tabulation ou retour chariot est précédé d’une"
    " apostrophe, pour qu’aucun tableur ne l’exécute\u202f; retirez-en une. Parquet le garde tel que saisi.",
)
VERIFY = Text(
    "`bedside cut verify DIR` finds any file that was altered, added or taken away; the hash is in the study's audit"
    " trail.",
    "`bedside cut verify DOSSIER` trouve tout fichier modifié, ajouté ou retiré\u202f; l’empreinte est dans la piste"
    " d’audit de l’étude.",
)
TABLE, ROWS = Text("table", "table"), Text("rows", "lignes")


def readme(said: Said, tables: Sequence[Table]) -> str:
    """The page, English first."""
    return "\n".join("\n".join(_page(said, tables, language)) for language in LANGUAGES)


def _page(said: Said, tables: Sequence[Table], language: str) -> list[str]:
    stated = {"study": said.study, "kind": said.kind, "event": said.event, "at": said.at, "software": said.software}
    told = [TITLE, *([NOT_REAL] if said.not_real else []), OF, READ, MARKED, VERIFY]
    lines = [text.say(language).format(**stated) for text in told]
    paragraphs = [f"# {lines[0]}", *lines[1:]]
    listed = [f"| {TABLE.say(language)} | {ROWS.say(language)} | |", "|---|---:|---|"]
    listed += [f"| `{each.name}` | {len(each.rows)} | {each.text.say(language)} |" for each in tables]
    return [*(line for paragraph in paragraphs for line in (paragraph, "")), *listed, ""]
