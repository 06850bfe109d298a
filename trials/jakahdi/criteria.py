"""JAKAHDI: the logic of its 6 inclusion and 13 exclusion criteria. Numbers and sentences stand in protocol.yaml.

A criterion's `data` is what hospital data can say of it. For an inclusion criterion it follows from the rule, for
an exclusion criterion it entails it: no answer of a person can overturn what data have decided.
"""

from dataclasses import replace

from bedside.protocol.authoring import WHOLE, Logic, Trial, exclusion, inclusion
from bedside.records.dictionary import variable
from bedside.rules.language import all_of, any_of, count, highest, in_force, latest, named, own, quantity
from bedside.rules.nodes import Named, Node
from bedside.scores import hlh2004, hscore, sofa
from bedside.values.moment import ALWAYS

age = latest(variable("age"), ALWAYS)
female = latest(variable("female"), ALWAYS)
HCG = variable("hcg_positive")


def criteria(trial: Trial) -> list[Logic]:
    syndrome = hemophagocytic_syndrome(trial)
    organ_failure = sofa_of(trial) >= trial.threshold("sofa_needed")
    consent = [trial.consent(route) for route in ("patient", "attested", "relative", "emergency")]
    return [
        inclusion("I1", age >= trial.threshold("minimum_age"), data=WHOLE),
        inclusion("I2", trial.answer("hs_acquired") & syndrome, data=syndrome),
        inclusion("I3", in_force(variable("icu_stay")), data=WHOLE),
        inclusion("I4", trial.answer("hs_treatment_needed") & organ_failure, data=organ_failure),
        inclusion("I5", any_of(*consent)),
        inclusion("I6", trial.answer("effective_contraception"), condition=childbearing(trial)),
        exclusion("E1", trial.answer("moribund")),
        exclusion("E2", pregnant_or_lactating(trial), data=pregnant_by_data(trial), condition=woman_or_positive(trial)),
        exclusion("E3", trial.answer("no_health_insurance")),
        exclusion("E4", trial.answer("hypersensitivity_ruxolitinib")),
        exclusion("E5", trial.answer("lactose_intolerance")),
        exclusion("E6", trial.answer("hypersensitivity_excipients")),
        exclusion("E7", trial.answer("care_limited")),
        exclusion("E8", trial.answer("pml_history")),
        exclusion("E9", trial.answer("skin_cancer_uncontrolled")),
        exclusion("E10", trial.answer("psychiatric_impediment")),
        exclusion("E11", trial.answer("legal_protection")),
        exclusion("E12", trial.answer("deprived_of_liberty")),
        exclusion("E13", trial.answer("other_research")),
    ]


# --- the syndrome and the organ failure ---------------------------------------------------------------------


def hemophagocytic_syndrome(trial: Trial) -> Named:
    rule = any_of(hlh2004_of(trial).met, enough_hscore(trial))
    en, fr = "criteria of hemophagocytic syndrome", "critères du syndrome d’activation lymphohistiocytaire"
    return named("hs_criteria", rule, en=en, fr=fr)


def hlh2004_of(trial: Trial) -> hlh2004.Hlh2004Score:
    options = hlh2004.Hlh2004(
        fever=trial.written("hlh2004_fever"),
        needed=trial.whole("hlh2004_needed"),
        look_back=trial.span("blood_look_back"),
        special_look_back=trial.span("special_look_back"),
        answers_look_back=trial.span("examination_look_back"),
    )
    return hlh2004.hlh2004(options)


def enough_hscore(trial: Trial) -> Node:
    options = hscore.HScore(
        look_back=trial.span("blood_look_back"), answers_look_back=trial.span("examination_look_back")
    )
    return hscore.hscore(options).total >= trial.threshold("hscore_needed")


def sofa_of(trial: Trial) -> Named:
    options = replace(sofa.VARIANTS[trial.choice("sofa_variant")], window=trial.span("sofa_window"))
    return sofa.sofa(options).total


# --- women of childbearing potential --------------------------------------------------------------------------


def of_fertile_age(trial: Trial) -> Named:
    rule = all_of(female, age < trial.threshold("childbearing_age_limit"))
    en, fr = "woman below the age limit of childbearing", "femme en âge de débuter une grossesse"
    return named("fertile_age", rule, en=en, fr=fr)


def childbearing(trial: Trial) -> Named:
    rule = all_of(of_fertile_age(trial), trial.answer("childbearing_potential"))
    en, fr = "woman of childbearing potential", "femme pouvant débuter une grossesse"
    return named("childbearing", rule, en=en, fr=fr)


def woman_or_positive(trial: Trial) -> Named:
    rule = any_of(female, positive_test(trial))
    en, fr = "woman, or a positive pregnancy test", "femme, ou test de grossesse positif"
    return named("pregnancy_concerns", rule, en=en, fr=fr)


def positive_test(trial: Trial) -> Named:
    rule = count(HCG, trial.span("hcg_look_back"), where=own(HCG)) >= quantity("1 1")
    return named("positive_hcg", rule, en="a positive pregnancy test", fr="un test de grossesse positif")


def pregnant_or_lactating(trial: Trial) -> Node:
    """A positive test and lactation exclude at any age; a missing test leaves it open for those who could be
    pregnant. The age limit is bedside's own assumption: all it waives is the need for a test.
    """
    could_be = all_of(childbearing(trial), highest(HCG, trial.span("hcg_look_back")))
    return any_of(positive_test(trial), could_be, trial.answer("lactating"))


def pregnant_by_data(trial: Trial) -> Node:
    untested = all_of(of_fertile_age(trial), highest(HCG, trial.span("hcg_look_back")))
    return any_of(positive_test(trial), untested)
