"""The words of the screens: each application has a `words.WORDS`; a key is `application.name`.

Both languages stand side by side, as in the report and in the protocol, so that none is ever missing and a test can
read them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from django.utils.translation import get_language

from bedside.values.wording import LANGUAGES, Text

WORDS: Mapping[str, Text] = {
    "today": Text("Today", "Aujourd’hui"),
    "screening": Text("Screening", "Présélection"),
    "participants": Text("Participants", "Participants"),
    "trail": Text("Audit trail", "Piste d’audit"),
    "study": Text("Study", "Étude"),
    "people": Text("People", "Personnes"),
    "sign_out": Text("Sign out", "Se déconnecter"),
    "sign_in": Text("Sign in", "Se connecter"),
    "skip": Text("Skip to the content", "Aller au contenu"),
    "not_real": Text("Demonstration: nobody here is real.", "Démonstration\u00a0: personne ici n’est réel."),
    "research": Text(
        "Research software, not a medical device, not for treatment decisions.",
        "Logiciel de recherche, pas un dispositif médical, ne sert pas à décider d’un traitement.",
    ),
    "site": Text("Site", "Centre"),
    "refused": Text("This cannot be done", "Cela n’est pas possible"),
    "todo": Text("What to do", "Que faire"),
    "not_found": Text("There is no such page", "Cette page n’existe pas"),
    "back": Text("Back", "Retour"),
    "save": Text("Save", "Enregistrer"),
    "cancel": Text("Cancel", "Annuler"),
    "yes": Text("yes", "oui"),
    "no": Text("no", "non"),
    "reason": Text("Reason", "Motif"),
}


def language() -> str:
    """The reader's language, `en` or `fr`."""
    held = (get_language() or "en")[:2]
    return held if held in LANGUAGES else "en"


def say(key: str, **places: object) -> str:
    """The words of a key, in the reader's language, with their places filled. Raises KeyError for one there is not."""
    application, _, name = key.rpartition(".")
    held = import_module(f"bedside.conduct.{application or 'frame'}.words").WORDS[name]
    return str(held.say(language()).format(**places))


def told(text: Text) -> str:
    """A text of the protocol in the reader's language."""
    return text.say(language())
