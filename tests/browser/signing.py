"""The words of one story of the user guide: a form is signed, falls, is signed again, verified and locked."""

from __future__ import annotations

from bedside.values.wording import Text
from tests.browser.guide import Step, Story

SIGNING = Story(
    "signing",
    Text("Sign and lock", "Signer et verrouiller"),
    Text(
        "A form is complete. The investigator signs it, a nurse corrects it, and the signature falls by itself: it "
        "was of other values. Signed again and verified, the form is locked. Nobody here is real.",
        "Un formulaire est complet. L’investigateur le signe, une infirmière le corrige, et la signature tombe "
        "d’elle-même\u00a0: elle portait sur d’autres valeurs. Signé de nouveau et vérifié, le formulaire est "
        "verrouillé. Personne ici n’est réel.",
    ),
    (
        Step(
            "waiting",
            Text("See what waits for a signature", "Voir ce qui attend une signature"),
            Text(
                "*To sign* lists every complete form that no signature holds for, those whose signature fell first.",
                "*À signer* liste chaque formulaire complet sur lequel aucune signature ne tient, ceux dont la "
                "signature est tombée d’abord.",
            ),
        ),
        Step(
            "sign",
            Text("Sign", "Signer"),
            Text(
                "Choose what your signature means, write your name, and prove that it is you: password and code, or a "
                "passkey. A visit or the whole casebook is signed in the same way.",
                "Choisissez ce que votre signature signifie, écrivez votre nom, et prouvez que c’est vous\u00a0: mot "
                "de passe et code, ou clé d’accès. Une visite ou tout le cahier se signe de la même façon.",
            ),
        ),
        Step(
            "signed",
            Text("It holds", "Elle tient"),
            Text(
                "The signature stands with its sentence, who, when, and the digest of what was signed.",
                "La signature figure avec sa phrase, qui, quand, et l’empreinte de ce qui a été signé.",
            ),
        ),
        Step(
            "fell",
            Text("A correction makes it fall", "Une correction la fait tomber"),
            Text(
                "A nurse read the monitor again and corrects a value, with the reason. The signature no longer holds, "
                "and its page says what changed since, from what to what, by whom and why.",
                "Une infirmière relit le moniteur et corrige une valeur, avec le motif. La signature ne tient plus, et "
                "sa page dit ce qui a changé depuis, de quoi en quoi, par qui et pourquoi.",
            ),
        ),
        Step(
            "again",
            Text("Sign again", "Signer de nouveau"),
            Text(
                "The investigator looks at the change and signs again. Both signatures stay, each with what it was of.",
                "L’investigateur regarde le changement et signe de nouveau. Les deux signatures restent, chacune avec "
                "ce sur quoi elle portait.",
            ),
        ),
        Step(
            "checklist",
            Text("Ask what is in the way of a lock", "Demander ce qui empêche le verrou"),
            Text(
                "Before a lock, a data manager looks at the checklist of the place, from one item to the whole study: "
                "each line that stands in the way leads to where it is settled.",
                "Avant de verrouiller, un gestionnaire de données regarde la liste de contrôle de l’endroit, d’un seul "
                "champ à toute l’étude\u00a0: chaque ligne qui fait obstacle mène là où elle se règle.",
            ),
        ),
        Step(
            "freeze",
            Text("Freeze while it is settled", "Geler en attendant"),
            Text(
                "Frozen, nobody types in it: the form says so, and who can open it again. What the checklist found is "
                "settled meanwhile; here the monitor verifies the form against the source.",
                "Gelé, personne n’y saisit\u00a0: le formulaire le dit, et qui peut le rouvrir. Entre-temps on règle "
                "ce que la liste a trouvé\u202f; ici, le moniteur vérifie le formulaire avec la source.",
            ),
        ),
        Step(
            "lock",
            Text("Lock", "Verrouiller"),
            Text(
                "With nothing left in the way the form is locked, with a reason. Only an administrator opens a lock, "
                "and the trail says so for good.",
                "Quand plus rien ne s’y oppose, le formulaire est verrouillé, avec un motif. Seul un administrateur "
                "ouvre un verrou, et la piste le dit pour toujours.",
            ),
        ),
    ),
)
