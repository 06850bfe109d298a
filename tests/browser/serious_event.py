"""The words of one story of the user guide: a serious event, from the first notice to a fatal reaction."""

from __future__ import annotations

from bedside.values.wording import Text
from tests.browser.guide import Step, Story

SERIOUS_EVENT = Story(
    "serious-event",
    Text("A serious adverse event", "Un événement indésirable grave"),
    Text(
        "A nurse writes a serious event; an investigator confirms the judgement and tells the sponsor; the safety "
        "officer receives and assesses it. It turns out to be a suspected unexpected serious reaction, and two days "
        "later it is fatal. Nobody here is real.",
        "Une infirmière saisit un événement grave\u202f; un investigateur confirme le jugement et prévient le "
        "promoteur\u202f; le responsable de la vigilance le reçoit et l’évalue. C’est un effet grave inattendu "
        "suspecté et, deux jours plus tard, il est fatal. Personne ici n’est réel.",
    ),
    (
        Step(
            "form",
            Text("Write the event", "Saisir l’événement"),
            Text(
                "Answer “serious” with yes: the criteria open at once, and several may hold. Write when the "
                "investigator knew of it; the 24 hours count from there, whoever writes. `Ctrl+S` saves.",
                "Répondez oui à «\u00a0grave\u00a0»\u00a0: les critères s’ouvrent aussitôt, plusieurs sont possibles. "
                "Notez quand l’investigateur en a eu connaissance\u202f; les 24 heures partent de là, quel que soit "
                "celui qui saisit. `Ctrl+S` enregistre.",
            ),
        ),
        Step(
            "today",
            Text("The clock runs on the day’s board", "Le délai court sur le tableau du jour"),
            Text(
                "The board of the site says how long is left to tell the sponsor. To investigators it lists what a "
                "nurse has proposed and nobody has judged.",
                "Le tableau du centre dit combien de temps il reste pour prévenir le promoteur. Aux investigateurs, il "
                "liste ce qui est proposé et que personne n’a jugé.",
            ),
        ),
        Step(
            "confirm",
            Text("Judge it", "Le juger"),
            Text(
                "Seriousness and causality are the investigator’s to judge. `Ctrl+S` confirms what is proposed; who "
                "judges otherwise corrects the form. Until then the clock runs whatever was typed.",
                "Gravité et lien relèvent de l’investigateur. `Ctrl+S` confirme ce qui est proposé\u202f; qui juge "
                "autrement corrige le formulaire. Jusque-là le délai court, quoi qu’on ait saisi.",
            ),
        ),
        Step(
            "notify",
            Text("Tell the sponsor", "Prévenir le promoteur"),
            Text(
                "On the page of the event, say when the sponsor was told. The report keeps the form as it stands now.",
                "Sur la page de l’événement, indiquez quand le promoteur a été prévenu. La déclaration garde le "
                "formulaire tel qu’il est à ce moment.",
            ),
        ),
        Step(
            "receive",
            Text("The sponsor receives it", "Le promoteur la reçoit"),
            Text(
                "The safety officer writes when the report arrived and which of the minimum criteria it held. With "
                "all of them, that day is day 0.",
                "Le responsable de la vigilance note quand la déclaration est arrivée et quels critères minimaux elle "
                "contient. S’ils y sont tous, ce jour est le jour 0.",
            ),
        ),
        Step(
            "assess",
            Text("Assess it", "L’évaluer"),
            Text(
                "Relation and expectedness, with the version of the reference document. Who differs from the "
                "investigator says why, and never downgrades: related for one of the two is related.",
                "Lien et caractère attendu, avec la version du document de référence. Qui diffère de l’investigateur "
                "dit pourquoi, et ne dégrade jamais\u00a0: lié pour l’un des deux, il est lié.",
            ),
        ),
        Step(
            "clock",
            Text("Fifteen days", "Quinze jours"),
            Text(
                "Serious, related and unexpected: it goes to the authority within 15 calendar days. The report can be "
                "taken away as a PDF.",
                "Grave, lié et inattendu\u00a0: il part à l’autorité dans les 15 jours calendaires. La déclaration "
                "s’emporte en PDF.",
            ),
        ),
        Step(
            "follow-up",
            Text("Tell what is new", "Dire ce qui est nouveau"),
            Text(
                "The patient died. Correct the form, with a reason, and tell the sponsor again: a numbered follow-up "
                "says what changed since the report before.",
                "Le patient est décédé. Corrigez le formulaire, avec un motif, et prévenez de nouveau le "
                "promoteur\u00a0: un suivi numéroté dit ce qui a changé depuis la déclaration précédente.",
            ),
        ),
        Step(
            "fatal",
            Text("Seven days", "Sept jours"),
            Text(
                "When the sponsor has received the news, the event has 7 days from there, and never longer than the 15 "
                "that ran already.",
                "Une fois la nouvelle reçue par le promoteur, l’événement a 7 jours à partir de là, sans dépasser les "
                "15 jours déjà en cours.",
            ),
        ),
    ),
)
