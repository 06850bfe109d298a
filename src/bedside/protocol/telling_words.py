"""The words and the look with which a protocol is told."""

from __future__ import annotations

from bedside.protocol.model import Text

WORDS: dict[str, Text] = {
    "version": Text("version", "version"),
    "hash": Text("SHA-256", "SHA-256"),
    "research": Text(
        "Research software, not a medical device; not for treatment decisions.",
        "Logiciel de recherche, pas un dispositif médical ; ne sert pas à décider d’un traitement.",
    ),
    "record": Text("Public record", "Registre public"),
    "read": Text("read", "lu le"),
    "what": Text("Item", "Élément"),
    "is": Text("Value", "Valeur"),
    "understood": Text("Understood as", "Compris comme"),
    "in_its_words": Text("In the record's words", "Dans les mots du registre"),
    "line_or_source": Text("Line or source", "Ligne ou source"),
    "source": Text("Source", "Source"),
    "line": Text("line", "ligne"),
    "inclusion": Text("Inclusion criteria", "Critères d’inclusion"),
    "exclusion": Text("Exclusion criteria", "Critères de non-inclusion"),
    "rule": Text("Rule", "Règle"),
    "in_full": Text("The rule in full", "La règle en entier"),
    "concerns": Text("Concerns", "Concerne"),
    "answered_by": Text("Answered by", "Qui peut répondre"),
    "data": Text("What hospital data can say", "Ce que les données de l’hôpital peuvent dire"),
    "whole": Text("the whole rule", "toute la règle"),
    "assumed": Text("Assumption", "Hypothèse"),
    "assumed_several": Text("Assumptions", "Hypothèses"),
    "by data": Text("hospital data", "données de l’hôpital"),
    "by investigator": Text("investigator", "investigateur"),
    "by patient or relative": Text("patient or relative", "patient ou proche"),
    "by document": Text("document", "document"),
    "questions": Text("Questions", "Questions"),
    "question": Text("Question", "Question"),
    "counts_for": Text("An answer counts for", "Une réponse vaut"),
    "ever": Text("ever", "toujours"),
    "consent": Text("Lawful bases for inclusion", "Bases légales de l’inclusion"),
    "or": Text("or", "ou"),
    "continuation": Text(
        "The participant's own consent to go on is sought as soon as they can give it.",
        "Le consentement du participant à la poursuite est recherché dès qu’il peut le donner.",
    ),
    "arms": Text("Arms", "Bras"),
    "no_dose": Text("dose not stated", "dose non précisée"),
    "products": Text("Products supplied", "Produits fournis"),
    "counted_in": Text("Counted in", "Compté en"),
    "strengths": Text("Strengths", "Dosages"),
    "storage": Text("Storage", "Conservation"),
    "runs_short": Text("A site runs short below", "Un centre en manque au-dessous de"),
    "given_on": Text("Administrations are recorded on", "Les administrations sont consignées sur"),
    "not_after": Text("Not dispensed after", "Plus dispensé après"),
    "product_numbered": Text("Each unit bears a number of its own.", "Chaque unité porte son propre numéro."),
    "product_blinded": Text(
        "Nobody at a site can tell what a unit holds.", "Nul dans un centre ne peut dire ce que contient une unité."
    ),
    "outcomes": Text("Outcomes", "Critères de jugement"),
    "primary": Text("primary", "principal"),
    "secondary": Text("secondary", "secondaire"),
    "other": Text("other", "autre"),
    "visits": Text("Visits", "Visites"),
    "alerts": Text("To consider", "À envisager"),
    "alerts_shown": Text(
        "Shown to those who care for a participant, for a physician to consider; nothing is ordered or decided.",
        "Montré à ceux qui soignent un participant, pour qu’un médecin l’envisage ; rien n’est prescrit ni décidé.",
    ),
    "consider": Text("To consider by the physician", "À envisager par le médecin"),
    "asked_until": Text("Asked until the end of", "Recherché jusqu’à la fin de"),
    "known_within": Text("Told as missing when not known after", "Signalé comme manquant si inconnu au bout de"),
    "items": Text("Items", "Champs"),
    "time_to": Text(
        "Time from inclusion, in hours, and which came first",
        "Temps depuis l’inclusion, en heures, et lequel a eu lieu d’abord",
    ),
    "after": Text("after inclusion", "après l’inclusion"),
    "at_inclusion": Text("at inclusion", "à l’inclusion"),
    "up_to": Text("up to", "jusqu’à"),
    "dead": Text("If the participant died before", "Si le participant est décédé avant"),
    "discharged": Text("If the participant left before", "Si le participant est sorti avant"),
    "design": Text("Number of participants and looks at the data", "Effectif et analyses prévues"),
    "design_outcome": Text("Success by", "Succès selon"),
    "design_ruled_out": Text("Rate of success to be ruled out", "Taux de succès à exclure"),
    "design_hoped_for": Text("Rate of success hoped for", "Taux de succès espéré"),
    "design_error": Text("One-sided type I error", "Risque de première espèce, unilatéral"),
    "design_power": Text("Power", "Puissance"),
    "design_participants": Text("Planned number of participants", "Effectif prévu"),
    "design_lost": Text("Share expected not to be evaluable", "Proportion attendue de non évaluables"),
    "looks_at": Text("Looks at these numbers of participants", "Analyses à ces effectifs"),
    "looks_success": Text("Stops early with success", "Arrêt précoce pour succès"),
    "looks_futility": Text("Stops early for futility", "Arrêt précoce pour futilité"),
    "looks_decides": Text("Success at the last look", "Succès à la dernière analyse"),
    "looks_prior": Text("Beta prior", "Loi bêta a priori"),
    "success_successes": Text("from so many successes on:", "à partir de ce nombre de succès :"),
    "success_p_value": Text("exact one-sided p ≤", "p exact unilatéral ≤"),
    "success_spending": Text("type I error spent by", "risque de première espèce dépensé selon"),
    "success_posterior": Text(
        "P(rate above the one to be ruled out | data) ≥", "P(taux supérieur au taux à exclure | données) ≥"
    ),
    "success_predictive": Text("P(success at the last look | data) ≥", "P(succès à la dernière analyse | données) ≥"),
    "futility_successes": Text("up to so many successes:", "jusqu'à ce nombre de succès :"),
    "futility_posterior": Text(
        "P(rate above the one hoped for | data) ≤", "P(taux supérieur au taux espéré | données) ≤"
    ),
    "futility_predictive": Text("P(success at the last look | data) ≤", "P(succès à la dernière analyse | données) ≤"),
    "obrien_fleming": Text("O’Brien and Fleming (Lan and DeMets)", "O’Brien et Fleming (Lan et DeMets)"),
    "pocock": Text("Pocock (Lan and DeMets)", "Pocock (Lan et DeMets)"),
    "linear": Text("time, linearly", "le temps, linéairement"),
    "samples": Text("Research samples", "Prélèvements de recherche"),
    "tube": Text("Tube", "Tube"),
    "aliquots": Text("Aliquots", "Aliquotes"),
    "spun_within": Text("Centrifuged after the draw within", "Centrifugé après le prélèvement en"),
    "frozen_within": Text("In the freezer after the draw within", "Congelé après le prélèvement en"),
    "stored_at_most": Text("Stored at or below", "Conservé à cette température ou au-dessous"),
    "thaws": Text("Thawed at most (times)", "Décongelé au plus (nombre de fois)"),
    "results": Text("Results in", "Résultats dans"),
    "schedule": Text("Schedule", "Calendrier"),
    "visit": Text("Visit", "Visite"),
    "day": Text("Day", "Jour"),
    "window": Text("Window", "Fenêtre"),
    "forms": Text("Forms", "Formulaires"),
    "form": Text("Form", "Formulaire"),
    "number": Text("Number of items", "Nombre de champs"),
    "records": Text("Records", "Données recueillies"),
    "otherwise_all": Text("nothing that is due changes", "rien de ce qui est dû ne change"),
    "otherwise_nothing": Text("nothing more is due", "plus rien n’est dû"),
    "but": Text("but", "sauf"),
    "asks": Text("to fill in:", "à remplir :"),
    "parameters": Text("Parameters", "Paramètres"),
    "stands_on": Text("Stands on", "Repose sur"),
    "assumption": Text("assumption", "hypothèse"),
    "assumptions": Text(
        "Questions to the sponsor and assumptions taken", "Questions au promoteur et hypothèses prises"
    ),
    "taken": Text("Taken meanwhile", "Retenu en attendant"),
    "reason": Text("Because", "Parce que"),
    "used": Text("Used in", "Utilisé dans"),
}

USED: dict[str, tuple[Text, Text]] = {
    "parameter": (Text("parameter", "paramètre"), Text("parameters", "paramètres")),
    "question": (Text("question", "question"), Text("questions", "questions")),
    "criterion": (Text("criterion", "critère"), Text("criteria", "critères")),
    "consent route": (Text("lawful basis", "base légale"), Text("lawful bases", "bases légales")),
    "arm": (Text("arm", "bras"), Text("arms", "bras")),
    "intervention": (Text("intervention", "intervention"), Text("interventions", "interventions")),
    "outcome": (Text("outcome", "critère de jugement"), Text("outcomes", "critères de jugement")),
    "alert": (Text("alert", "alerte"), Text("alerts", "alertes")),
    "sample": (Text("sample", "prélèvement"), Text("samples", "prélèvements")),
    "product": (Text("product", "produit"), Text("products", "produits")),
    "monitoring": (Text("monitoring", "suivi"), Text("monitoring", "suivi")),
    "visit": (Text("visit", "visite"), Text("visits", "visites")),
    "event": (Text("event", "événement"), Text("events", "événements")),
    "form": (Text("form", "formulaire"), Text("forms", "formulaires")),
    "costs": (Text("effort of questions and tests", "effort des questions et des mesures"),) * 2,
}
"""The parts of a protocol that an assumption is used in, one and several."""

LINES: dict[str, Text] = {
    "registration_number": Text("registration number", "numéro d’enregistrement"),
    "title": Text("title", "titre"),
    "acronym": Text("acronym", "acronyme"),
    "phase": Text("phase", "phase"),
    "status": Text("status", "statut"),
    "status_shown": Text("status shown", "statut affiché"),
    "condition": Text("condition", "maladie"),
    "conditions": Text("condition", "maladie"),
    "sponsor": Text("sponsor", "promoteur"),
    "country": Text("country", "pays"),
    "background": Text("background", "contexte"),
    "aim": Text("aim", "objectif"),
    "sex": Text("sex", "sexe"),
    "age_groups": Text("age groups", "classes d’âge"),
    "healthy_volunteers": Text("healthy volunteers", "volontaires sains"),
    "target_enrolment": Text("target enrolment", "effectif prévu"),
    "enrolment_type": Text("kind of enrolment figure", "nature de l’effectif"),
    "study_type": Text("type of study", "type d’étude"),
    "design": Text("design", "plan"),
    "interventions_name": Text("intervention, name", "intervention, nom"),
    "interventions_type": Text("intervention, type", "intervention, type"),
    "interventions_description": Text("intervention, description", "intervention, description"),
    "eligibility_headings": Text("heading of the criteria", "titre des critères"),
}
"""The facts of a public record, by name; a number in the name (`conditions_1`) is said after it."""

FRENCH_VALUES = {
    "not yet recruiting": "pas encore de recrutement",
    "recruiting": "recrutement en cours",
    "enrolling by invitation": "recrutement sur invitation",
    "active not recruiting": "en cours, recrutement clos",
    "completed": "terminé",
    "suspended": "suspendu",
    "terminated": "arrêté",
    "withdrawn": "retiré",
    "unknown": "inconnu",
    "all": "tous",
    "female": "femmes",
    "male": "hommes",
    "child": "enfant",
    "adult": "adulte",
    "older adult": "adulte âgé",
    "yes": "oui",
    "no": "non",
    "planned": "prévu",
    "estimated": "estimé",
    "actual": "atteint",
    "interventional": "interventionnelle",
    "observational": "observationnelle",
    "single group": "un seul groupe",
    "parallel": "groupes parallèles",
    "parallel groups": "groupes parallèles",
    "crossover": "croisé",
    "factorial": "factoriel",
    "sequential": "séquentiel",
    "drug": "médicament",
    "device": "dispositif",
    "procedure": "procédure",
    "biological": "produit biologique",
    "other": "autre",
    "rationale": "justification",
    "superiority": "supériorité",
    "not stated": "non précisé",
    "required": "exigé",
    "not required": "non exigé",
}
"""Values that registries and protocols choose from a list (ClinicalTrials.gov data API, enumerations; checked
2026-11), and those of ours."""

STYLE = (
    ":root{color-scheme:light;--ink:#1c2733;--soft:#5b6b7b;--line:#d9e0e7;--tint:#f4f7fa;--accent:#0b5c8a}"
    "*{box-sizing:border-box}body{margin:0;font:16px/1.55 system-ui,sans-serif;color:var(--ink);background:#fff;"
    "display:grid;grid-template-columns:minmax(12rem,16rem) minmax(0,1fr)}"
    "nav{position:sticky;top:0;align-self:start;padding:2rem 1rem;display:flex;flex-direction:column;gap:.4rem;"
    "font-size:.9rem}nav a{color:var(--accent);text-decoration:none}nav a:hover{text-decoration:underline}"
    "main{padding:2rem 2rem 4rem;max-width:60rem}h1{line-height:1.2;margin-top:0}"
    "h2{margin:2.5rem 0 .5rem;padding-bottom:.3rem;border-bottom:2px solid var(--line)}h3{margin:1.4rem 0 .3rem;"
    "font-size:1.05rem}blockquote{margin:.3rem 0;padding:.3rem .9rem;border-left:3px solid var(--accent);"
    "background:var(--tint);color:var(--soft)}ul{margin:.3rem 0;padding-left:1.3rem}"
    "ul.rule{list-style:none;padding:0}ul.rule li{margin-left:calc(var(--level)*1.1rem);font-size:.92rem}"
    "summary{cursor:pointer;color:var(--accent)}.table{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.92rem}"
    "th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid var(--line);"
    "overflow-wrap:break-word;hyphens:manual;min-width:6.5em}"
    "td:first-child{min-width:8em}th{background:var(--tint)}"
    "@media(max-width:60rem){body{display:block}nav{position:static;flex-direction:row;flex-wrap:wrap;padding:1rem}"
    "main{padding:1rem}}@media print{nav{display:none}body{display:block}}"
)
