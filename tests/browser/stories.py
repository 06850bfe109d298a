"""The words of the user guide: each story with its steps, in English and French. The pictures come from the tests."""

from __future__ import annotations

from bedside.values.wording import Text
from tests.browser.amendment import AMENDMENT
from tests.browser.guide import Step, Story
from tests.browser.imports import IMPORTS
from tests.browser.inspection import INSPECTION
from tests.browser.keyboard import TARGET, K, M
from tests.browser.serious_event import SERIOUS_EVENT
from tests.browser.signing import SIGNING
from tests.browser.study_drug import STUDY_DRUG


def _comma(number: float) -> str:
    return str(number).replace(".", ",")


EMERGENCY = Story(
    "emergency",
    Text("An inclusion in an emergency, at night", "Une inclusion en urgence, la nuit"),
    Text(
        "Three in the morning: a patient in shock, unconscious, 39.6\u00a0°C, 31 platelets. No relative can "
        "be reached. This is the way from the first value to the patient’s own word a week later. Nobody here is real.",
        "Trois heures du matin\u00a0: un patient en choc, inconscient, 39,6\u00a0°C, 31 plaquettes. Aucun proche "
        "n’est joignable. Voici le chemin, de la première valeur à la parole du patient une semaine plus tard. "
        "Personne ici n’est réel.",
    ),
    (
        Step(
            "begin",
            Text("Begin a screening", "Commencer une présélection"),
            Text(
                "Open the screening log of your site and press the button of a new screening. You get a code, never "
                "write a name: the list that joins code and patient stays on paper at your site.",
                "Ouvrez le registre de présélection de votre centre et appuyez sur le bouton d’une nouvelle "
                "présélection. Vous obtenez un code\u202f; n’écrivez jamais de nom\u00a0: la liste qui relie le code "
                "au patient reste au centre.",
            ),
        ),
        Step(
            "nothing-known",
            Text("See what is missing", "Voir ce qui manque"),
            Text(
                "Nothing was typed yet. The page names everything that is in the way of an inclusion, and each score "
                "shows the range that is still possible: what nobody measured is not taken for normal.",
                "Rien n’est encore saisi. La page nomme tout ce qui empêche l’inclusion, et chaque score montre la "
                "fourchette encore possible\u00a0: ce que personne n’a mesuré ne passe pas pour normal.",
            ),
        ),
        Step(
            "laboratory",
            Text("Type what you have", "Saisir ce que vous avez"),
            Text(
                "In the casebook, fill demographics, stay, vital signs, laboratory and SOFA with what the chart holds. "
                "Type a comma or a point, choose the unit of your laboratory, leave out what was not measured. "
                "`23112026 0130` is a date and time, `t` is now. Everything is kept as a draft while you type.",
                "Dans le cahier, remplissez démographie, séjour, constantes, biologie et SOFA avec ce que contient le "
                "dossier. Virgule ou point, unité de votre laboratoire\u202f; laissez vide ce qui n’a pas été mesuré. "
                "`23112026 0130` est une date avec son heure, `t` est maintenant. Tout est gardé en brouillon pendant "
                "la saisie.",
            ),
        ),
        Step(
            "sofa",
            Text("Let the rules count", "Laisser les règles compter"),
            Text(
                "Scores are worked out by the protocol’s own rules when you save. What is not known shows as a range, "
                "with what is missing; no component is ever taken for 0 because nobody measured it.",
                "Les scores sont calculés à l’enregistrement, par les règles du protocole. Ce qui n’est pas connu "
                "donne une fourchette, avec ce qui manque\u202f; aucune composante ne vaut 0 faute de mesure.",
            ),
        ),
        Step(
            "scores",
            Text("Look at the scores", "Regarder les scores"),
            Text(
                "Back on the page of eligibility, HLH-2004, HScore and SOFA stand together, each with its components "
                "and how many of them are known.",
                "De retour sur la page d’éligibilité, HLH-2004, HScore et SOFA se lisent ensemble, chacun avec ses "
                "composantes et le nombre de celles qui sont connues.",
            ),
        ),
        Step(
            "criteria",
            Text("Answer every criterion", "Répondre à chaque critère"),
            Text(
                "One key a question: `y` or `o` for yes, `n` for no, `?` for cannot tell; the focus goes on by itself. "
                "`Ctrl+S` saves. Under “evidence” each criterion shows the records it was judged on.",
                "Une touche par question\u00a0: `o` ou `y` pour oui, `n` pour non, `?` si l’on ne sait pas\u202f; le "
                "curseur avance seul. `Ctrl+S` enregistre. Sous «\u00a0éléments\u00a0», chaque critère montre les "
                "données sur lesquelles il a été jugé.",
            ),
        ),
        Step(
            "emergency",
            Text("Certify the emergency", "Certifier l’urgence"),
            Text(
                "On the consent page, open the emergency. Each of the six conditions of article 35 of Regulation (EU) "
                "536/2014 is certified by itself, with its time. One that does not hold: no inclusion.",
                "Sur la page du consentement, ouvrez l’urgence. Chacune des six conditions de l’article 35 du "
                "règlement (UE) 536/2014 se certifie séparément, avec son heure. Si l’une manque, pas d’inclusion.",
            ),
        ),
        Step(
            "enrol",
            Text("Enrol", "Inclure"),
            Text(
                "Only when every criterion is answered for inclusion and there is a lawful basis does the button "
                "appear. There is no way around it.",
                "Le bouton n’apparaît que lorsque chaque critère est favorable et qu’une base légale existe. Il n’y a "
                "pas de dérogation.",
            ),
        ),
        Step(
            "number",
            Text("Take the number", "Prendre le numéro"),
            Text(
                "The participant has a number, and all visits with their windows stand on one line. The enrolment "
                "slip, a PDF for the site’s file, is a button on the page of eligibility; it names nobody.",
                "Le participant a un numéro, et toutes les visites avec leurs fenêtres tiennent sur une ligne. Le bon "
                "d’inclusion, un PDF pour le classeur du centre, est un bouton de la page d’éligibilité\u202f; il ne "
                "nomme personne.",
            ),
        ),
        Step(
            "morning",
            Text("The next morning", "Le lendemain matin"),
            Text(
                "The day’s board reminds of it: the relatives are to be asked when they arrive, and whether the "
                "patient can decide is to be looked at every day.",
                "Le tableau du jour le rappelle\u00a0: les proches seront sollicités à leur arrivée, et la capacité du "
                "patient à décider se réévalue chaque jour.",
            ),
        ),
        Step(
            "relative",
            Text("A relative arrives", "Un proche arrive"),
            Text(
                "Record what the relative decides, which version of the information they read, and in which quality "
                "they sign; never their name. A refusal would end the participation.",
                "Consignez la décision du proche, la version de la note qu’il a lue, et à quel titre il signe\u202f; "
                "jamais son nom. Un refus mettrait fin à la participation.",
            ),
        ),
        Step(
            "correct",
            Text("Correct a typing error", "Corriger une erreur de saisie"),
            Text(
                "At night a digit was lost: ferritin is 18,400, not 1,840. A saved value changes only with a reason, "
                "and the first one stays readable.",
                "La nuit, un chiffre s’est perdu\u00a0: la ferritine est à 18\u202f400, non 1\u202f840. Une valeur "
                "enregistrée ne change qu’avec un motif, et la première reste lisible.",
            ),
        ),
        Step(
            "continuation",
            Text("The patient decides", "Le patient décide"),
            Text(
                "A week later the patient can decide again and signs the consent to go on. The whole way stays on the "
                "page: who did what, when, on which version of the information.",
                "Une semaine plus tard, le patient peut de nouveau décider et signe le consentement de poursuite. Tout "
                "le chemin reste sur la page\u00a0: qui a fait quoi, quand, sur quelle version de la note.",
            ),
        ),
        Step(
            "timeline",
            Text("Look at the way so far", "Voir le chemin parcouru"),
            Text(
                "The timeline shows what was planned, what was done, and what is overdue.",
                "La frise montre ce qui était prévu, ce qui a été fait, ce qui est en retard.",
            ),
        ),
        Step(
            "trail",
            Text("Ask one field for its history", "Demander son histoire à un champ"),
            Text(
                "From any field, “history” and “in the audit trail” lead to everything that was ever kept of it: old "
                "and new value, who in which role, when (local time and UTC), why.",
                "De tout champ, «\u00a0historique\u00a0» puis «\u00a0dans la piste d’audit\u00a0» mènent à tout ce qui "
                "en a été gardé\u00a0: ancienne et nouvelle valeur, qui et dans quel rôle, quand (heure locale et "
                "UTC), pourquoi.",
            ),
        ),
    ),
)

DAY_FORM_COUNTED = (78, 33)
"""Keys and pauses to think from the open form to the saved one: what the guide says, which the test holds."""
_KEYS, _PAUSES = DAY_FORM_COUNTED
_SECONDS = round(_KEYS * K + _PAUSES * M)
DAY_FORM = Story(
    "day-form",
    Text("The form of the day, by keyboard", "La feuille du jour, au clavier"),
    Text(
        f"The SOFA of the day without a mouse: {_KEYS} keys and {_PAUSES} pauses to look and to check. At {K} s a "
        f"key and {M} s a pause (keystroke-level model, Card, Moran and Newell 1980) that is {_SECONDS} s. With the "
        f"way from the day’s board and the waiting it stays below the target of {TARGET} s.",
        f"Le SOFA du jour sans souris\u00a0: {_KEYS} touches et {_PAUSES} pauses pour regarder et vérifier. À "
        f"{_comma(K)}\u00a0s la touche et {_comma(M)}\u00a0s la pause (keystroke-level model, Card, Moran et Newell "
        f"1980), cela fait {_SECONDS}\u00a0s. Avec le chemin depuis le tableau du jour et l’attente, on reste sous "
        f"l’objectif de {TARGET}\u00a0s.",
    ),
    (
        Step(
            "board",
            Text("From the day’s board", "Depuis le tableau du jour"),
            Text(
                "What is due stands on the board, with how long its window is open. `Tab` to the day and `Enter`.",
                "Ce qui est dû figure au tableau, avec le temps qui reste. `Tab` jusqu’au jour, puis `Entrée`.",
            ),
        ),
        Step(
            "typing",
            Text("Type, Enter, type", "Saisir, Entrée, saisir"),
            Text(
                "`F8` goes to the first item that is to be filled, `Enter` to the next one. `t` is now, a digit "
                "chooses an answer. Times need no punctuation: `24112026 0610`.",
                "`F8` va au premier champ à remplir, `Entrée` au suivant. `t` est maintenant, un chiffre choisit une "
                "réponse. Les heures se tapent sans ponctuation\u00a0: `24112026 0610`.",
            ),
        ),
        Step(
            "reload",
            Text("Called away", "Appelée ailleurs"),
            Text(
                "The page was closed or loaded again: what was typed is back, and says since when. `F8` goes on where "
                "you stopped.",
                "La page a été fermée ou rechargée\u00a0: la saisie est revenue, avec son heure. `F8` reprend où vous "
                "en étiez.",
            ),
        ),
        Step(
            "saved",
            Text("Save", "Enregistrer"),
            Text(
                "`Ctrl+S` saves; the SOFA of the day is worked out, with its six components.",
                "`Ctrl+S` enregistre\u202f; le SOFA du jour est calculé, avec ses six composantes.",
            ),
        ),
    ),
)

TWO_EDITORS = Story(
    "two-editors",
    Text("Two people on one form", "Deux personnes sur une même feuille"),
    Text(
        "Nothing that was typed is lost: not when somebody else saves the same form, not when the session ends.",
        "Rien de ce qui a été saisi ne se perd\u00a0: ni quand quelqu’un d’autre enregistre la même feuille, ni quand "
        "la session se termine.",
    ),
    (
        Step(
            "together",
            Text("You are told", "Vous êtes prévenue"),
            Text(
                "While both type, each is told who else is there.",
                "Pendant que les deux saisissent, chacune voit qui d’autre est là.",
            ),
        ),
        Step(
            "choice",
            Text("Two values: choose", "Deux valeurs\u00a0: choisir"),
            Text(
                "The other one saved first. Your other items are saved; for this one both values stand there, with who "
                "and when. Keep theirs, or put yours over it with a reason.",
                "L’autre a enregistré la première. Vos autres champs sont enregistrés\u202f; pour celui-ci, les deux "
                "valeurs figurent, avec qui et quand. Gardez la sienne, ou remplacez-la par la vôtre avec un motif.",
            ),
        ),
        Step(
            "history",
            Text("Both remain", "Les deux restent"),
            Text(
                "The history of the field keeps both values, and the reason of the choice.",
                "L’historique du champ garde les deux valeurs, et le motif du choix.",
            ),
        ),
        Step(
            "signed-out",
            Text("The session ends", "La session se termine"),
            Text(
                "After eight hours everybody is signed out. What you type then stays on this device, and the page says "
                "so.",
                "Au bout de huit heures, chacun est déconnecté. Ce que vous saisissez alors reste sur cet appareil, et "
                "la page le dit.",
            ),
        ),
        Step(
            "back",
            Text("Sign in, open the page again", "Se reconnecter, rouvrir la page"),
            Text(
                "What this device had kept is back in its field. Save it.",
                "Ce que l’appareil avait gardé est revenu dans son champ. Enregistrez.",
            ),
        ),
    ),
)

PASSKEY = Story(
    "passkey",
    Text("Log in with a passkey", "Se connecter avec une clé d’accès"),
    Text(
        "Everybody has a second factor: a code of an authenticator app, or a passkey, which is quicker.",
        "Chacun a un second facteur\u00a0: un code d’une application, ou une clé d’accès, plus rapide.",
    ),
    (
        Step(
            "log-in",
            Text("Name and password", "Identifiant et mot de passe"),
            Text(
                "An administrator gave you both; you chose another password at the first log-in.",
                "Un administrateur vous a donné les deux\u202f; vous avez choisi un autre mot de passe à la première "
                "connexion.",
            ),
        ),
        Step(
            "code",
            Text("The code", "Le code"),
            Text(
                "Type the six digits that your authenticator app shows.",
                "Tapez les six chiffres que montre votre application.",
            ),
        ),
        Step(
            "account",
            Text("Your account", "Votre compte"),
            Text(
                "Your name at the top leads to your account: passkeys, recovery codes, password.",
                "Votre nom, en haut, mène à votre compte\u00a0: clés d’accès, codes de secours, mot de passe.",
            ),
        ),
        Step(
            "add",
            Text("Add a passkey", "Ajouter une clé d’accès"),
            Text(
                "Name it after the device, press the button, and touch or unlock the device as it asks.",
                "Donnez-lui le nom de l’appareil, appuyez sur le bouton, puis touchez ou déverrouillez l’appareil "
                "comme il le demande.",
            ),
        ),
        Step(
            "use",
            Text("Use it", "L’utiliser"),
            Text(
                "At the next log-in, a touch replaces the code.",
                "À la prochaine connexion, un geste remplace le code.",
            ),
        ),
    ),
)

VISIT = Story(
    "monitor-visit",
    Text("A monitor’s visit", "La visite d’un moniteur"),
    Text(
        "A monitor compares a participant’s data with the source, asks about a value that differs, and verifies it "
        "again once the nurse has corrected it. Nobody here is real.",
        "Un moniteur compare les données d’un participant à la source, pose une question sur une valeur qui diffère, "
        "et la vérifie de nouveau une fois corrigée par l’infirmière. Personne ici n’est réel.",
    ),
    (
        Step(
            "review",
            Text("See what is left", "Voir ce qui reste"),
            Text(
                "“Data review” of a site lists what is not closed, not verified, or was written late. Each line "
                "leads to the participant’s forms.",
                "La «\u00a0revue des données\u00a0» d’un centre liste ce qui n’est pas clos, pas vérifié, ou a été "
                "saisi tard. Chaque ligne mène aux formulaires du participant.",
            ),
        ),
        Step(
            "form",
            Text("Open a form beside its source", "Ouvrir un formulaire à côté de sa source"),
            Text(
                "Only what the plan asks for is shown: critical items of everybody, the rest of a sample. You read; "
                "you cannot change a value.",
                "Seul ce que demande le plan s’affiche\u00a0: les données critiques chez tous, le reste dans un "
                "échantillon. Vous lisez\u202f; vous ne pouvez modifier aucune valeur.",
            ),
        ),
        Step(
            "verified",
            Text("Verify", "Vérifier"),
            Text(
                "Tick what you found in the source and press `Ctrl+S`, or verify all that is shown. What you verify "
                "is the version that you saw: had somebody saved another meanwhile, nothing would be kept.",
                "Cochez ce que vous avez retrouvé dans la source et appuyez sur `Ctrl+S`, ou vérifiez tout ce qui "
                "est affiché. Vous vérifiez la version que vous avez vue\u00a0: si une autre avait été enregistrée "
                "entre-temps, rien ne serait conservé.",
            ),
        ),
        Step(
            "ask",
            Text("Ask about a value", "Poser une question sur une valeur"),
            Text(
                "A second document says something else. “Ask” stands beside every value; write what you saw, and no "
                "name.",
                "Un second document dit autre chose. «\u00a0Poser une question\u00a0» se trouve à côté de chaque "
                "valeur\u202f; écrivez ce que vous avez vu, sans aucun nom.",
            ),
        ),
        Step(
            "on-me",
            Text("The nurse sees it on the day’s board", "L’infirmière la voit sur le tableau du jour"),
            Text(
                "“Queries on me” lists what waits for you, the oldest first, with its age.",
                "«\u00a0Questions pour moi\u00a0» liste ce qui vous attend, la plus ancienne d’abord, avec son âge.",
            ),
        ),
        Step(
            "corrected",
            Text("Correct, and answer", "Corriger, et répondre"),
            Text(
                "Correct the value in its field, with the reason, and answer in the thread beside the form. The "
                "query now waits for the monitor, and the verification is void: the field says who verified and who "
                "changed.",
                "Corrigez la valeur dans son champ, avec le motif, et répondez dans le fil à côté du formulaire. La "
                "question attend alors le moniteur, et la vérification tombe\u00a0: le champ dit qui avait vérifié "
                "et qui a modifié.",
            ),
        ),
        Step(
            "again",
            Text("Verify again", "Vérifier de nouveau"),
            Text(
                "What changed since it was verified is marked on the form and counted in the review. Compare the new "
                "value with the source and verify it.",
                "Ce qui a changé depuis la vérification est marqué sur le formulaire et compté dans la revue. "
                "Comparez la nouvelle valeur à la source et vérifiez-la.",
            ),
        ),
        Step(
            "closed",
            Text("Close the query", "Clore la question"),
            Text(
                "Close it in its thread. Everything that was said stays there, and in the history of the field.",
                "Vous la closez dans son fil. Tout ce qui a été dit y reste, et dans l’historique du champ.",
            ),
        ),
    ),
)

STORIES = (EMERGENCY, DAY_FORM, TWO_EDITORS, PASSKEY, VISIT, INSPECTION, AMENDMENT, SIGNING, SERIOUS_EVENT, IMPORTS,
           STUDY_DRUG)  # fmt: skip
