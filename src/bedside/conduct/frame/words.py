"""The words of the screens: each application has a `words.WORDS`; a key is `application.name`.

Both languages stand side by side, as in the report and in the protocol, so that none is ever missing and a test can
read them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from django.utils.translation import get_language

from bedside.rules.words import unbroken
from bedside.values.wording import LANGUAGES, Text

WORDS: Mapping[str, Text] = {
    "today": Text("Today", "Aujourd’hui"),
    "screening": Text("Screening", "Présélection"),
    "participants": Text("Participants", "Participants"),
    "queries": Text("Queries", "Questions"),
    "safety": Text("Safety", "Vigilance"),
    "trail": Text("Audit trail", "Piste d’audit"),
    "study": Text("Study", "Étude"),
    "people": Text("People", "Personnes"),
    "cuts": Text("Data", "Données"),
    "sign_out": Text("Sign out", "Se déconnecter"),
    "sign_in": Text("Sign in", "Se connecter"),
    "skip": Text("Skip to the content", "Aller au contenu"),
    "not_real_label": Text("Demonstration", "Démonstration"),
    "not_real": Text("Demonstration: nobody here is real.", "Démonstration\u00a0: personne ici n’est réel."),
    "research": Text(
        "Research software, not a medical device, not for treatment decisions.",
        "Logiciel de recherche, pas un dispositif médical, ne sert pas à décider d’un traitement.",
    ),
    "site": Text("Site", "Centre"),
    "refused": Text("This cannot be done", "Cela n’est pas possible"),
    "todo": Text("What to do", "Que faire"),
    "not_found": Text("There is no such page", "Cette page n’existe pas"),
    "not_allowed": Text("You may not do this.", "Vous ne pouvez pas faire cela."),
    "not_understood": Text("This request was not understood.", "Cette demande n’a pas été comprise."),
    "forged": Text(
        "This form is out of date, or was not sent from here.",
        "Ce formulaire est périmé, ou n’a pas été envoyé d’ici.",
    ),
    "forged_todo": Text(
        "Nothing was saved. Go back, load the page again, and send it once more.",
        "Rien n’a été enregistré. Revenez en arrière, rechargez la page, et renvoyez-la.",
    ),
    "broken": Text(
        "Something is wrong with the application; it is not your fault.",
        "L’application a un défaut\u00a0; ce n’est pas votre faute.",
    ),
    "broken_todo": Text(
        "Nothing was half-saved. Try again; if it happens again, tell who runs the server at what time it did.",
        "Rien n’a été enregistré à moitié. Réessayez\u00a0; si cela se répète, dites à qui s’occupe du serveur à quelle"
        " heure.",
    ),
    "too_large": Text("This is too large.", "Cet envoi est trop volumineux."),
    "too_large_todo": Text("Send at most {most} MB at once.", "N’envoyez pas plus de {most} Mo à la fois."),
    "back": Text("Back", "Retour"),
    "back_to_form": Text("Back to the form", "Retour au formulaire"),
    "typed_again": Text(
        "Nothing was recorded: what you had typed is filled in again.",
        "Rien n’a été enregistré\u00a0: ce que vous aviez saisi est rempli de nouveau.",
    ),
    "save": Text("Save", "Enregistrer"),
    "cancel": Text("Cancel", "Annuler"),
    "yes": Text("yes", "oui"),
    "no": Text("no", "non"),
    "reason": Text("Reason", "Motif"),
    "names_nobody": Text("I have looked again: this text names nobody", "J’ai relu\u00a0: ce texte ne nomme personne"),
}


def language() -> str:
    """The reader's language, `en` or `fr`."""
    held = (get_language() or "en")[:2]
    return held if held in LANGUAGES else "en"


def say(key: str, **places: object) -> str:
    """The words of a key, in the reader's language, with their places filled. Raises KeyError for one there is not."""
    said = _text(key).say(language())
    return said.format(**places) if places or "{" in said else said


@cache
def _text(key: str) -> Text:
    application, _, name = key.rpartition(".")
    words: Mapping[str, Text] = import_module(f"bedside.conduct.{application or 'frame'}.words").WORDS
    return words[name]


def told(text: Text) -> str:
    """A text of the protocol in the reader's language, with the spaces of French that do not break."""
    return unbroken(text.fr) if language() == "fr" else text.en
