"""The words of the screens of casebook."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.values.wording import Text

WORDS: Mapping[str, Text] = {
    "casebook": Text("Casebook", "Cahier d’observation"),
    "site_word": Text("Site", "Centre"),
    "version": Text("protocol {version}", "protocole {version}"),
    "forms_of_visit": Text("Forms of this visit", "Formulaires de cette visite"),
    "answered": Text("{answered} of {total} answered", "{answered} sur {total} renseignés"),
    "required": Text("required", "obligatoire"),
    "required_note": Text("Items with * are required.", "Les champs avec * sont obligatoires."),
    "yesterday": Text("the day before: {value}", "la veille\u00a0: {value}"),
    "unit": Text("Unit of {label}", "Unité de {label}"),
    "no_answer": Text("no answer", "sans réponse"),
    "missing": Text("Why there is no value: {label}", "Pourquoi il n’y a pas de valeur\u00a0: {label}"),
    "has_value": Text("value given", "valeur donnée"),
    "because": Text("Reason why there is none: {label}", "Motif de l’absence\u00a0: {label}"),
    "no_because": Text("reason…", "motif…"),
    "assay": Text("Method and laboratory", "Méthode et laboratoire"),
    "assay_of": Text("Method and laboratory of {label}", "Méthode et laboratoire de {label}"),
    "time_hint": Text("t now, y yesterday, v visit, 08112026 0800, or a day, month or year alone",
                      "t maintenant, y hier, v visite, 08112026 0800, ou jour, mois ou année seuls"),
    "date_hint": Text("t today, y yesterday, v visit, 08112026, or a month or year alone",
                      "t aujourd’hui, y hier, v visite, 08112026, ou mois ou année seuls"),
    "limits_hint": Text("< and > allowed", "< et > admis"),
    "was_checked": Text(
        "a check was shown ({checks}) for “{typed}”", "un contrôle a été montré ({checks}) pour «\u00a0{typed}\u00a0»"
    ),
    "not_kept": Text("a text that is not kept", "un texte non conservé"),
    "why": Text("Reason of the change", "Motif de la modification"),
    "why_of": Text("Reason of the change: {label}", "Motif de la modification\u00a0: {label}"),
    "why_all": Text("Reason for all changes of saved values", "Motif pour toutes les modifications de valeurs "
                                                              "enregistrées"),
    "why_1": Text("typing error", "erreur de saisie"),
    "why_2": Text("source was corrected", "source corrigée"),
    "why_3": Text("new information", "nouvelle information"),
    "why_4": Text("verified against the source", "vérifié dans la source"),
    "needs_reason": Text("Not saved: a saved value changes; say why.",
                         "Non enregistré\u00a0: une valeur enregistrée change\u202f; dites pourquoi."),
    "confirm": Text("It is right; the reason stands beside", "C’est exact\u202f; le motif est indiqué"),
    "confirmed": Text("confirmed: {reason}", "confirmé\u00a0: {reason}"),
    "theirs": Text("{who} saved meanwhile ({at}): {value}", "{who} a enregistré entre-temps ({at})\u00a0: {value}"),
    "keep_theirs": Text("Keep theirs", "Garder la sienne"),
    "take_mine": Text("Put mine over it: {value} (with a reason)", "La remplacer par la mienne\u00a0: {value} "
                                                                   "(avec un motif)"),
    "two_texts": Text("Two values: choose", "Deux valeurs\u00a0: choisissez"),
    "history": Text("history", "historique"),
    "history_look": Text("look at the history", "voir l’historique"),
    "trail_of": Text("in the audit trail", "dans la piste d’audit"),
    "redacted": Text("redacted", "caviardé"),
    "emptied": Text("emptied", "vidé"),
    "by_at": Text("{who} ({role}), {at}", "{who} ({role}), {at}"),
    "reason_given": Text("reason: {reason}", "motif\u00a0: {reason}"),
    "says": Text("source: {who}", "source\u00a0: {who}"),
    "source": Text("Source of what is typed here", "Source de ce qui est saisi ici"),
    "paper_at": Text("written on paper at", "écrit sur papier le"),
    "paper_role": Text("by", "par"),
    "source_me": Text("not said: typed by me", "non précisée\u00a0: saisie par moi"),
    "source_of": Text("Source of {label}, if another", "Source de {label}, si autre"),
    "more": Text("source, comment", "source, commentaire"),
    "comment": Text("Comment on {label}", "Commentaire sur {label}"),
    "comment_add": Text("Add the comment", "Ajouter le commentaire"),
    "comment_why": Text("Why it may stay", "Pourquoi il peut rester"),
    "comment_kept": Text("The comment was added.", "Le commentaire a été ajouté."),
    "comment_identifies": Text(
        "This may identify somebody: {found}. Take it out, or say why it may stay.",
        "Ceci peut identifier quelqu’un\u00a0: {found}. Retirez-le, ou dites pourquoi il peut rester."),
    "comment_empty": Text("Not added: the comment is empty, or too long.",
                          "Non ajouté\u00a0: le commentaire est vide ou trop long."),
    "computed": Text("worked out by the rules", "calculé par les règles"),
    "computed_needs": Text("Worked out once “{label}” is saved.", "Calculé dès que «\u00a0{label}\u00a0» sera "
                                                                  "enregistré."),
    "parts_known": Text("{known} of {total} parts known", "{known} parties connues sur {total}"),
    "is_missing": Text("What is missing: {what}.", "Ce qui manque\u00a0: {what}."),
    "how": Text("How it was worked out", "Comment c’est calculé"),
    "kept_version": Text("version {number}, {at}", "version {number}, {at}"),
    "save": Text("Save", "Enregistrer"),
    "save_next": Text("Save, next form", "Enregistrer, formulaire suivant"),
    "keys": Text(
        "Keys: 1–9 choose, 0 none, t now, y yesterday, v day of the visit, Enter next, F8 next to fill (then the next "
        "form), Ctrl+S save",
        "Touches\u00a0: 1–9 choisir, 0 aucun, t maintenant, y hier, v jour de la visite, Entrée suivant, F8 suivant à "
        "remplir (puis formulaire suivant), Ctrl+S enregistrer"),
    "draft": Text("Draft of {at} restored: {count} not saved yet.", "Brouillon de {at} repris\u00a0: {count} non "
                                                                    "enregistré(s)."),
    "discard": Text("Discard the draft", "Abandonner le brouillon"),
    "others": Text("{who} is also typing here ({at}).", "{who} saisit aussi ici ({at})."),
    "draft_saved": Text("saved as draft {at}", "brouillon enregistré {at}"),
    "draft_local": Text("not saved: no network, kept on this device", "non enregistré\u00a0: pas de réseau, "
                                                                      "gardé sur cet appareil"),
    "draft_signed_out": Text("not saved: signed out, kept on this device; sign in and open this page again",
                             "non enregistré\u00a0: déconnecté, gardé sur cet appareil\u202f; reconnectez-vous "
                             "et rouvrez cette page"),
    "draft_restored": Text("what this device had kept is back; not saved yet",
                           "ce que cet appareil avait gardé est revenu\u202f; pas encore enregistré"),
    "draft_refused": Text("not kept: {what}", "non gardé\u00a0: {what}"),
    "leave": Text("There are changes that are not saved.", "Des modifications ne sont pas enregistrées."),
    "n_saved": Text("{count} saved.", "{count} enregistré(s)."),
    "n_held": Text("{count} not saved: see the marked fields; nothing typed is lost.",
                   "{count} non enregistré(s)\u00a0: voir les champs signalés\u202f; rien de saisi n’est perdu."),
    "offered": Text("The laboratory terms of CTCAE are offered; write any other as it is called there.",
                    "Les termes biologiques de la CTCAE sont proposés\u202f; écrivez tout autre terme tel qu’elle le "
                    "nomme."),
    "none": Text("There was none", "Il n’y en a pas eu"),
    "up_to_date_no": Text("If not, enter what is missing first:", "Sinon, saisissez d’abord ce qui manque\u00a0:"),
    "none_why": Text(
        "Every occurrence is recorded here. As long as nothing is written, nobody knows whether there was one; what is "
        "written holds up to the moment at which it is saved.",
        "Chaque occurrence est consignée ici. Tant que rien n’est écrit, on ne sait pas s’il y en a eu\u202f; ce qui "
        "est écrit vaut jusqu’au moment de l’enregistrement.",
    ),
    "nothing": Text("Nothing changed.", "Rien n’a changé."),
    "discarded": Text("The draft was discarded.", "Le brouillon a été abandonné."),
    "read_only": Text("You may read this form, not write it.", "Vous pouvez lire ce formulaire, pas l’écrire."),
    "planned": Text("Planned visits", "Visites prévues"),
    "to_come": Text("Later visits: {count}", "Visites ultérieures\u00a0: {count}"),
    "with_events": Text("With events", "Avec un événement"),
    "unscheduled": Text("Unscheduled and repeated forms", "Formulaires hors calendrier et répétés"),
    "add": Text("Add: {label}", "Ajouter\u00a0: {label}"),
    "other_form": Text("Another form, unscheduled", "Un autre formulaire, hors calendrier"),
    "laboratory": Text("Laboratory grid", "Tableau de biologie"),
    "analyte": Text("Analyte", "Analyte"),
    "no_results": Text("No result yet.", "Pas encore de résultat."),
    "window": Text("from {opens} to {closes}", "du {opens} au {closes}"),
    "not_enrolled_yet": Text("Not included yet: the visits after inclusion are planned from it.",
                             "Pas encore inclus\u00a0: les visites suivantes se calculent depuis l’inclusion."),
    "needed": Text("{count} still needed", "{count} encore nécessaire(s)"),
    "unread": Text("{count} that rules cannot read", "{count} que les règles ne peuvent lire"),
    "closed": Text("closed", "fermé"),
    "number": Text("no. {number}", "n°\u00a0{number}"),
    "grid_lead": Text("Low, high and grades (CTCAE {version}) by the site’s",
                      "Bas, haut et grades (CTCAE {version}) selon les"),
    "grid_legend": Text("L below, H above the range; G the CTCAE grade (+ a clinical condition may raise it, ? cannot "
                        "be told); the whole of it stands on the form of each value. A correction is made there.",
                        "L sous, H au-dessus des valeurs de référence ; G le grade CTCAE (+ une condition "
                        "clinique peut l’élever, ? indécidable) ; le détail est sur le formulaire de chaque "
                        "valeur. Une correction s’y fait."),
    "grid_keys": Text("Keys: Enter and arrows move, Ctrl+S saves.",
                      "Touches : Entrée et flèches déplacent, Ctrl+S enregistre."),
    "show_units": Text("Show in these units", "Afficher dans ces unités"),
    "before": Text("baseline {grade}", "initiale {grade}"),
    "is_baseline": Text("as baseline", "comme initiale"),
    "as_typed": Text("as typed: {typed}", "saisi\u00a0: {typed}"),
}  # fmt: skip
