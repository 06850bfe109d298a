"""An invented trial, as small as one can be, to be broken by tests in one place at a time."""

from pathlib import Path

PROTOCOL = """\
bedside: bedside-protocol/1
id: tiny
version: "1.0"
title: {en: A tiny trial, fr: Un tout petit essai}
record:
  registry: none, it is invented
  file: invented.txt
  read: "2026-01-31"
  lines:
    title: {value: A tiny trial, says: A tiny trial, at: 1}
assumptions:
  limit:
    question: {en: From which lactate on, fr: À partir de quel lactate}
    taken: {en: A creatinine instead., fr: Une créatinine à la place.}
    reason: {en: It is invented., fr: C’est inventé.}
parameters:
  minimum_age: {value: 18 a, en: minimum age, fr: âge minimal, source: "invented record, line 2, 2026-01"}
  creatinine_limit: {value: 200 umol/L, en: creatinine limit, fr: limite de créatinine, assumption: limit}
questions:
  willing:
    answerer: patient or relative
    valid_for: P7D
    en: willing to take part
    fr: d’accord pour participer
    ask: {en: "Are you willing?", fr: "Êtes-vous d’accord ?"}
criteria:
  inclusion:
    I1: {says: Adults, at: 2, en: Adults, fr: Adultes}
    I2: {says: Willing, at: 3, en: Willing, fr: D’accord}
  exclusion:
    E1: {says: Kidney failure, at: 4, en: Kidney failure, fr: Insuffisance rénale}
consent_routes:
  signed: {says: Signed, at: 5, en: Signed, fr: Signé, needs: [[willing]], continuation: false}
arms:
  only:
    says: Tea
    at: 6
    en: Tea
    fr: Thé
    interventions:
      tea: {en: Tea, fr: Thé, dose: {en: one cup, fr: une tasse}}
outcomes:
  P1:
    kind: primary
    says: Creatinine
    at: 7
    time_frame: {says: Day 3, at: 8}
    en: Creatinine at day 3
    fr: Créatinine à J3
    visits: [D3]
    items: [blood.creatinine]
schedule:
  visits:
    D0: {en: Day 0, fr: J0, day: 0, before: P1D, after: P1D, forms: [asked, blood]}
    DAILY: {en: Daily, fr: Chaque jour, day: 1, until_day: 4, during: icu_stay, before: PT0H, after: P1D,
            forms: [blood]}
    D3: {en: Day 3, fr: J3, day: 3, before: PT12H, after: P2D, forms: [blood, asked]}
    D9: {en: Day 9, fr: J9, day: 9, before: P1D, after: P1D, forms: [asked, blood]}
  events:
    death: {en: Death, fr: Décès, otherwise: nothing, asks: [asked]}
    withdrawal: {en: Withdrawal, fr: Retrait, otherwise: nothing, remains: {D9: [asked]}}
    discharge: {en: Discharge, fr: Sortie, otherwise: all}
forms: [asked, blood]
costs:
  assumption: limit
  classes:
    ask: {cost: 1, en: ask, fr: demander}
    blood: {cost: 3, en: blood test, fr: prise de sang, variables: [creatinine]}
  answers: {patient or relative: ask}
  otherwise: ask
"""

CRITERIA = """\
from bedside.protocol.authoring import WHOLE, exclusion, inclusion
from bedside.records.dictionary import variable
from bedside.rules.language import highest, latest
from bedside.values.moment import ALWAYS, hours


def criteria(trial):
    creatinine = highest(variable("creatinine"), hours(24))
    return [
        inclusion("I1", latest(variable("age"), ALWAYS) >= trial.threshold("minimum_age"), data=WHOLE),
        inclusion("I2", trial.answer("willing")),
        exclusion("E1", creatinine > trial.threshold("creatinine_limit"), data=WHOLE),
    ]
"""

ASKED = """\
id: asked
title: {en: Asked, fr: Demandé}
items:
  asked_at: {en: Asked at, fr: Demandé le, kind: date and time, required: true}
  age: {en: Age, fr: Âge, kind: number, units: [a], variable: age, time: asked_at}
  sex:
    en: Sex
    fr: Sexe
    kind: choice
    variable: female
    time: asked_at
    codes:
      female: {en: female, fr: féminin, means: 1}
      male: {en: male, fr: masculin, means: 0}
      not_said: {en: not said, fr: non dit}
  willing: {en: "Willing?", fr: "D’accord ?", kind: yes/no, variable: willing, time: asked_at}
  why_not: {en: Why not, fr: Pourquoi, kind: text, shown_when: {item: willing, holds: ["no"]}}
"""

BLOOD = """\
id: blood
title: {en: Blood, fr: Sang}
repeats: true
items:
  taken_at: {en: Taken at, fr: Prélevé le, kind: date and time, required: true}
  creatinine:
    en: Creatinine
    fr: Créatinine
    kind: number
    units: [umol/L, mg/dL]
    variable: creatinine
    time: taken_at
    expected: [20 umol/L, 900 umol/L]
    limits: true
  platelets: {en: Platelets, fr: Plaquettes, kind: number, units: [10*9/L], variable: platelets, time: taken_at}
  until: {en: Until, fr: Jusqu’au, kind: date and time}
  dialysis: {en: Dialysis, fr: Dialyse, kind: yes/no, variable: renal_replacement, time: taken_at, until: until}
  admitted: {en: Admitted, fr: Entrée, kind: date and time, variable: icu_stay, until: until}
  rate: {en: Noradrenaline, fr: Noradrénaline, kind: number, units: [ug/kg/min, ug/kg/h],
         variable: norepinephrine, time: taken_at, until: until}
  support:
    en: Support
    fr: Suppléance
    kind: choice
    time: taken_at
    until: until
    codes:
      mask: {en: mask, fr: masque, variable: noninvasive_ventilation}
      none: {en: none, fr: aucune}
  eligible: {en: Eligible, fr: Éligible, kind: computed, rule: eligible}
"""

FILES = {
    "protocol.yaml": PROTOCOL,
    "criteria.py": CRITERIA,
    "forms/asked.yaml": ASKED,
    "forms/blood.yaml": BLOOD,
}

AMENDMENT = """\
from: "1.0"
version: "1.1"
date: "2026-05-01"
title: {en: Older adults, fr: Adultes plus âgés}
reconsent: true
changes:
  - {path: /parameters/minimum_age/value, from: 18 a, to: 21 a}
  - {path: /schedule/visits/D9/after, from: P1D, to: P2D}
"""


def write_trial(folder: Path, **changes: str | None) -> Path:
    """The trial's files in a folder; a change replaces a file (key with _ for / and .), None leaves it out."""
    known = {name.replace("/", "_").replace(".", "_"): name for name in FILES}
    files: dict[str, str | None] = dict(FILES)
    for key, text in changes.items():
        files[known.get(key, key)] = text
    for name, text in files.items():
        if text is not None:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
    return folder
