"""The words of the screens of cuts."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.values.wording import Text

WORDS: Mapping[str, Text] = {
    "title": Text("Data cuts", "Extractions de données"),
    "lead": Text(
        "A cut is everything that the study holds at one moment, under a hash of what it holds. It is never altered;"
        " an objection to the use of data supersedes it.",
        "Une extraction est tout ce que l’étude contient à un moment donné, sous une empreinte de son contenu. Elle"
        " n’est jamais modifiée\u202f; une opposition à l’utilisation des données la rend caduque.",
    ),
    "none": Text("No cut was taken yet.", "Aucune extraction n’a encore été faite."),
    "list": Text("Cuts that were taken", "Extractions faites"),
    "kind": Text("Kind", "Nature"),
    "when": Text("Taken", "Faite"),
    "upto": Text("Up to event", "Jusqu’à l’événement"),
    "participants": Text("Participants", "Participants"),
    "excluded": Text("excluded, having objected: {count}", "exclusion pour opposition\u00a0: {count}"),
    "reduced": Text("safety reports only, having objected: {count}",
                    "déclarations de sécurité seules, pour opposition\u00a0: {count}"),
    "hash": Text("Hash of what it holds (SHA-256)", "Empreinte de son contenu (SHA-256)"),
    "status": Text("Status", "Statut"),
    "current": Text("current", "valable"),
    "superseded": Text("superseded", "caduque"),
    "since": Text("objections since: {count}", "oppositions depuis\u00a0: {count}"),
    "protocol": Text("Protocol", "Protocole"),
    "download": Text("Download", "Télécharger"),
    "download_of": Text("Download the {kind} cut of event {event}", "Télécharger l’extraction {kind} de l’événement "
                                                                   "{event}"),
    "megabytes": Text("{size} MB", "{size} Mo"),
    "take": Text("Take a cut", "Faire une extraction"),
    "why": Text("What the cut is for", "À quoi sert l’extraction"),
    "help": Text("Others may go on writing meanwhile: the cut is of one moment.",
                 "Les autres peuvent continuer d’écrire\u00a0: l’extraction est d’un seul moment."),
    "taking": Text("The cut is being taken: up to a minute.", "Extraction en cours\u00a0: jusqu’à une minute."),
    "taken": Text("The cut was taken: {hash}.", "L’extraction est faite\u00a0: {hash}."),
    "results": Text("Statistical report", "Rapport statistique"),
    "results_lead": Text(
        "What the protocol promised to estimate, worked out of the cut of event {event} ({participants} participants)."
        " The first time takes up to a minute; the same cut gives the same report.",
        "Ce que le protocole a promis d’estimer, calculé sur l’extraction de l’événement {event} ({participants}"
        " participants). La première fois prend jusqu’à une minute\u202f; la même extraction donne le même rapport.",
    ),
    "working_out": Text("The report is being worked out: up to a minute the first time.",
                        "Le rapport est en cours de calcul\u00a0: jusqu’à une minute la première fois."),
    "results_files": Text("Download the report, tables, figures and rows",
                          "Télécharger le rapport, les tableaux, les figures et les lignes"),
    "results_alone": Text("The report by itself", "Le rapport seul"),
    "profiles": Text("Profiles of the participants, one by one", "Profils des participants, un par un"),
    "board_profiles": Text("with a profile of each participant", "avec un profil de chaque participant"),
    "board": Text("Report to the safety board", "Rapport au comité de surveillance"),
    "board_lead": Text(
        "What the safety board reads of the cut of event {event} ({participants} participants): deaths, events,"
        " measurements, without the primary outcome and the lengths of stay. The first time takes up to a minute.",
        "Ce que le comité de surveillance lit de l’extraction de l’événement {event} ({participants} participants) :"
        " décès, événements, mesures, sans le critère principal ni les durées de séjour. La première fois prend jusqu’à"
        " une minute.",
    ),
    "board_files": Text("Download the report (page and PDFs)", "Télécharger le rapport (page et PDF)"),
    "board_primary": Text("Download it with the primary outcome", "Le télécharger avec le critère principal"),
    "board_primary_help": Text(
        "As at a look that the protocol states. Whoever runs the trial reads no result of it before its end.",
        "Comme lors d’une analyse intermédiaire prévue au protocole. Qui conduit l’essai n’en lit aucun résultat avant"
        " la fin.",
    ),
    "why_files": Text("What these files are for", "À quoi serviront ces fichiers"),
    "why_primary": Text("Why the primary outcome is read now", "Pourquoi le critère principal est lu maintenant"),
    "plan": Text("Statistical analysis plan", "Plan d’analyse statistique"),
    "plan_lead": Text(
        "What will be analysed, and how, written from version {version} of the protocol.",
        "Ce qui sera analysé, et comment, rédigé à partir de la version {version} du protocole.",
    ),
    "plan_alone": Text("The plan by itself", "Le plan seul"),
    "plan_pdf": Text("The plan as PDF", "Le plan en PDF"),
    "redacted": Text("[redacted]", "[caviardé]"),
    # --- on paper
    "casebook": Text("Casebook with its audit trail", "Cahier d’observation et sa piste d’audit"),
    "casebook_of": Text("Casebook of {code}", "Cahier d’observation de {code}"),
    "casebook_pdf": Text("Casebook as PDF, with its audit trail", "Cahier en PDF, avec sa piste d’audit"),
    "blank_pdf": Text("Blank forms (PDF)", "Formulaires vierges (PDF)"),
    "annotated_pdf": Text("Annotated forms (PDF)", "Formulaires annotés (PDF)"),
    "not_real": Text("DEMONSTRATION: NOBODY HERE IS REAL", "DÉMONSTRATION\u00a0: PERSONNE ICI N’EST RÉEL"),
    "version": Text("Protocol {version}", "Protocole {version}"),
    "paper_foot": Text(
        "As of event {event}, seal {seal}… · protocol SHA-256 {hash}…",
        "À l’événement {event}, sceau {seal}… · protocole SHA-256 {hash}…",
    ),
    "page": Text("page", "page"),
    "of": Text("of", "sur"),
    "site": Text("Site", "Centre"),
    "number": Text("Number of enrolment", "Numéro d’inclusion"),
    "included": Text("Included", "Inclusion"),
    "consent_steps": Text("Consent", "Consentement"),
    "events": Text("Events", "Événements"),
    "deviations": Text("Deviations", "Écarts"),
    "nothing": Text("None recorded.", "Rien de consigné."),
    "at": Text("When", "Quand"),
    "step": Text("Step", "Étape"),
    "route": Text("Route", "Voie"),
    "document": Text("Document", "Document"),
    "saved_by": Text("Recorded", "Consigné"),
    "event": Text("Event", "Événement"),
    "found": Text("Found", "Constaté"),
    "criterion": Text("Criterion", "Critère"),
    "what_happened": Text("What happened", "Ce qui s’est passé"),
    "signatures": Text("Signatures", "Signatures"),
    "signed_by": Text("Signed by", "Signé par"),
    "meaning": Text("Meaning", "Sens"),
    "where": Text("What", "Quoi"),
    "state": Text("Now", "Aujourd’hui"),
    "whole_casebook": Text("the whole casebook", "tout le cahier"),
    "whole_trail": Text("Audit trail", "Piste d’audit"),
    "trail_lead": Text("Everything that was done about this participant, first to last: {count} events.",
                       "Tout ce qui a été fait au sujet de ce participant, dans l’ordre\u00a0: {count} événements."),
    "event_no": Text("No.", "N°"),
    "who": Text("When, who", "Quand, qui"),
    "action": Text("Action", "Action"),
    "change": Text("Before → after", "Avant → après"),
    "place_why": Text("Where, why", "Où, pourquoi"),
}  # fmt: skip
