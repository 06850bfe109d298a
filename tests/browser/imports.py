"""The words of one story of the user guide: a laboratory’s file is described, looked at, kept, and decided upon."""

from __future__ import annotations

from bedside.values.wording import Text
from tests.browser.guide import Step, Story

IMPORTS = Story(
    "imports",
    Text("Import a laboratory’s results", "Importer les résultats d’un laboratoire"),
    Text(
        "A laboratory sends its results as a file. It is looked at before anything is kept, and nothing that "
        "somebody typed is ever overwritten: where the two differ, a person decides. Nobody here is real.",
        "Un laboratoire envoie ses résultats dans un fichier. Il est examiné avant que rien ne soit conservé, et "
        "rien de ce que quelqu’un a saisi n’est jamais écrasé\u00a0: là où les deux diffèrent, une personne "
        "tranche. Personne ici n’est réel.",
    ),
    (
        Step(
            "layout",
            Text("Say once how the laboratory writes", "Dire une fois comment le laboratoire écrit"),
            Text(
                "Name its columns, and for each of its codes the variable and the unit. The description is kept "
                "with its history; the next file needs none.",
                "Nommez ses colonnes et, pour chacun de ses codes, la variable et l’unité. La description est "
                "conservée avec son historique\u202f; le fichier suivant n’en demande pas.",
            ),
        ),
        Step(
            "send",
            Text("Send the file", "Envoyer le fichier"),
            Text(
                "CSV or Parquet, with codes of participants and no name: a file that may identify somebody is "
                "refused as a whole. Looking at it keeps nothing.",
                "En CSV ou Parquet, avec les codes des participants et aucun nom\u00a0: un fichier qui peut "
                "identifier quelqu’un est refusé en entier. L’examiner ne conserve rien.",
            ),
        ),
        Step(
            "looked",
            Text("Read what would become of each row", "Lire ce que deviendrait chaque ligne"),
            Text(
                "New, the same, in conflict with what stands, to confirm, or refused with the reason. Nothing is "
                "kept before you say so.",
                "Nouvelle, identique, en conflit avec ce qui est saisi, à confirmer, ou refusée avec sa raison. "
                "Rien n’est conservé avant que vous le disiez.",
            ),
        ),
        Step(
            "decide",
            Text("Decide on a conflict", "Trancher un conflit"),
            Text(
                "What is new is in the casebook. Where there is a conflict, what stands stays, until somebody of "
                "the site keeps it or takes what the file says, with a reason.",
                "Ce qui est nouveau est dans le cahier. En cas de conflit, ce qui est saisi reste, jusqu’à ce que "
                "quelqu’un du centre le garde ou prenne ce que dit le fichier, avec un motif.",
            ),
        ),
        Step(
            "origin",
            Text("See where a value came from", "Voir d’où vient une valeur"),
            Text(
                "File, line, laboratory, who and when stand beside an imported value, with the digest of the file. "
                "What was typed before stays in the history.",
                "Fichier, ligne, laboratoire, qui et quand figurent à côté d’une valeur importée, avec l’empreinte "
                "du fichier. Ce qui était saisi avant reste dans l’historique.",
            ),
        ),
        Step(
            "again",
            Text("Send it again without harm", "Le renvoyer sans dommage"),
            Text(
                "The same file a second time finds everything there already: nothing is kept twice, and what was "
                "decided is not asked again.",
                "Le même fichier une seconde fois trouve tout déjà présent\u00a0: rien n’est conservé deux fois, et "
                "ce qui a été tranché n’est pas redemandé.",
            ),
        ),
    ),
)
