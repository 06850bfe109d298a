"""What the rooms of designs and simulations refuse, in both languages; `{0}` is what it is about."""

from __future__ import annotations

from bedside.values.wording import Text

DESIGNS: tuple[Text, ...] = (
    Text("{0} is not between 0 and 1.", "{0} n’est pas entre 0 et 1."),
    Text("Write a proportion, such as 0.4 for 40 %.", "Écrivez une proportion, par exemple 0,4 pour 40\u00a0%."),
    Text("“{0}” is no number.", "«\u00a0{0}\u00a0» n’est pas un nombre."),
    Text("“{0}” is no whole number.", "«\u00a0{0}\u00a0» n’est pas un nombre entier."),
    Text("Write it in digits.", "Écrivez-le en chiffres."),
    Text("{0} is out of range.", "{0} est hors des limites."),
    Text("Give a whole number from {0} to {1}.", "Donnez un nombre entier de {0} à {1}."),
    Text(
        "the rate hoped for ({0}) is not above the one to rule out ({1}).",
        "le taux espéré ({0}) n’est pas supérieur au taux à exclure ({1}).",
    ),
    Text(
        "Give the rate hoped for as the higher one; where fewer are better, count the opposite event.",
        "Donnez le taux espéré comme le plus élevé\u202f; si moins vaut mieux, comptez l’événement contraire.",
    ),
    Text(
        "a power of {0} is not above the type I error of {1}.",
        "une puissance de {0} n’est pas supérieure au risque de première espèce de {1}.",
    ),
    Text(
        "Ask for a power such as 0.8, at a type I error such as 0.05.",
        "Demandez par exemple une puissance de 0,8 pour un risque de première espèce de 0,05.",
    ),
    Text("{0} is no share that can be lost.", "{0} n’est pas une part qui peut être perdue."),
    Text("Write 0 or more, and less than 1.", "Écrivez 0 ou plus, et moins de 1."),
    Text(
        "telling a rate of {0} from {1} may take more than {2} participants.",
        "distinguer un taux de {0} de {1} peut demander plus de {2} participants.",
    ),
    Text(
        "{0} participants are too few: not even {1} successes would be rare enough.",
        "{0} participants ne suffisent pas\u00a0: même {1} succès ne seraient pas assez rares.",
    ),
    Text(
        "Take more participants, or allow a greater type I error.",
        "Prenez plus de participants, ou admettez un plus grand risque de première espèce.",
    ),
    Text(
        "Take rates further apart, a lower power, or a greater type I error.",
        "Prenez des taux plus éloignés, une puissance moindre ou un plus grand risque de première espèce.",
    ),
    Text(
        "no two-stage design of at most {0} participants keeps both errors.",
        "aucun plan en deux étapes d’au plus {0} participants ne tient les deux risques.",
    ),
    Text("{0} states no rates of success to tell apart.", "{0} n’énonce aucun taux de succès à distinguer."),
    Text(
        "Add `design:` to its protocol.yaml, or give the rates: bedside design binary --p0 0.4 --p1 0.6.",
        "Ajoutez `design:` à son protocol.yaml, ou donnez les taux\u00a0: bedside design binary --p0 0.4 --p1 0.6.",
    ),
    Text(
        "{0} has {1} arms, and the designs worked out here have one.",
        "{0} a {1} bras, et les plans calculés ici en ont un.",
    ),
    Text(
        "Remove `design:` from its protocol.yaml, or leave one arm under `arms:`.",
        "Retirez `design:` de son protocol.yaml, ou laissez un seul bras sous `arms:`.",
    ),
    Text("{0} is no number of participants.", "{0} n’est pas un nombre de participants."),
    Text("Write a whole number from 1 to {0}.", "Écrivez un nombre entier de 1 à {0}."),
    Text("{0} is not given.", "{0} n’est pas donné."),
    Text("Write it like --{0} 0.4.", "Écrivez-le comme --{0} 0.4."),
    Text("no virtual patient has the cause “{0}”.", "aucun patient fictif n’a la cause «\u00a0{0}\u00a0»."),
    Text("there is no design “{0}”.", "il n’y a pas de plan «\u00a0{0}\u00a0»."),
    Text("There are: {0}.", "Il y a\u00a0: {0}."),
    Text("nothing stands on the assumption “{0}”.", "rien ne repose sur l’hypothèse «\u00a0{0}\u00a0»."),
    Text("no assumption is called “{0}”.", "aucune hypothèse ne s’appelle «\u00a0{0}\u00a0»."),
    Text("Remove it.", "Retirez-la."),
    Text("Say it under assumptions, in both languages.", "Dites-la sous assumptions, dans les deux langues."),
    Text(
        "screened every {0} h within {1} h, nobody would be screened.",
        "évalué toutes les {0}\u00a0h pendant {1}\u00a0h, personne ne serait évalué.",
    ),
    Text("Screen more often, or for longer.", "Évaluez plus souvent, ou plus longtemps."),
    Text("Write outcome: and one of {0}.", "Écrivez outcome: et l’un de {0}."),
    Text("no outcome is named.", "aucun critère de jugement n’est nommé."),
    Text(
        "no rule of {0} says when “{1}” is a success.",
        "aucune règle de {0} ne dit quand «\u00a0{1}\u00a0» est un succès.",
    ),
    Text(
        "of {0} virtual patients, {1} become eligible: too few to draw participants from.",
        "sur {0} patients fictifs, {1} deviennent éligibles\u00a0: trop peu pour en tirer des participants.",
    ),
    Text(
        "Make more of them, of causes that the trial is about, or screen for longer.",
        "Faites-en davantage, de causes que l’essai concerne, ou évaluez plus longtemps.",
    ),
    Text(
        "{0} reads records of more than the day before it is asked.",
        "{0} lit des relevés de plus que la veille du moment où il est demandé.",
    ),
    Text("Such an outcome cannot be simulated.", "Un tel critère ne peut pas être simulé."),
    Text(
        "no hazard of recovery gives a rate of success of {0}: it stays from {1} to {2}.",
        "aucun risque d’amélioration ne donne un taux de succès de {0}\u00a0: il reste de {1} à {2}.",
    ),
    Text(
        "Ask for a rate in between, or change deaths, worsening or missing records.",
        "Demandez un taux entre les deux, ou changez décès, aggravations ou données manquantes.",
    ),
    Text(
        "{0} is not judged at one moment, whole days after inclusion.",
        "{0} n’est pas jugé à un seul moment, des jours entiers après l’inclusion.",
    ),
    Text(
        "Simulate an outcome that is asked at inclusion and at one later moment.",
        "Simulez un critère demandé à l’inclusion et à un seul moment plus tard.",
    ),
    Text("{0} reads nothing that a virtual participant has.", "{0} ne lit rien de ce qu’a un participant fictif."),
    Text("They have: {0}.", "Ils ont\u00a0: {0}."),
    Text("simulation {0} is running.", "la simulation {0} est en cours."),
    Text("Wait until it is done, or stop it.", "Attendez qu’elle soit finie, ou arrêtez-la."),
    Text("a simulation is about to begin.", "une simulation est sur le point de commencer."),
    Text("the simulation was stopped.", "la simulation a été arrêtée."),
    Text("Let it go on from where it is.", "Reprenez-la où elle en est."),
    Text("this simulation is done.", "cette simulation est terminée."),
    Text("Begin another simulation.", "Lancez une autre simulation."),
    Text("this simulation does not run.", "cette simulation n’est pas en cours."),
    Text("Let it go on, or begin another simulation.", "Reprenez-la, ou lancez une autre simulation."),
    Text("simulation {0}", "simulation {0}"),
)
