"""Words of what is told of safety, in English and in French: exposure, listings, what falls outside, contradictions."""

from __future__ import annotations

from bedside.values.wording import Text

OF_SAFETY: dict[str, Text] = {
    # --- everybody exposed ----------------------------------------------------------------------------------------
    "table exposed": Text(
        "Everybody so far: serious adverse events and deaths to the cut",
        "Tous les participants à ce jour\u00a0: événements indésirables graves et décès jusqu’à l’extraction",
    ),
    "exposed_treated": Text("at least one dose", "au moins une prise"),
    "exposed_untreated": Text("no dose recorded", "aucune prise consignée"),
    "exposed_included": Text("all included", "tous les inclus"),
    "exposed_reduced": Text(
        "objecting to the use of their data: only what must be reported is held",
        "opposés à l’utilisation de leurs données\u00a0: seul est détenu ce qui doit être déclaré",
    ),
    "exposed_members": Text("participants", "participants"),
    "exposed_serious": Text("serious events to the cut", "événements graves jusqu’à l’extraction"),
    "exposed_serious_people": Text("participants with one", "participants concernés"),
    "exposed_fatal": Text("fatal events among them", "dont fatals"),
    "exposed_deaths": Text("deaths", "décès"),
    "exposed_before": Text("serious events before the first dose", "événements graves avant la première prise"),
    "exposed_window": Text(
        "serious events in the window of {outcome}", "événements graves dans la fenêtre de {outcome}"
    ),
    "exposed_window_people": Text("participants with one", "participants concernés"),
    "exposed_note": Text(
        "With a dose: events that began at or after the first one, as far as their times tell, until the cut, however"
        " late. Without: every serious event recorded. Deaths are from any cause.",
        "Avec une prise\u00a0: événements débutés à partir de la première, autant que leurs dates le disent, jusqu’à"
        " l’extraction, si tardifs soient-ils. Sans prise\u00a0: tout événement grave consigné. Décès\u00a0: toutes"
        " causes.",
    ),
    # --- extent of exposure ---------------------------------------------------------------------------------------
    "table extent": Text("Extent of exposure", "Étendue de l’exposition"),
    "doses": Text("doses", "prises"),
    "days_treated": Text(
        "days from the first to the last dose, both included", "jours de la première à la dernière prise, incluses"
    ),
    "days_dosed": Text("days with a dose", "jours avec une prise"),
    "days_without": Text("days between them without a dose", "jours sans prise entre elles"),
    "interruptions": Text("interruptions", "interruptions"),
    "extent_total": Text("in all", "au total"),
    "extent_note": Text(
        "{set} (n\u00a0=\u00a0{size}). Days are of 24 hours from the first dose. An interruption is one or more whole"
        " days without a recorded dose between the first and the last: participants with one: {interrupted}.",
        "{set} (n\u00a0=\u00a0{size}). Jours de 24\u00a0heures à partir de la première prise. Une interruption est un"
        " ou plusieurs jours entiers sans prise consignée entre la première et la dernière\u00a0; participants"
        " concernés\u00a0: {interrupted}.",
    ),
    # --- deaths one by one ----------------------------------------------------------------------------------------
    "table deaths_listed": Text("Deaths, one by one", "Décès, un par un"),
    "listing_participant": Text("participant", "participant"),
    "death_days": Text("day of death", "jour du décès"),
    "death_first_dose": Text("days since the first dose", "jours depuis la première prise"),
    "death_last_dose": Text("days since the last dose", "jours depuis la dernière prise"),
    "death_cause": Text("cause, as typed", "cause, telle que saisie"),
    "listing_numbers": Text(
        "Participants go by their number in the order of inclusion, as in the figures and profiles; contradictions have"
        " it beside the code. Days are from inclusion.",
        "Les participants portent leur numéro dans l’ordre d’inclusion, comme sur les figures et profils\u202f; les"
        " contradictions l’ont à côté du code. Les jours partent de l’inclusion.",
    ),
    "listing_reduced": Text(
        "O1, O2…: who objects to the use of their data, in the order of inclusion.",
        "O1, O2…\u00a0: qui s’oppose à l’utilisation de ses données, dans l’ordre d’inclusion.",
    ),
    "no_deaths_listed": Text("No death is recorded.", "Aucun décès n’est consigné."),
    # --- by relation, and one by one ------------------------------------------------------------------------------
    "table adverse_related": Text(
        "Adverse events by relation to treatment, as the investigator holds it",
        "Événements indésirables selon le lien avec le traitement, d’après l’investigateur",
    ),
    "related_relation": Text("relation", "lien"),
    "related_participants": Text("participants (%)", "participants (%)"),
    "related_events": Text("events", "événements"),
    "related_serious": Text("serious", "graves"),
    "related_fatal": Text("fatal", "fatals"),
    "relation_not_said": Text("not said", "non précisé"),
    "table serious_listed": Text(
        "Serious and fatal events, one by one: every one recorded",
        "Événements graves et fatals, un par un\u00a0: tous ceux consignés",
    ),
    "serious_term": Text("term", "terme"),
    "serious_grade": Text("grade", "grade"),
    "serious_why": Text("why serious", "motif de gravité"),
    "serious_day": Text("began, day", "début, jour"),
    "serious_dose_day": Text("days since first dose", "jours depuis la première prise"),
    "serious_ended": Text("ended, day", "fin, jour"),
    "serious_relation": Text("relation", "lien"),
    "serious_action": Text("action", "mesure"),
    "serious_outcome": Text("outcome", "évolution"),
    "serious_fatal": Text("fatal", "fatal"),
    "serious_place": Text("where it falls", "où il se place"),
    "before_inclusion": Text("before inclusion", "avant l’inclusion"),
    "before_dose": Text("in the window, before or without a dose", "dans la fenêtre, avant ou sans prise"),
    "counted_in_window": Text("in the window, counted", "dans la fenêtre, compté"),
    "after_window": Text("after the window", "après la fenêtre"),
    "no_serious_listed": Text(
        "No serious or fatal event is recorded.", "Aucun événement grave ou fatal n’est consigné."
    ),
    # --- what the tables leave out --------------------------------------------------------------------------------
    "outside": Text("Recorded outside the window or without a dose", "Consignés hors fenêtre ou sans prise"),
    "outside_count": Text("{events} (serious {serious})", "{events} (graves {serious})"),
    "outside_note": Text(
        "Recorded and in no other line: {events} events, serious ones {serious}; before inclusion {before}, in the"
        " window before or without a dose {undosed}, after the window {after}. Serious ones are listed one by one.",
        "Consignés et dans aucune autre ligne\u00a0: {events} événements, dont graves {serious}\u202f; avant"
        " l’inclusion {before}, dans la fenêtre avant ou sans prise {undosed}, après la fenêtre {after}. Les graves"
        " sont listés un par un.",
    ),
    "outside_window": Text("outside the window", "hors de la fenêtre"),
    "outside_serious": Text("serious ones among these", "dont graves"),
    "incidence_note": Text(
        "Days are those that have passed since inclusion. The last line is the end of the window in which events"
        " count: its last day has passed then, so that it bears the number of the next one.",
        "Les jours sont ceux écoulés depuis l’inclusion. La dernière ligne est la fin de la fenêtre où les événements"
        " comptent\u00a0: son dernier jour est alors écoulé, d’où le numéro du suivant.",
    ),
    "rates_note": Text(
        "Days are counted from inclusion, but where a line says from the first dose.",
        "Les jours sont comptés depuis l’inclusion, sauf là où une ligne dit depuis la première prise.",
    ),
    # --- rates ----------------------------------------------------------------------------------------------------
    "events_from_dose": Text(
        "adverse events from the first dose on, for the days since it",
        "événements indésirables à partir de la première prise, rapportés aux jours depuis celle-ci",
    ),
    "serious_from_dose": Text(
        "serious adverse events from the first dose on, for the days since it",
        "événements indésirables graves à partir de la première prise, rapportés aux jours depuis celle-ci",
    ),
}
