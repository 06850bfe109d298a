"""The words of the screens of closing."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.values.wording import Text

WORDS: Mapping[str, Text] = {
    "closing": Text("Freeze and lock", "Gel et verrouillage"),
    "closing_lead": Text(
        "Frozen: nobody writes while it is reviewed. Locked: nobody writes any more. Of every place, the last act whose"
        " scope covers it holds.",
        "Gelé\u00a0: personne n’écrit pendant la relecture. Verrouillé\u00a0: plus personne n’écrit. En tout endroit,"
        " le dernier acte qui le couvre fait foi.",
    ),
    "of_study": Text("The whole study", "Toute l’étude"),
    "sites": Text("Sites", "Centres"),
    "participants": Text("Participants", "Participants"),
    "visits": Text("Visits and forms", "Visites et formulaires"),
    "place": Text("Place", "Endroit"),
    "state": Text("State", "État"),
    "signature": Text("Signature", "Signature"),
    "act": Text("Change the state", "Changer l’état"),
    "why": Text("Reason", "Motif"),
    "no_way": Text("You may change nothing here.", "Vous ne pouvez rien changer ici."),
    "only_freeze_lock": Text(
        "Freezing and locking are the data manager’s, unlocking is another person’s.",
        "Geler et verrouiller revient au gestionnaire de données, déverrouiller à une autre personne.",
    ),
    "done": Text("Done: what is there is {state} now.", "Fait\u00a0: cet endroit est maintenant {state}."),
    "acts": Text("Acts on this place", "Actes concernant cet endroit"),
    "no_acts": Text("Nothing was ever closed here.", "Rien n’a jamais été clos ici."),
    "when": Text("When", "Quand"),
    "who": Text("Who", "Qui"),
    "checklist": Text("Before a lock", "Avant le verrouillage"),
    "look": Text("Look at the checklist", "Voir la liste de contrôle"),
    "check": Text("Check", "Contrôle"),
    "found": Text("What was found", "Ce qui a été trouvé"),
    "ready": Text("Nothing stands in the way of a lock.", "Rien ne s’oppose au verrouillage."),
    "stands": Text("{count} lines stand in the way of a lock.", "{count} points s’opposent au verrouillage."),
    "nothing_found": Text("none", "aucun"),
    "blocks": Text("in the way", "bloquant"),
    "told_only": Text("to know", "pour information"),
    "and_more": Text("and {count} more", "et {count} autres"),
    "is_closed": Text("{state} since {at} by {who}.", "{state} depuis le {at} par {who}."),
    "open_here": Text("open", "ouvert"),
    "tab": Text("Closing", "Clôture"),
    "to_sign": Text("To sign", "À signer"),
    "to_sign_lead": Text(
        "Complete forms that no signature holds for. A form that changed after it was signed stands first.",
        "Formulaires complets sans signature valable. Ceux qui ont changé depuis leur signature viennent d’abord.",
    ),
    "forms_wait": Text("forms: {count}", "formulaires\u00a0: {count}"),
    "sign_whole": Text("Sign the whole casebook", "Signer tout le cahier"),
    "nothing_to_sign": Text("Nothing waits for a signature.", "Rien n’attend de signature."),
    "sign": Text("Sign", "Signer"),
    "sign_what": Text("What is signed", "Ce qui est signé"),
    "whole_visit": Text("the whole visit", "toute la visite"),
    "whole_casebook": Text("the whole casebook", "tout le cahier"),
    "meaning": Text("Meaning of the signature", "Signification de la signature"),
    "as_by_hand": Text(
        "Signing here binds you as signing by hand. The signature is of what stands there now: a change makes it fall.",
        "Signer ici vous engage comme une signature manuscrite. Elle porte sur l’état actuel\u00a0: toute modification"
        " la fait tomber.",
    ),
    "signed": Text("Signed.", "Signé."),
    "signatures": Text("Signatures", "Signatures"),
    "no_signatures": Text("Nobody has signed this.", "Personne n’a signé ceci."),
    "holds": Text("holds", "valable"),
    "fell": Text("no longer holds", "n’est plus valable"),
    "digest": Text("digest", "empreinte"),
    "digest_proved": Text("what was signed is what the trail holds", "ce qui a été signé est ce que contient la piste"),
    "digest_wrong": Text(
        "the trail holds something else than was signed", "la piste contient autre chose que ce qui a été signé"
    ),
    "changed": Text("Changed since", "Modifié depuis"),
    "before": Text("Before", "Avant"),
    "now": Text("Now", "Maintenant"),
    "item": Text("Item", "Champ"),
    "nothing": Text("nothing", "rien"),
    "changed_beside": Text(
        "A value that the rules work out, or an event, changed.",
        "Une valeur calculée par les règles, ou un événement, a changé.",
    ),
    "nothing_there": Text("nothing is written there", "rien n’y est écrit"),
    "not_complete": Text("not complete: {forms}", "non complet\u00a0: {forms}"),
    "not_begun": Text(
        "Nobody has begun these forms, and their window has closed: {forms}. What you sign is without them.",
        "Personne n’a commencé ces formulaires, et leur fenêtre est close\u00a0: {forms}. Vous signez sans eux.",
    ),
    "typed_by": Text("typed and not saved by {who}", "saisi et non enregistré par {who}"),
    "not_ready": Text("Not ready to be signed:", "Pas prêt à être signé\u00a0:"),
    "only_investigators": Text("Only an investigator of the site signs.", "Seul un investigateur du centre signe."),
    "completeness": Text("Completeness", "Complétude"),
    "completeness_lead": Text(
        "Each participant and visit in one sign; the word stands beside it, the number of complete forms below.",
        "Chaque participant et visite en un signe\u00a0; le mot est à côté, le nombre de formulaires complets dessous.",
    ),
    "nobody": Text("Nobody is enrolled yet.", "Personne n’est encore inclus."),
    "participant": Text("Participant", "Participant"),
    "no_visit": Text("not asked of them", "ne le concerne pas"),
    "legend": Text("Signs", "Signes"),
    "review": Text("Review of changes", "Revue des modifications"),
    "review_lead": Text(
        "What EMA’s guideline on computerised systems (6.2.2) asks to be looked at around signatures and locks.",
        "Ce que la ligne directrice de l’EMA sur les systèmes informatisés (6.2.2) demande d’examiner autour des"
        " signatures et des verrouillages.",
    ),
    "after_signature": Text("Changed after a signature", "Modifié après une signature"),
    "before_lock": Text(
        "Critical items corrected in the {days} days before a lock",
        "Champs critiques corrigés dans les {days} jours avant un verrouillage",
    ),
    "outliers": Text("Values out of range that went away", "Valeurs hors limites qui ont disparu"),
    "outliers_lead": Text(
        "Outside the form’s or the laboratory’s range, or asked about, and corrected to a value inside, or to none.",
        "Hors des limites du formulaire ou du laboratoire, ou signalées, puis corrigées vers une valeur dans les"
        " limites, ou aucune.",
    ),
    "stale": Text(
        "Closed values that the rules would work out otherwise today",
        "Valeurs closes que les règles calculeraient autrement aujourd’hui",
    ),
    "stale_lead": Text(
        "What is frozen or locked is never worked out anew. When it is opened again, it is.",
        "Ce qui est gelé ou verrouillé n’est jamais recalculé. Il l’est à la réouverture.",
    ),
    "would_be": Text("would be", "serait"),
    "reason": Text("Reason", "Motif"),
    "none_listed": Text("None.", "Aucune."),
}
