"""The words of one story of the user guide: a lot of the study drug, from its receipt to what came back."""

from __future__ import annotations

from bedside.values.wording import Text
from tests.browser.guide import Step, Story

STUDY_DRUG = Story(
    "study-drug",
    Text("Account for the study drug", "Tenir la comptabilité du produit à l’étude"),
    Text(
        "A pharmacist receives a lot, releases it, dispenses some of it and takes in what came back. Every unit is "
        "somewhere at every moment: what is on a shelf is the sum of the acts. Nobody here is real.",
        "Une pharmacienne réceptionne un lot, le libère, en dispense une partie et reprend ce qui revient. Chaque "
        "unité est quelque part à chaque instant\u00a0: ce qui est en rayon est la somme des actes. Personne ici "
        "n’est réel.",
    ),
    (
        Step(
            "receive",
            Text("Receive a delivery", "Réceptionner un envoi"),
            Text(
                "Copy lot, expiry and number from the delivery note, and say what the temperature recorder shows. "
                "What arrives goes into quarantine.",
                "Recopiez du bon de livraison le lot, la péremption et le nombre, et dites ce que montre "
                "l’enregistreur de température. Ce qui arrive va en quarantaine.",
            ),
        ),
        Step(
            "warned",
            Text("See what waits", "Voir ce qui attend"),
            Text(
                "The page of the site says what is to be decided, what expires soon and what runs short.",
                "La page du centre dit ce qui est à décider, ce qui périme bientôt et ce qui va manquer.",
            ),
        ),
        Step(
            "release",
            Text("Release the lot", "Libérer le lot"),
            Text(
                "On the page of the lot, once the sponsor released it, say on what ground. Only what is released "
                "can be dispensed.",
                "Sur la page du lot, une fois libéré par le promoteur, dites sur quel fondement. Seul ce qui est "
                "libéré peut être dispensé.",
            ),
        ),
        Step(
            "dispense",
            Text("Dispense", "Dispenser"),
            Text(
                "On the participant’s page: which lot, how much, for which days. The lot that expires first stands "
                "first. A second pharmacist may check the act, and is named beside it.",
                "Sur la page du participant\u00a0: quel lot, combien, pour quels jours. Le lot qui périme le "
                "premier vient d’abord. Un second pharmacien peut contrôler l’acte, et son nom figure à côté.",
            ),
        ),
        Step(
            "back",
            Text("Take in what came back", "Reprendre ce qui revient"),
            Text(
                "Count what the participant brings back. It is never dispensed again: it stays apart until it is "
                "sent back or destroyed.",
                "Comptez ce que le participant rapporte. Ce n’est jamais dispensé de nouveau\u00a0: c’est gardé à "
                "part jusqu’au renvoi ou à la destruction.",
            ),
        ),
        Step(
            "undo",
            Text("Put a wrong act right", "Corriger un acte erroné"),
            Text(
                "Nothing is changed or taken out: another act undoes it, with the reason, and the right number is "
                "written anew. All three stay in the list.",
                "Rien n’est modifié ni retiré\u00a0: un autre acte l’annule, avec le motif, et le bon nombre est "
                "réécrit. Les trois restent dans la liste.",
            ),
        ),
        Step(
            "difference",
            Text("Compare with what was given", "Comparer avec ce qui a été donné"),
            Text(
                "What was dispensed and did not come back stands against the administrations of the casebook. A "
                "difference is to be explained: doses still with the participant, or not recorded.",
                "Ce qui a été dispensé et n’est pas revenu est comparé aux administrations du cahier. Une "
                "différence s’explique\u00a0: des doses encore chez le participant, ou non consignées.",
            ),
        ),
        Step(
            "stock",
            Text("Read the stock, print the log", "Lire le stock, imprimer le registre"),
            Text(
                "The stock follows from the acts. The accountability log is a PDF for the file of the site; all "
                "acts are a CSV file.",
                "Le stock découle des actes. Le registre de comptabilité est un PDF pour le classeur du "
                "centre\u202f; tous les actes sont un fichier CSV.",
            ),
        ),
    ),
)
