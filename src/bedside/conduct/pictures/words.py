"""The words of the pictures and of the alerts."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.values.wording import Text

WORDS: Mapping[str, Text] = {
    "dashboard": Text("Dashboard", "Tableau de bord"),
    "figures": Text("Figures", "Figures"),
    "recruitment": Text("Recruitment", "Recrutement"),
    "flow": Text("Participant flow", "Flux des participants"),
    "queries": Text("Age of queries", "Ancienneté des questions"),
    "queries_told": Text(
        "For each site, how many queries that are not over have been open for how long",
        "Pour chaque centre, nombre de questions en cours selon leur ancienneté",
    ),
    "open_for": Text("Open for", "Ouvertes depuis"),
    "open_queries": Text("Queries", "Questions"),
    "no_queries": Text("No query is open.", "Aucune question n’est en cours."),
    "days_between": Text("{first} to {last} days", "{first} à {last} jours"),
    "days_from": Text("{first} days or more", "{first} jours ou plus"),
    "completeness": Text("Completeness", "Complétude"),
    "completeness_hint": Text(
        "Items answered of all that is asked on forms that are due; beside it, forms in which all that is required is"
        " answered.",
        "Champs remplis parmi tous ceux des formulaires à remplir\u00a0; à côté, les formulaires où tout ce qui est"
        " obligatoire est rempli.",
    ),
    "completeness_told": Text(
        "Bars of completeness by site and visit; the table has the numbers.",
        "Barres de complétude par centre et visite\u00a0; le tableau donne les nombres.",
    ),
    "share": Text("{share}\u00a0% · forms {done} of {due}", "{share}\u00a0% · formulaires {done} sur {due}"),
    "method": Text(
        "Projection: the rate since the first person was screened, carried on; its 95 % interval is the exact one of a"
        " Poisson count (Garwood 1936). That the rate stays the same is assumed.",
        "Projection\u00a0: le rythme depuis la première présélection, prolongé\u00a0; son intervalle à 95\u00a0% est"
        " celui, exact, d’un comptage de Poisson (Garwood 1936). La constance du rythme est supposée.",
    ),
    "recruited": Text("{count} enrolled in {days} days.", "{count} inclus en {days} jours."),
    "reached": Text(
        "{count} enrolled of {target} in {days} days: the target is reached.",
        "{count} inclus sur {target} en {days} jours\u00a0: l’objectif est atteint.",
    ),
    "projected": Text(
        "{count} enrolled of {target} in {days} days; at this rate {target} by {at} (95 %: {early} to {late}).",
        "{count} inclus sur {target} en {days} jours\u00a0; à ce rythme {target} le {at}"
        " (95\u00a0%\u00a0: {early} à {late}).",
    ),
    "not_in_sight": Text("not in sight", "pas en vue"),
    "target_of": Text("target {target}", "objectif {target}"),
    "today": Text("today", "aujourd’hui"),
    "at_this_rate": Text("at this rate", "à ce rythme"),
    "nobody": Text("Nobody is enrolled yet.", "Personne n’est encore inclus."),
    "table": Text("The numbers", "Les nombres"),
    "save_svg": Text("Save the figure (SVG)", "Enregistrer la figure (SVG)"),
    "save_csv": Text("Save the numbers (CSV)", "Enregistrer les nombres (CSV)"),
    "day_of": Text("Day", "Jour"),
    "enrolled": Text("Enrolled", "Inclus"),
    "expected": Text("at this rate", "à ce rythme"),
    "earliest": Text("earliest", "au plus tôt"),
    "latest": Text("latest", "au plus tard"),
    "step": Text("Step", "Étape"),
    "people": Text("People", "Personnes"),
    "site": Text("Site", "Centre"),
    "visit": Text("Visit", "Visite"),
    "forms_done": Text("Forms complete", "Formulaires complets"),
    "forms_due": Text("Forms due", "Formulaires à remplir"),
    "answered": Text("Items answered", "Champs remplis"),
    "asked": Text("Items asked", "Champs demandés"),
    "percent": Text("Percent", "Pour cent"),
    "treatment": Text("Treatment timeline", "Chronologie des traitements"),
    "treatment_hint": Text(
        "A bar lasts, with an arrow while it goes on; a diamond is one moment. Day 0 is inclusion.",
        "Une barre dure, avec une flèche tant qu’elle continue\u00a0; un losange est un moment. J0 est l’inclusion.",
    ),
    "lanes_told": Text(
        "{rows} rows with {marks} entries; the table has them all.",
        "{rows} lignes avec {marks} éléments\u00a0; le tableau les donne tous.",
    ),
    "nothing_drawn": Text("Nothing with a time is recorded yet.", "Rien de daté n’est encore enregistré."),
    "day": Text("D{day}", "J{day}"),
    "form": Text("Form", "Formulaire"),
    "what": Text("What", "Quoi"),
    "from": Text("From", "Du"),
    "until": Text("Until", "Au"),
    "says": Text("Says", "Précise"),
    "goes_on": Text("goes on", "en cours"),
    "scores": Text("Scores", "Scores"),
    "results": Text("Laboratory", "Biologie"),
    "ranges_hint": Text(
        "A dot is a known value; a bar is a range: what is not known keeps it open.",
        "Un point est une valeur connue\u00a0; une barre est un intervalle\u00a0: ce qui n’est pas connu la laisse"
        " ouverte.",
    ),
    "panels_told": Text(
        "{count} panels; the table has all numbers.", "{count} vignettes\u00a0; le tableau donne tous les nombres."
    ),
    "at": Text("At", "À"),
    "least": Text("Least", "Minimum"),
    "greatest": Text("Greatest", "Maximum"),
    "unit": Text("Unit", "Unité"),
    "alerts": Text("To consider by the physician", "À envisager par le médecin"),
    "alerts_hint": Text(
        "By the protocol’s rules, from what is recorded. Nothing is ordered or decided here.",
        "D’après les règles du protocole et ce qui est enregistré. Rien n’est prescrit ni décidé ici.",
    ),
    "alert": Text("Alert", "Alerte"),
    "state": Text("State", "État"),
    "consider": Text("To consider", "À envisager"),
    "missing": Text("Missing to tell: {what}", "Manque pour conclure\u00a0: {what}"),
    "met": Text("alert", "alerte"),
    "overdue": Text("cannot tell: overdue", "indéterminé\u00a0: en retard"),
    "cannot_tell": Text("cannot tell", "indéterminé"),
    "not_met": Text("no alert", "pas d’alerte"),
    "no_alerts": Text("Nothing to consider now.", "Rien à envisager pour le moment."),
    "look_alerts": Text("Look", "Regarder"),
    "source": Text("Source: {source}", "Source\u00a0: {source}"),
    "assumed": Text("An assumption of the protocol", "Une hypothèse du protocole"),
    "and_more": Text("{count} in all", "{count} en tout"),
}
