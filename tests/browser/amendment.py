"""The words of one story of the user guide: an amendment, from the dry run to the renewed consent."""

from __future__ import annotations

from bedside.values.wording import Text
from tests.browser.guide import Step, Story

AMENDMENT = Story(
    "amendment",
    Text("An amendment", "Un amendement"),
    Text(
        "A made-up amendment gives day 28 a wider window and asks for renewed consent. It is kept in the study and "
        "approved nowhere: until a data manager puts it in force at a site, it changes nothing for anybody. This is "
        "the way from the first look to the participant’s word. Nobody here is real.",
        "Un amendement inventé élargit la fenêtre du jour 28 et demande un nouveau consentement. Il est conservé dans "
        "l’étude et approuvé nulle part\u00a0: tant qu’un gestionnaire de données ne l’a pas mis en vigueur dans un "
        "centre, il ne change rien pour personne. Voici le chemin, du premier regard à la parole du participant. "
        "Personne ici n’est réel.",
    ),
    (
        Step(
            "versions",
            Text("See which version is in force where", "Voir quelle version vaut où"),
            Text(
                "Under *Study*, *Versions of the protocol*: every version with its amendment, and for each site since "
                "when it is in force, from when it is planned, or that it is not approved.",
                "Sous *Étude*, *Versions du protocole*\u00a0: chaque version avec son amendement et, pour chaque "
                "centre, depuis quand elle vaut, à partir de quand elle est prévue, ou qu’elle n’est pas approuvée.",
            ),
        ),
        Step(
            "words",
            Text("Read what changes", "Lire ce qui change"),
            Text(
                "The page of a version says in the protocol’s own words what is no longer there (−) and what is new "
                "(+), and lists every place that differs.",
                "La page d’une version dit, dans les mots mêmes du protocole, ce qui n’y est plus (−) et ce qui est "
                "nouveau (+), et liste chaque endroit qui diffère.",
            ),
        ),
        Step(
            "look",
            Text("Look before: the dry run", "Regarder avant\u00a0: l’essai à blanc"),
            Text(
                "For a site and a day, the dry run says participant by participant which version holds and would "
                "hold, whether consent is to be renewed, and what would change: windows, visits, forms, checks, "
                "criteria, the primary outcome. Nothing is written by looking; the same is there as CSV.",
                "Pour un centre et un jour, l’essai à blanc dit participant par participant quelle version vaut et "
                "vaudrait, si le consentement est à renouveler, et ce qui changerait\u00a0: fenêtres, visites, "
                "formulaires, contrôles, critères, critère principal. Regarder n’écrit rien\u202f; la même chose "
                "existe en CSV.",
            ),
        ),
        Step(
            "person",
            Text("One participant", "Un participant"),
            Text(
                "Who is to agree first stays on the version they agreed to; what stands in their forms, signatures "
                "and verifications is not touched. What would change then is one click away.",
                "Qui doit d’abord consentir reste sur la version acceptée\u202f; ses formulaires, signatures et "
                "vérifications ne sont pas touchés. Ce qui changerait ensuite est à un clic.",
            ),
        ),
        Step(
            "approve",
            Text("Put it in force", "La mettre en vigueur"),
            Text(
                "A data manager puts the version in force from that page, as it was looked at: the trail keeps the "
                "identity of the version and the mark of the look. Where something changed meanwhile, the look has "
                "to be repeated.",
                "Un gestionnaire de données met la version en vigueur depuis cette page, comme elle a été "
                "regardée\u00a0: la piste garde l’identité de la version et la marque du regard. Si quelque chose a "
                "changé entre-temps, il faut regarder de nouveau.",
            ),
        ),
        Step(
            "notice",
            Text("Register the notice that goes with it", "Inscrire la notice qui l’accompagne"),
            Text(
                "Under *Study*, *Information notices*, the data manager registers the version of the notice that the "
                "ethics committee approved, and from when it is used. A consent names one of these and no other.",
                "Sous *Étude*, *Notices d’information*, le gestionnaire de données inscrit la version de la notice "
                "approuvée par le comité de protection des personnes, et depuis quand elle est utilisée. Un "
                "consentement nomme l’une d’elles et nulle autre.",
            ),
        ),
        Step(
            "today",
            Text("Whose consent is to be sought", "De qui solliciter le consentement"),
            Text(
                "At the site, the day’s board lists whose consent is to be renewed, until they have decided.",
                "Au centre, le tableau du jour liste de qui le consentement est à renouveler, jusqu’à leur décision.",
            ),
        ),
        Step(
            "consent",
            Text("Record the renewed consent", "Consigner le nouveau consentement"),
            Text(
                "On the consent page the nurse records who agrees and signs, when, and which version of the notice was "
                "read. Who declines may go on under the former version: that is recorded there too.",
                "Sur la page du consentement, l’infirmière consigne qui accepte et signe, quand, et quelle version de "
                "la notice a été lue. Qui refuse peut poursuivre selon la précédente\u00a0: cela s’y consigne aussi.",
            ),
        ),
        Step(
            "holds",
            Text("From then on the version holds", "Dès lors, la version vaut"),
            Text(
                "The head of the participant’s pages says which version holds, and the timeline shows the wider "
                "window. Forms that were begun stay as they were begun.",
                "L’en-tête des pages du participant dit quelle version vaut, et le calendrier montre la fenêtre "
                "élargie. Les formulaires commencés restent tels qu’ils ont été commencés.",
            ),
        ),
        Step(
            "others",
            Text("And the other one", "Et l’autre"),
            Text(
                "Who has not agreed yet stays on the version before: the same page says so to the data manager.",
                "Qui n’a pas encore consenti reste sur la version précédente\u00a0: la même page le dit au "
                "gestionnaire de données.",
            ),
        ),
    ),
)
