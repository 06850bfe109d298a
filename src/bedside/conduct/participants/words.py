"""The words of the screens of participants."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.values.wording import Text

WORDS: Mapping[str, Text] = {
    "colon": Text(":", "\u00a0:"),
    "tab_eligibility": Text("Eligibility", "Éligibilité"),
    "tab_consent": Text("Consent", "Consentement"),
    "tab_timeline": Text("Timeline", "Calendrier"),
    "tab_casebook": Text("Casebook", "Cahier d’observation"),
    "tab_verification": Text("Verification", "Vérification"),
    "tab_safety": Text("Safety", "Vigilance"),
    "tab_preview": Text("Primary outcome", "Critère principal"),
    "tab_figures": Text("Figures", "Figures"),
    "consent": Text("Consent", "Consentement"),
    "consent_of": Text("Consent of {code}", "Consentement de {code}"),
    "where_it_stands": Text("Where it stands", "Où il en est"),
    "lawful": Text("lawful basis in force", "base légale en vigueur"),
    "not_lawful": Text("no lawful basis: no act of the study", "pas de base légale\u00a0: aucun acte de l’étude"),
    "ended": Text(
        "the lawful basis has ended: no further act of the study",
        "la base légale a pris fin\u00a0: plus aucun acte de l’étude",
    ),
    "possible": Text("What can be recorded now", "Ce qui peut être enregistré maintenant"),
    "nothing_possible": Text("Nothing more can be recorded.", "Rien de plus ne peut être enregistré."),
    "history": Text("History", "Historique"),
    "no_history": Text("Nothing recorded yet.", "Rien d’enregistré."),
    "step": Text("Step", "Étape"),
    "route": Text("How", "Par"),
    "at": Text("Date and time", "Date et heure"),
    "document": Text("Version of the information that was read", "Version de la notice lue"),
    "all_agreed": Text(
        "Every version that is registered was agreed to: the new one is registered first.",
        "Toutes les versions inscrites ont été acceptées\u00a0: la nouvelle doit d’abord être inscrite.",
    ),
    "notice_since": Text("since {first}", "depuis le {first}"),
    "notice_between": Text("{first} to {last}", "du {first} au {last}"),
    "signatory": Text("Who signs or attests", "Qui signe ou atteste"),
    "teller": Text("Who says so", "Qui le dit"),
    "no_reason": Text("No reason need be given.", "Aucune justification n’est due."),
    "signatory_hint": Text("What they are to the patient, never their name.", "Leur lien, jamais leur nom."),
    "certify": Text("To be certified, one by one", "À certifier, un à un"),
    "certified_at": Text("certified at", "certifié le"),
    "record": Text("Record", "Enregistrer"),
    "recorded": Text("Recorded: {step}.", "Enregistré\u00a0: {step}."),
    "by": Text("Recorded by", "Saisi par"),
    "take_back": Text("Recorded by mistake", "Saisi par erreur"),
    "correct_time": Text("Correct the time", "Corriger l’heure"),
    "taken_back": Text("taken back", "annulé"),
    "taken_back_by": Text("Taken back by {who}, {when}: {why}", "Annulé par {who}, {when}\u00a0: {why}"),
    "right_time": Text("The time when it was taken", "L’heure à laquelle elle a eu lieu"),
    "right_time_if": Text(
        "The time when it was taken, if only the time is wrong",
        "L’heure à laquelle elle a eu lieu, si seule l’heure est fausse",
    ),
    "was_taken_back": Text("Taken back: this step no longer counts.", "Annulé\u00a0: cette étape ne compte plus."),
    "corrected": Text("The time is corrected.", "L’heure est corrigée."),
    "died": Text(
        "The death is recorded, {at}: only what the patient or a relative said before it counts. Record that the "
        "patient died before deciding, unless they had decided.",
        "Le décès est consigné, {at}\u00a0: seul compte ce que le patient ou un proche a dit avant. Enregistrez que le "
        "patient est décédé avant de décider, sauf s’il l’avait fait.",
    ),
    "died_at": Text("died {at}", "décès le {at}"),
    "died_when": Text("Date and time of the death", "Date et heure du décès"),
    "renew_due": Text(
        "Version {version} of the protocol asks for consent anew. Until then this participant follows the version "
        "agreed to.",
        "La version {version} du protocole demande un nouveau consentement. D’ici là, ce participant suit la version "
        "acceptée.",
    ),
    "holds": Text("protocol {version}", "protocole {version}"),
    "awaited": Text("renewed consent awaited for {version}", "nouveau consentement attendu pour la version {version}"),
    "reassess_due": Text(
        "Capacity to decide was last looked at {hours} h ago: look again today.",
        "La capacité à décider a été réévaluée il y a {hours} h\u00a0: à refaire aujourd’hui.",
    ),
    "reassessed": Text(
        "Capacity to decide last looked at {hours} h ago.", "Capacité à décider réévaluée il y a {hours} h."
    ),
    "treatment_only": Text(
        "Stopping the treatment alone is no withdrawal: record it as an event on the timeline.",
        "L’arrêt du seul traitement n’est pas un retrait\u00a0: l’enregistrer comme événement dans le calendrier.",
    ),
    "treatment_link": Text("Open the timeline", "Ouvrir le calendrier"),
    "back": Text("Back to the participant", "Retour au participant"),
    "objected_data": Text(
        "The data objected to leave every data cut made for efficacy, where they are counted and not shown. The audit "
        "trail, the evidence of the consent and the safety reports that the law requires stay. Adverse events and the "
        "end of the study are still recorded.",
        "Les données visées par l’opposition sortent de toute extraction pour l’efficacité, où elles sont comptées "
        "sans être montrées. La piste d’audit, les preuves du consentement et les déclarations de vigilance exigées "
        "par la loi restent. Les événements indésirables et la fin d’étude sont encore saisis.",
    ),
    "assumption": Text(
        "Data collected before a death without consent, or before a refusal to go on, are kept: an assumption of law, "
        "to be confirmed by the sponsor.",
        "Les données recueillies avant un décès sans consentement, ou avant un refus de poursuivre, sont "
        "conservées\u00a0: hypothèse juridique, à confirmer par le promoteur.",
    ),
}
