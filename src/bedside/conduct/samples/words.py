"""The words of the screens of samples."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.values.wording import Text

DRAWERS: Mapping[str, Text] = {
    "research nurse": Text("research nurse", "infirmier de recherche"),
    "ward nurse": Text("nurse of the ward", "infirmier du service"),
    "physician": Text("physician", "médecin"),
    "technician": Text("laboratory technician", "technicien de laboratoire"),
    "other": Text("somebody else", "autre personne"),
}
"""Who draws a tube, never by name."""
REASONS: Mapping[str, Text] = {
    "not possible": Text("blood could not be drawn", "prélèvement impossible"),
    "too ill": Text("the participant was too ill", "état du participant"),
    "declined": Text("the participant declined this sample", "ce prélèvement a été refusé"),
    "left": Text("the participant had left", "le participant était parti"),
    "forgotten": Text("it was forgotten", "oubli"),
    "no material": Text("no tube, or nobody to process it", "ni tube, ni personne pour le traiter"),
    "other": Text("another reason", "autre motif"),
}
LOOKS: Mapping[str, Text] = {
    "none": Text("none", "aucune"),
    "slight": Text("slight", "légère"),
    "marked": Text("marked", "marquée"),
    "not looked at": Text("not looked at", "non recherchée"),
}
NONE, MARKED = "none", "marked"
CONDITIONS: Mapping[str, Text] = {
    "frozen": Text("frozen", "congelé"),
    "partly thawed": Text("partly thawed", "partiellement décongelé"),
    "thawed": Text("thawed", "décongelé"),
    "not said": Text("not said", "non précisé"),
}
THAWED = frozenset({"partly thawed", "thawed"})
"""The conditions of a parcel in which its aliquots were thawed once more."""
RANGE = Text("{low} to {high}", "{low} à {high}")
UNKNOWN = Text("an unknown time", "un temps inconnu")
UNKNOWN_WITHIN = Text("an unknown time, {most} at most", "un temps inconnu, {most} au plus")
"""How long it was between two times that are not known to the minute."""
FLAGS: Mapping[str, Text] = {
    "window": Text("outside the window of the visit", "hors de la fenêtre de la visite"),
    "spun": Text("centrifuged after {spent} (limit {limit})", "centrifugé après {spent} (limite {limit})"),
    "spun_not_yet": Text(
        "not centrifuged after {spent} (limit {limit})", "non centrifugé après {spent} (limite {limit})"
    ),
    "frozen": Text("in the freezer after {spent} (limit {limit})", "congelé après {spent} (limite {limit})"),
    "frozen_not_yet": Text(
        "not in the freezer after {spent} (limit {limit})", "non congelé après {spent} (limite {limit})"
    ),
    "haemolysis": Text("haemolysis: {look}", "hémolyse\u00a0: {look}"),
    "volume": Text("not enough volume", "volume insuffisant"),
    "fewer": Text("{made} of {asked} aliquots", "{made} aliquotes sur {asked}"),
    "thaws": Text("thawed {count} times (limit {most})", "décongelé {count} fois (limite {most})"),
    "warm": Text("freezer {freezer} reached {highest} °C", "le congélateur {freezer} a atteint {highest} °C"),
}

WORDS: Mapping[str, Text] = {
    "samples": Text("Samples", "Prélèvements"),
    "of_site": Text("Samples of site {site}", "Prélèvements du centre {site}"),
    "of_person": Text("Samples of {code}", "Prélèvements de {code}"),
    "work": Text("Work list", "Liste de travail"),
    "freezers": Text("Freezers", "Congélateurs"),
    "parcels": Text("Parcels", "Envois"),
    "batches": Text("Assays", "Dosages"),
    "all": Text("Every tube", "Tous les tubes"),
    "none_asked": Text("The protocol has no research samples.", "Le protocole n’a pas de prélèvement de recherche."),
    "to_draw": Text("To draw", "À prélever"),
    "to_process": Text("To process", "À traiter"),
    "to_freeze": Text("To put into a freezer", "À mettre au congélateur"),
    "to_ship": Text("To send", "À envoyer"),
    "to_destroy": Text("To destroy, as was asked for", "À détruire, à la demande du participant"),
    "flagged": Text("Out of its limits", "Hors limites"),
    "nothing": Text("Nothing.", "Rien."),
    "closes": Text("window closes {at}", "la fenêtre se ferme le {at}"),
    "left": Text("{left} left", "encore {left}"),
    "too_late": Text("{left} too late", "{left} de retard"),
    "no_limit": Text("no limit", "sans limite"),
    "n_stored": Text("{count} in the freezers", "{count} au congélateur"),
    "asked_by": Text(
        "{code}: {left} left to destroy, {gone} destroyed, {used} used up",
        "{code}\u00a0: {left} à détruire, {gone} détruits, {used} épuisés",
    ),
    "tube": Text("Tube", "Tube"),
    "sample": Text("Sample", "Prélèvement"),
    "visit": Text("Visit", "Visite"),
    "window": Text("Window", "Fenêtre"),
    "drawn": Text("Drawn", "Prélevé"),
    "spun": Text("Centrifuged", "Centrifugé"),
    "status": Text("Status", "Statut"),
    "aliquots": Text("Aliquots", "Aliquotes"),
    "aliquot": Text("Aliquot", "Aliquote"),
    "participant": Text("Participant", "Participant"),
    "record_draw": Text("Record the draw", "Consigner le prélèvement"),
    "record_not_drawn": Text("It is not drawn", "Il n’est pas prélevé"),
    "record_processing": Text("Record the processing", "Consigner le traitement"),
    "time_of": Text("Date and time", "Date et heure"),
    "time_hint": Text(
        "Like 2026-11-22 08:05; only the day, or nothing, where it is not known. t is now.",
        "Comme 22/11/2026 08:05\u00a0; le jour seul, ou rien, si l’heure est inconnue. t = maintenant.",
    ),
    "drawer": Text("Who drew it", "Prélevé par"),
    "drawer_hint": Text("Their function, never their name.", "Sa fonction, jamais son nom."),
    "because": Text("Why not", "Motif"),
    "told": Text("Remark", "Remarque"),
    "haemolysis": Text("Haemolysis", "Hémolyse"),
    "enough": Text("The volume was enough", "Le volume était suffisant"),
    "how_many": Text("Aliquots made", "Aliquotes préparés"),
    "asked_are": Text("{count} are asked, {volume} each.", "{count} demandés, {volume} chacun."),
    "labels": Text("Print labels", "Imprimer les étiquettes"),
    "labels_title": Text("Labels of {code}", "Étiquettes de {code}"),
    "store": Text("Put into a freezer", "Mettre au congélateur"),
    "store_hint": Text(
        "Those ticked go into the positions from the first on, by number.",
        "Les aliquotes cochés prennent les positions à partir de la première, par numéro.",
    ),
    "freezer": Text("Freezer", "Congélateur"),
    "shelf": Text("Shelf", "Étagère"),
    "rack": Text("Rack", "Rack"),
    "box": Text("Box", "Boîte"),
    "position": Text("Position", "Position"),
    "position_first": Text("First position", "Première position"),
    "no_freezer": Text("This site has no freezer yet.", "Ce centre n’a pas encore de congélateur."),
    "where_kept": Text("Where", "Où"),
    "take_back": Text("Take back", "Annuler"),
    "was_taken_back": Text("taken back: {why}", "annulé\u00a0: {why}"),
    "custody": Text("Chain of custody", "Chaîne de traçabilité"),
    "custody_of": Text("Chain of custody of {label}", "Traçabilité de {label}"),
    "what": Text("What", "Quoi"),
    "when": Text("When", "Quand"),
    "by": Text("Recorded by", "Saisi par"),
    "next_steps": Text("What can be done now", "Ce qui peut être fait maintenant"),
    "no_steps": Text("Nothing more can be done with it.", "Plus rien ne peut en être fait."),
    "record": Text("Record", "Enregistrer"),
    "recorded": Text("Recorded.", "Enregistré."),
    "thaws": Text("Thawed", "Décongelé"),
    "n_thaws": Text("{count} ×", "{count} ×"),
    "assumption": Text(
        "That samples drawn before are kept, and may be assayed unless their destruction is asked for, is an "
        "assumption of law, to be confirmed by the sponsor.",
        "La conservation des prélèvements antérieurs, et leur dosage sauf demande de destruction, sont une hypothèse "
        "juridique, à confirmer par le promoteur.",
    ),
    "ask_destruction": Text("The participant asks for destruction", "Le participant demande la destruction"),
    "asked_at": Text("Asked for on", "Demandé le"),
    "destruction_asked": Text("The destruction was asked for on {at}.", "La destruction a été demandée le {at}."),
    "tally": Text(
        "{left} left to destroy, {gone} destroyed, {used} used up, {missing} missing.",
        "{left} à détruire, {gone} détruits, {used} épuisés, {missing} manquants.",
    ),
    "add_freezer": Text("Add a freezer", "Ajouter un congélateur"),
    "name": Text("Name", "Nom"),
    "number": Text("Number", "Numéro"),
    "empty": Text("empty", "vide"),
    "excursions": Text("Temperature excursions", "Excursions de température"),
    "note_excursion": Text("Record an excursion", "Consigner une excursion"),
    "from": Text("From", "Du"),
    "until": Text("Until", "Au"),
    "highest": Text("Highest temperature (°C)", "Température maximale (°C)"),
    "n_aliquots": Text("{count} aliquots", "{count} aliquotes"),
    "make_parcel": Text("Begin a parcel", "Préparer un envoi"),
    "destination": Text("To", "Destinataire"),
    "courier": Text("Courier", "Transporteur"),
    "dry_ice": Text("Dry ice (kg)", "Carboglace (kg)"),
    "parcel": Text("Parcel {name}", "Envoi {name}"),
    "list": Text("List", "Liste"),
    "put_on_list": Text("Put on the list", "Mettre sur la liste"),
    "ready": Text("In the freezers", "Au congélateur"),
    "send": Text("It was sent", "L’envoi est parti"),
    "sent_at": Text("Given to the courier", "Remis au transporteur"),
    "receive": Text("It was received", "L’envoi est arrivé"),
    "received_at": Text("Received", "Reçu"),
    "condition": Text("Condition", "État à l’arrivée"),
    "arrived": Text("arrived", "arrivé"),
    "of_no_use": Text("of no use", "inutilisable"),
    "unlisted": Text("Found, and not on the list", "Trouvés, et absents de la liste"),
    "unlisted_hint": Text("One label a line.", "Une étiquette par ligne."),
    "discrepancies": Text("Discrepancies", "Écarts"),
    "no_discrepancy": Text("List and contents agree.", "Liste et contenu concordent."),
    "n_discrepancies": Text("{count} discrepancies", "{count} écarts"),
    "take_receipt_back": Text("Take the receipt back", "Annuler la réception"),
    "take_sending_back": Text("Take the sending back", "Annuler le départ"),
    "manifest": Text("Manifest", "Bordereau"),
    "manifest_csv": Text("Manifest as CSV", "Bordereau en CSV"),
    "manifest_pdf": Text("Manifest as PDF", "Bordereau en PDF"),
    "manifest_foot": Text(
        "Labels name nobody. Sign on receipt and send a copy back.",
        "Les étiquettes ne nomment personne. Signer à réception et renvoyer une copie.",
    ),
    "received_by": Text("Received by, date and time", "Reçu par, date et heure"),
    "add_batch": Text("Add an assay run", "Ajouter une série de dosage"),
    "laboratory": Text("Laboratory", "Laboratoire"),
    "assay": Text("Assay", "Technique"),
    "lot": Text("Lot of reagents", "Lot de réactifs"),
    "run_day": Text("Day of the run", "Jour de la série"),
    "batch": Text("Run", "Série"),
    "assay_them": Text("Assayed in this run", "Dosés dans cette série"),
    "result": Text("Result", "Résultat"),
    "no_result": Text("no result yet", "pas encore de résultat"),
    "without_result": Text("Assayed, without a result in the casebook", "Dosés, sans résultat dans le cahier"),
    "without_batch": Text("Results without an assay run", "Résultats sans série de dosage"),
    "without_batch_lead": Text(
        "Results at a visit of a sample of which no aliquot was assayed: measured elsewhere, or a run that nobody "
        "recorded.",
        "Résultats à une visite d’un prélèvement dont aucun aliquote n’a été dosé\u00a0: mesurés ailleurs, ou série "
        "non consignée.",
    ),
    "card": Text("Samples", "Prélèvements"),
    "card_more": Text("All samples", "Tous les prélèvements"),
    "card_ship": Text("{count} ready to be sent", "{count} prêts à envoyer"),
    "no_work": Text("Nothing to draw, process or put away.", "Rien à prélever, à traiter ni à ranger."),
    "look": Text("Look at the samples", "Voir les prélèvements"),
    "reason": Text("Why", "Pourquoi"),
    "export": Text("Export as CSV", "Exporter en CSV"),
}
