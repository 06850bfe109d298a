"""A canonical ward of six people, small enough to count by hand, for the tiny trial (age from 18, creatinine to 200).

Adele and Emil are met (Emil in the second of two stays), Bo is too young, Carl's creatinine is too high once it is
known, Dora has none. Faye's two values end 24 hours before her stay does: she is met, and open at its end.
"""

from __future__ import annotations

from pathlib import Path

MANIFEST = """\
format: bedside-canonical/1
name: Small ward
not_real: true
recorded: []
supplied: [age, female, creatinine, platelets, icu_stay, dead]
"""
PATIENTS = """\
patient_id,sex
adele,female
bo,male
carl,male
dora,female
emil,male
faye,female
"""
STAYS = """\
stay_id,patient_id,unit,admitted,discharged
a1,adele,North,2020-01-10T08:00,2020-01-11T08:00
b1,bo,North,2020-03-01T08:00,2020-03-02T08:00
c1,carl,South,2020-07-01T08:00,2020-07-02T08:00
d1,dora,South,2021-01-05T08:00,2021-01-06T08:00
e1,emil,North,2020-02-01T08:00,2020-02-01T20:00
e2,emil,South,2021-02-01T08:00,2021-02-02T08:00
f1,faye,South,2021-12-28T08:00,2021-12-31T08:00
"""
MEASUREMENTS = """\
patient_id,variable,start,value,unit
adele,age,2020-01-10T08:00,40,a
bo,age,2020-03-01T08:00,16,a
carl,age,2020-07-01T08:00,60,a
dora,age,2021-01-05T08:00,60,a
emil,age,2020-02-01T08:00,30,a
faye,age,2021-12-28T08:00,70,a
adele,creatinine,2020-01-10T10:30,100,umol/L
bo,creatinine,2020-03-01T08:00,90,umol/L
carl,creatinine,2020-07-01T12:00,300,umol/L
emil,creatinine,2021-02-01T13:00,110,umol/L
faye,creatinine,2021-12-28T09:00,80,umol/L
faye,creatinine,2021-12-28T10:00,many,umol/L
"""
FILES = {"manifest.yaml": MANIFEST, "patients.csv": PATIENTS, "stays.csv": STAYS, "measurements.csv": MEASUREMENTS}


def write_ward(folder: Path, **changes: str) -> Path:
    """The ward in a folder; a change replaces the file of that name (`stays` for stays.csv)."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        (folder / name).write_text(changes.get(name.partition(".")[0], text), encoding="utf-8")
    return folder
