"""The words of locks: its states, the ways between them, what is said to whoever meets one."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.values.wording import Text

WORDS: Mapping[str, Text] = {
    "open": Text("open", "ouvert"),
    "frozen": Text("frozen", "gelé"),
    "locked": Text("locked", "verrouillé"),
    "freeze": Text("Freeze", "Geler"),
    "lift freeze": Text("Lift the freeze", "Lever le gel"),
    "lock": Text("Lock", "Verrouiller"),
    "unlock": Text("Unlock", "Déverrouiller"),
    "closed": Text(
        "this is {state} since {at} by {who}: {why}.", "ceci est {state} depuis le {at} par {who}\u00a0: {why}."
    ),
    "ask": Text(
        "Ask {who}, or whoever may open it again ({roles}). What you typed stays in your draft.",
        "Adressez-vous à {who}, ou à qui peut le rouvrir ({roles}). Votre saisie reste en brouillon.",
    ),
}
