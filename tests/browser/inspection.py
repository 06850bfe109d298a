"""The words of the story of an inspection."""

from __future__ import annotations

from bedside.values.wording import Text
from tests.browser.guide import Step, Story

INSPECTION = Story(
    "inspection",
    Text("An inspector’s look", "Le regard d’un inspecteur"),
    Text(
        "An inspector comes with three questions: what system is this, can I follow one value back to who wrote it, "
        "and who was left out? Their access is read-only and ends on a day that was set with it. Nobody here is real.",
        "Un inspecteur vient avec trois questions\u00a0: quel est ce système, puis-je suivre une valeur jusqu’à qui "
        "l’a écrite, et qui n’a pas été inclus\u00a0? Son accès est en lecture seule et finit au jour fixé avec lui. "
        "Personne ici n’est réel.",
    ),
    (
        Step(
            "dossier",
            Text("Open the dossier", "Ouvrir le dossier"),
            Text(
                "Under *Study*, the inspection dossier is read off the running system: the trail and whether it is "
                "whole, the software and its digest, the last run of the tests. Further down stand protocol versions, "
                "people with roles and trainings, settings, backups, open deviations, each requirement with its tests, "
                "and the release notes. It prints as it stands.",
                "Sous *Étude*, le dossier d’inspection est lu sur le système en marche\u00a0: la piste et son "
                "intégrité, le logiciel et son empreinte, la dernière exécution des tests. Plus bas, versions du "
                "protocole, personnes avec rôles et formations, réglages, sauvegardes, écarts non clos, chaque "
                "exigence avec ses tests, et les notes de version. Il s’imprime tel quel.",
            ),
        ),
        Step(
            "deviation",
            Text("Read a deviation and its clock", "Lire un écart et son délai"),
            Text(
                "The registers tell what became of each deviation: how grave the sponsor found it and since when it "
                "knows, until when the authority is to be told, what is done so that it does not happen again.",
                "Les registres disent ce que chaque écart est devenu\u00a0: sa gravité selon le promoteur et depuis "
                "quand il le sait, jusqu’à quand l’autorité doit être informée, ce qui est fait pour que cela ne se "
                "reproduise pas.",
            ),
        ),
        Step(
            "field",
            Text("Take one value", "Prendre une valeur"),
            Text(
                "On a form, open *history* beside a value: every version, who wrote it, in which role, when and why.",
                "Sur un formulaire, ouvrez *historique* à côté d’une valeur\u00a0: chaque version, qui l’a écrite, en "
                "quelle qualité, quand et pourquoi.",
            ),
        ),
        Step(
            "trail",
            Text("Follow it into the trail", "La suivre dans la piste"),
            Text(
                "One click further are its events in the trail, with what stood there before and after.",
                "Un clic plus loin, ses événements dans la piste, avec ce qui s’y trouvait avant et après.",
            ),
        ),
        Step(
            "not-included",
            Text("See who was not included", "Voir qui n’a pas été inclus"),
            Text(
                "The screening log lists everybody who was looked at, with the reasons of those left out. The flow "
                "below it always adds up.",
                "Le registre de présélection liste tous ceux qui ont été examinés, avec les motifs des "
                "non-inclusions. Le diagramme au-dessous est toujours juste.",
            ),
        ),
        Step(
            "export",
            Text("Take the trail away", "Emporter la piste"),
            Text(
                "What was searched for in the trail leaves as CSV or JSON. The export is an event of the trail itself, "
                "as was everything that you read.",
                "Ce qui a été cherché dans la piste part en CSV ou JSON. L’export est lui-même un événement de la "
                "piste, comme tout ce que vous avez lu.",
            ),
        ),
        Step(
            "no-names",
            Text("Ask for names in vain", "Demander les noms en vain"),
            Text(
                "The list that leads from numbers to people is not here. The site prints it with empty columns and "
                "completes it by hand; only people of the site can print it. You see it there, on paper.",
                "La liste qui mène des numéros aux personnes n’est pas ici. Le centre l’imprime avec des colonnes "
                "vides et la complète à la main\u202f; seules les personnes du centre peuvent l’imprimer. Vous la "
                "voyez au centre, sur papier.",
            ),
        ),
    ),
)
