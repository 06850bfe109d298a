"""Every word of the documents that is not data, in English and in French (typography as in `report.words`)."""

from __future__ import annotations

from bedside.analysis.plurals import of_one
from bedside.analysis.words import WORDS as OF_ANALYSIS
from bedside.documents.board_words import OF_BOARD
from bedside.documents.plan_words import OF_PLAN
from bedside.documents.proportion_words import OF_PROPORTION
from bedside.documents.report_words import OF_REPORT
from bedside.values.wording import Text

SHARED: dict[str, Text] = {
    "contents": Text("Contents", "Sommaire"),
    "page": Text("page", "page"),
    "of_pages": Text("of", "sur"),
    "table": Text("Table {number}", "Tableau {number}"),
    "figure": Text("Figure {number}", "Figure {number}"),
    "data": Text("The data of this figure", "Les données de cette figure"),
    "registration": Text("Registration", "Enregistrement"),
    "protocol_version": Text("Protocol version", "Version du protocole"),
    "protocol_hash": Text("SHA-256 of the protocol", "SHA-256 du protocole"),
    "assumed_here": Text(
        "{count} assumptions that no public source states; each is a question to the sponsor (last chapter)",
        "{count} hypothèses qu’aucune source publique n’énonce\u202f; chacune est une question au promoteur (dernier"
        " chapitre)",
    ),
    "assumed_nothing": Text("none is made", "aucune n’est faite"),
    "assumed_status": Text("Assumptions", "Hypothèses"),
    "assumptions": Text("Assumptions and questions to the sponsor", "Hypothèses et questions au promoteur"),
    "assumptions_more": Text(
        "No public source states what follows. Each is numbered as in the protocol; an answer of the sponsor is an"
        " amendment, and changes plan, analysis and report together.",
        "Aucune source publique n’énonce ce qui suit. Chacune est numérotée comme dans le protocole\u202f; une"
        " réponse du promoteur est un amendement, et change ensemble plan, analyse et rapport.",
    ),
    "question": Text("question", "question"),
    "taken_meanwhile": Text("taken meanwhile", "retenu en attendant"),
    "concerned_outcomes": Text("outcomes", "critères"),
    "numbered": Text("no.", "n°"),
}
WORDS = OF_ANALYSIS | SHARED | OF_PLAN | OF_REPORT | OF_PROPORTION | OF_BOARD


def word(key: str, **places: object) -> Text:
    """A word or sentence in both languages, its places filled in."""
    return of_one(WORDS[key].filled(**places)) if places else WORDS[key]
