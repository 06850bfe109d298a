"""The words of the screens of designs and simulations."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.values.wording import Text

WORDS: Mapping[str, Text] = {
    "design": Text("Design of the trial", "Plan expérimental de l’essai"),
    "lead": Text(
        "What the planned number of participants can show, worked out exactly from version {version} of the protocol."
        " What no source states is marked there as assumed.",
        "Ce que le nombre prévu de participants peut montrer, calculé exactement d’après la version {version} du"
        " protocole. Ce qu’aucune source ne dit y est marqué comme hypothèse.",
    ),
    "try": Text("Try other numbers", "Essayer d’autres nombres"),
    "try_help": Text(
        "An empty field stands for the protocol’s own number. Nothing is kept of what is tried.",
        "Un champ vide vaut le nombre du protocole. Rien n’est gardé de ce qui est essayé.",
    ),
    "p0": Text("Rate to rule out", "Taux à exclure"),
    "p1": Text("Rate hoped for", "Taux espéré"),
    "alpha": Text("Type I error", "Risque de première espèce"),
    "power": Text("Power", "Puissance"),
    "lost": Text("Share not evaluable", "Part non évaluable"),
    "work_out": Text("Work it out", "Calculer"),
    "protocols": Text("Back to the protocol’s numbers", "Revenir aux nombres du protocole"),
    "tried": Text(
        "Tried here: these are not the protocol’s numbers.", "Essai\u00a0: ce ne sont pas les nombres du protocole."
    ),
    "alone": Text("The design by itself", "Le plan seul"),
    "design_files": Text("Download page, figures and rows", "Télécharger la page, les figures et les lignes"),
    "simulations": Text("Simulations", "Simulations"),
    "simulations_lead": Text(
        "The trial lived by virtual participants and judged by its own rules: what the designs would do if the"
        " assumptions held. No participant of this study is in them.",
        "L’essai vécu par des participants fictifs et jugé par ses propres règles\u00a0: ce que feraient les plans si"
        " les hypothèses étaient vraies. Aucun participant de cette étude n’y figure.",
    ),
    "none": Text("No simulation was begun yet.", "Aucune simulation n’a encore été lancée."),
    "list": Text("Simulations that were begun", "Simulations lancées"),
    "number": Text("Simulation", "Simulation"),
    "when": Text("Begun", "Lancée"),
    "trials": Text("Trials a scenario", "Essais par scénario"),
    "seed": Text("Seed", "Graine"),
    "protocol": Text("Protocol", "Protocole"),
    "of_before": Text("not the latest version", "pas la dernière version"),
    "standing": Text("State", "État"),
    "running": Text("running: {percent} %", "en cours\u00a0: {percent}\u00a0%"),
    "stopped": Text("stopped at {percent} %", "arrêtée à {percent}\u00a0%"),
    "failed": Text("failed", "échouée"),
    "done": Text("done", "terminée"),
    "new": Text("Begin a simulation", "Lancer une simulation"),
    "new_help": Text(
        "It runs beside the study, one at a time; this page may be closed meanwhile. The same scenarios and seed give"
        " the same rows, as bedside simulate does.",
        "Elle tourne à côté de l’étude, une à la fois\u202f; cette page peut être fermée entre-temps. Les mêmes"
        " scénarios et la même graine donnent les mêmes lignes, comme bedside simulate.",
    ),
    "scenarios": Text("Scenarios (YAML)", "Scénarios (YAML)"),
    "scenarios_help": Text(
        "The trial’s own to begin with. They are kept as they are written here.",
        "Au départ ceux de l’essai. Ils sont gardés tels qu’ils sont écrits ici.",
    ),
    "not_brought": Text(
        "This study was made without scenarios of its trial: paste some (simulation.yaml).",
        "Cette étude a été créée sans scénarios de son essai\u00a0: collez-en (simulation.yaml).",
    ),
    "begin": Text("Begin", "Lancer"),
    "begun": Text("The simulation has begun.", "La simulation est lancée."),
    "stop": Text("Stop it", "L’arrêter"),
    "stopping": Text(
        "The simulation ends with the step it is at; what it has finished is kept.",
        "La simulation finit l’étape en cours puis s’arrête\u202f; ce qui est fini est gardé.",
    ),
    "go_on": Text("Let it go on", "La reprendre"),
    "stopped_help": Text(
        "Nothing works on it now. It goes on from where it is.", "Rien n’y travaille. Elle reprend où elle en est."
    ),
    "report": Text("Report of the simulation", "Rapport de la simulation"),
    "report_alone": Text("The report by itself", "Le rapport seul"),
    "files": Text("Download report, figures and rows", "Télécharger le rapport, les figures et les lignes"),
    "stands_on": Text("Scenarios it stands on", "Scénarios sur lesquels elle repose"),
    "look_again": Text("Look again", "Regarder à nouveau"),
}
