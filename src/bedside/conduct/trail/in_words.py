"""The trail's own codes in words."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.values.wording import Text

CODES: Mapping[str, Mapping[str, Text]] = {
    "Event.origin": {
        "screens": Text("screens", "écrans"),
        "api": Text("API", "API"),
        "import": Text("import", "import"),
        "command line": Text("command line", "ligne de commande"),
    },
    "Event.role": {"operator": Text("operator of the server", "exploitant du serveur")},
    "Event.place": {
        "lists": Text("lists", "listes"),
        "pages": Text("pages", "pages"),
        "consent": Text("consent", "consentement"),
        "samples": Text("samples", "prélèvements"),
        "study": Text("study", "étude"),
    },
}
