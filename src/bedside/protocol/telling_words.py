"""The words and the look with which a protocol is told."""

from __future__ import annotations

from bedside.protocol.model import Text

WORDS: dict[str, Text] = {
    "version": Text("version", "version"),
    "hash": Text("SHA-256", "SHA-256"),
    "research": Text(
        "Research software, not a medical device; not for treatment decisions.",
        "Logiciel de recherche, pas un dispositif médical ; ne sert pas à décider d'un traitement.",
    ),
    "record": Text("Public record", "Registre public"),
    "read": Text("read", "lu le"),
    "what": Text("what", "quoi"),
    "is": Text("is", "vaut"),
    "in_its_words": Text("in the record's words", "dans les mots du registre"),
    "line": Text("line", "ligne"),
    "inclusion": Text("Inclusion criteria", "Critères d'inclusion"),
    "exclusion": Text("Exclusion criteria", "Critères de non-inclusion"),
    "rule": Text("Rule", "Règle"),
    "in_full": Text("The rule in full", "La règle en entier"),
    "concerns": Text("Concerns", "Concerne"),
    "answered_by": Text("Answered by", "Qui peut répondre"),
    "data": Text("What hospital data can say", "Ce que les données de l'hôpital peuvent dire"),
    "assumed": Text("Assumption", "Hypothèse"),
    "by data": Text("hospital data", "données de l'hôpital"),
    "by investigator": Text("investigator", "investigateur"),
    "by patient or relative": Text("patient or relative", "patient ou proche"),
    "by document": Text("document", "document"),
    "consent": Text("Lawful bases for inclusion", "Bases légales de l'inclusion"),
    "or": Text("or", "ou"),
    "continuation": Text(
        "The participant's own consent to go on is sought as soon as they can give it.",
        "Le consentement du participant à la poursuite est recherché dès qu'il peut le donner.",
    ),
    "arms": Text("Arms", "Bras"),
    "no_dose": Text("dose not stated", "dose non précisée"),
    "outcomes": Text("Outcomes", "Critères de jugement"),
    "primary": Text("primary", "principal"),
    "secondary": Text("secondary", "secondaire"),
    "other": Text("other", "autre"),
    "visits": Text("Visits", "Visites"),
    "items": Text("Items", "Champs"),
    "dead": Text("Died before", "Décédé avant"),
    "discharged": Text("Left before", "Sorti avant"),
    "schedule": Text("Schedule", "Calendrier"),
    "visit": Text("visit", "visite"),
    "day": Text("day", "jour"),
    "window": Text("window", "fenêtre"),
    "forms": Text("Forms", "Formulaires"),
    "form": Text("form", "formulaire"),
    "records": Text("records", "enregistre"),
    "otherwise_all": Text("nothing that is due changes", "rien de ce qui est dû ne change"),
    "otherwise_nothing": Text("nothing more is due", "plus rien n'est dû"),
    "but": Text("but", "sauf"),
    "asks": Text("asks for", "demande"),
    "parameters": Text("Parameters", "Paramètres"),
    "stands_on": Text("stands on", "repose sur"),
    "assumption": Text("assumption", "hypothèse"),
    "assumptions": Text(
        "Questions to the sponsor and assumptions taken", "Questions au promoteur et hypothèses prises"
    ),
    "taken": Text("Taken meanwhile", "Retenu en attendant"),
    "reason": Text("Because", "Parce que"),
    "used": Text("Used in", "Utilisé dans"),
}

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
    "overflow-wrap:anywhere}th{background:var(--tint)}"
    "@media(max-width:60rem){body{display:block}nav{position:static;flex-direction:row;flex-wrap:wrap;padding:1rem}"
    "main{padding:1rem}}@media print{nav{display:none}body{display:block}}"
)
