"""What `--help` says of each command: one line in the list, what it does for a newcomer, and examples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """A command in a line (`what`), in some sentences (`teaches`), and as people type it."""

    what: str
    teaches: str
    examples: tuple[str, ...]

    @property
    def description(self) -> str:
        """What stands above the options."""
        return f"{self.what[0].upper()}{self.what[1:]}.\n\n{self.teaches}"

    @property
    def epilog(self) -> str:
        """What stands below them."""
        return "\n  ".join(["Example:" if len(self.examples) == 1 else "Examples:", *self.examples])


MANUAL: Mapping[str, Told] = {
    "demo": Told(
        "screen a virtual ward, fill a study, start the web application",
        "Shows the main job on patients who do not exist: it reads a trial's protocol, makes a ward as it stands today,"
        " asks at every hour who could take part, and leaves one web page to open in a browser. Then it fills a"
        " demonstration study, with participants at every stage at three hospitals that do not exist, prints how to log"
        " in as each role, and serves it to this machine until Ctrl-C. The next demo replaces it.",
        (
            "bedside demo",
            "bedside demo --no-serve",
            "bedside demo --codes",
            "bedside demo --lang fr --patients 200 --out demo-fr --report-only",
        ),
    ),
    "screen": Told(
        "who is eligible, for every stay and hour",
        "Asks the protocol's criteria of every stay in intensive care, at every whole hour, and answers twice:"
        " data_verdict from what hospital data can tell (candidate, excluded or cannot tell), and verdict from all"
        " criteria with the human answers known so far (eligible, not eligible or cannot tell). Where it cannot tell,"
        " it names what to find out.\n\n"
        "A folder given to --out receives verdicts.parquet (a row a stay and hour), report.html (to open in a"
        " browser) and import_report.json (the rows that could not be used, and why).\n\n"
        "With --since-last, only patients whose records changed since the last run into the same folder are worked"
        " out, and the hours since of those who stay on; the table is the same as that of a whole run. screening.state,"
        " beside it, says what it stands on: where protocol or bedside are no longer the same, or it cannot be read,"
        " everything is worked out anew, and that is said. A run that was stopped goes on where it was; a second one at"
        " the same time is refused.",
        (
            "bedside screen TRIAL --source mimic-iv:mimiciv/2.2 --out out",
            "bedside screen TRIAL --source omop:warehouse --out every-day --since-last",
            "bedside screen TRIAL --source mimic-iv:mimiciv/2.2 --at 2180-07-23T08:00 --out morning",
            "bedside screen TRIAL --source omop:warehouse --out out",
            "bedside screen TRIAL --source canonical:ward --answers ward/human_answers.csv --out verdicts.csv",
        ),
    ),
    "explain": Told(
        "why: the whole trace for one stay at one time",
        "Prints every criterion for one patient at one hour: its verdict, the protocol's own sentence, the values that"
        " it used with their time, unit and origin, and what is unknown and why.",
        ("bedside explain TRIAL --source mimic-iv:DIR --stay 39553978 --at 2180-07-23T20:00",),
    ),
    "score": Told(
        "SOFA, HScore or HLH-2004 by itself",
        "Writes a row a stay and whole hour with the least and the greatest points that the records allow, in columns"
        " ending in _low and _high, for the score and each of its parts. The two are equal where nothing is missing:"
        " what was not measured is a range, never zero. hscore adds the probability that goes with its points."
        " `bedside score compare` tells how far two versions of a score agree.",
        (
            "bedside score sofa --source mimic-iv:mimiciv/2.2 --every 1h --out sofa.parquet",
            "bedside score sofa --source clif:site --every 1h --out sofa.parquet",
            "bedside score sofa --variant sofa2 --source clif:site --out sofa2.parquet",
            "bedside score hlh2004 --source canonical:ward --variant knaak-2020 --out hlh2004.csv",
            'bedside score hlh2004 --source canonical:ward --set "fever=38.3 Cel" --set needed=4 --out other.csv',
        ),
    ),
    "score compare": Told(
        "how far two versions of a score agree, and which option makes the difference",
        "Computes both at every stay-hour of a source. Tells at how many both totals are known; how many of these are"
        " the same, with kappa (plain and with quadratic weights) and the limits of agreement, for the total and each"
        " component; how many stay-hours and stays are on another side of a threshold for certain, certain in one"
        " only, or cannot be told; and, of two versions of one score, what each option in which they differ changes"
        " when it alone is switched from A to B, or taken back from B to A.\n\n"
        "A folder given to --out receives agreement.html (both languages), rows.csv and rows.json (one fact a row)"
        " and figures/.",
        (
            "bedside score compare sofa:vincent-1996 sofa:mimic-code --source mimic-iv:mimiciv/2.2 --at 4",
            "bedside score compare sofa sofa:boundaries=umol/L --source canonical:ward --trial TRIAL --out compared",
        ),
    ),
    "feasibility": Told(
        "how many patients a trial would have found, and what keeps the others out",
        "Asks of every stay and hour what hospital data can tell of the protocol's criteria, and counts patients: met"
        " for certain, could be met (it cannot be told), not met; by year, month and unit; where they fall out,"
        " criterion by criterion, at worst and at best; what each criterion costs; how long after admission they are"
        " met; and what the counts were if a number of the protocol were another (--move, by the name of a"
        " parameter).\n\n"
        "A folder given to --out receives feasibility.html (both languages), rows.csv and rows.json (one fact a row)"
        " and figures/. Where the dates of a source are shifted no rate per year is told unless --years says how many"
        " it covers.",
        (
            "bedside feasibility TRIAL --source canonical:ward --out feasibility",
            "bedside feasibility TRIAL --source mimic-iv:mimiciv/2.2 --years 12 --mask-below 5 --out feasibility",
            "bedside feasibility TRIAL --source canonical:ward --move sofa_needed=3 --move hscore_needed=169",
        ),
    ),
    "source": Told(
        "what a source of records can supply",
        "A source is where records come from, such as a folder in the MIMIC-IV layout or of bedside's own canonical"
        " records. It is named as for `bedside screen`. Each of these commands has a --help of its own.",
        ("bedside source check mimic-iv:mimiciv/2.2",),
    ),
    "source check": Told(
        "which variables a source supplies, how completely, and what will be “cannot tell”",
        "Says before any work which variables a source supplies, from which codes and units, at how many stays each"
        " has a value (by year and by unit), how many rows were used and refused and why. With --trial only what the"
        " protocol reads, and of each criterion whether it can be met, or not met, from these variables at all: what"
        " cannot is “cannot tell” for everybody. A folder given to --out receives source.html (both languages),"
        " rows.csv and rows.json.",
        (
            "bedside source check mimic-iv:mimiciv/2.2",
            "bedside source check canonical:ward --trial TRIAL --out checked",
        ),
    ),
    "virtual": Told(
        "make virtual patients, not real, as canonical records",
        "Writes a folder in bedside's own layout, to try every command without anybody's data: read it with --source"
        " canonical:FOLDER. With --trial, the folder also holds the answers people gave to the trial's questions.",
        ("bedside virtual 200 --seed 7 --out ward", "bedside virtual 200 --seed 7 --trial TRIAL --out ward"),
    ),
    "protocol": Told(
        "check, show, compare or import a protocol",
        "A trial's protocol is a folder: protocol.yaml (structure and numbers), criteria.py (the logic of the"
        " criteria), forms, worked patients, and amendments. Each of these commands has a --help of its own.",
        ("bedside protocol show TRIAL", "bedside protocol check TRIAL"),
    ),
    "protocol check": Told(
        "find what is missing, contradictory or unusual",
        "Reads the protocol as a reviewer would and prints each finding with its place, the question for the sponsor"
        " and what is assumed meanwhile. Ends with 1 when one of them is an error, else with 0.",
        ("bedside protocol check TRIAL", "bedside protocol check TRIAL --record NCT01234567.json --format json"),
    ),
    "protocol show": Told(
        "read the protocol",
        "Prints the protocol as text to read (prose, in Markdown), as a web page (html), or as the one JSON text whose"
        " hash is the identity of what was approved (json).",
        ("bedside protocol show TRIAL --lang fr", "bedside protocol show TRIAL --format html > protocol.html"),
    ),
    "protocol diff": Told(
        "what an amendment changes: two versions side by side",
        "Prints what stands in one version of a protocol and not in the other, section by section in the words of"
        " `protocol show`, and the amendments between them. Give one trial and two of its versions, or two folders.",
        (
            "bedside protocol diff TRIAL --from 1.0 --to 1.1",
            "bedside protocol diff trials/before trials/after --format json",
        ),
    ),
    "protocol in-force": Told(
        "which version holds at a site on a date, for whom, and why",
        "A site works by the latest version activated there. A participant follows the site, but not past an"
        " amendment that asks for renewed consent before they gave it. Activations and consents are two CSV files"
        " with a header, one event a line, dates like 2026-11-22: site, version, date; and participant, version, date.",
        (
            "bedside protocol in-force TRIAL --site paris --date 2026-06-30 --activations activations.csv",
            "bedside protocol in-force TRIAL --site paris --date 2026-06-30 --activations activations.csv"
            " --participant P-1 --consents consents.csv",
        ),
    ),
    "protocol import": Told(
        "draft a protocol from a registry record",
        "Starts a trial's folder from a public record. The record's sentences are kept word for word, a rule is"
        " proposed only where a sentence is wholly understood, and all that the record does not say becomes an open"
        " question: nothing is invented.",
        ("bedside protocol import NCT01234567.json --out trials/name",),
    ),
    "design": Told(
        "what a number of participants can show: sizes, stopping rules, power",
        "Sets designs of a single group with a yes/no outcome side by side: one look at the end, two stages, and each"
        " way of monitoring that the protocol states or the options give. All probabilities are exact, none is"
        " simulated. What no public source states is marked as assumed. With --out, the folder receives design.html"
        " (both languages), rows.csv and rows.json (every number, with its method) and the figures as SVG and PNG"
        " with their data.\n\nA rule is successes:N,N (none where a look does not stop), p_value:P,"
        " spending:obrien_fleming (or pocock, linear), posterior:P or predictive:P. For success, the posterior"
        " probability is that of a rate above p0; for futility, that of a rate above p1; the predictive probability"
        " is that of success at the last look.",
        (
            "bedside design TRIAL --out design",
            "bedside design TRIAL --p0 0.45 --p1 0.65",
            "bedside design binary --p0 0.4 --p1 0.6 --alpha 0.05 --power 0.8",
            "bedside design binary --p0 0.2 --p1 0.4 --participants 43 --looks 13,28,43 --futility predictive:0.05",
        ),
    ),
    "simulate": Told(
        "whole virtual trials: power, bias, duration, early stops",
        "Simulates the trial whole: sites open and recruit, participants are virtual patients who become eligible,"
        " their organs improve or worsen from day to day, some die, leave intensive care, are lost or not fully"
        " recorded. Each is judged by the trial's own rules, as real data are, and each design is looked at as it"
        " says. Every number has its Monte Carlo error, and beside it the exact value where there is one. What is"
        " assumed stands in simulation.yaml of the trial, or in the file that --scenarios names.\n\nThe folder"
        " receives simulation.html (both languages), rows.csv, rows.json and the figures. It keeps the trials in"
        " chunks: a run that was stopped goes on when it is called again, and more trials are added to those that are"
        " there. The same seed gives the same numbers, whatever the number of processes.",
        (
            "bedside simulate TRIAL --trials 10000 --seed 1 --out simulation",
            "bedside simulate TRIAL --scenarios mine.yaml --workers 2 --out simulation",
        ),
    ),
    "sap": Told(
        "the statistical analysis plan of a trial, written from its protocol",
        "Writes the plan from the objects that the analysis reads: objectives and estimands, sample size with its"
        " exact errors, analysis sets, windows, intercurrent events, missing data, harms, looks, and every table to"
        " come with empty cells. What no public source states is a numbered question to the sponsor. The folder"
        " receives plan.html (both languages), plan.en.pdf and plan.fr.pdf; the same protocol gives the same bytes."
        " Prints the hash of the protocol, which is that of the plan.",
        (
            "bedside sap TRIAL --out plan",
            "bedside sap TRIAL --version 1.0 --out plan --lang fr",
        ),
    ),
    "analyse": Told(
        "what the protocol promised to estimate, worked out of a data cut",
        "Analyses each outcome of a trial as its estimand says: who, which intercurrent events, which summary, which"
        " method. The folder receives analysis.html (both languages), rows.csv and rows.json (every number, of whom, by"
        " which method, with its warnings), and figures/ (each figure as SVG in both languages, and its data); run"
        " again on the same snapshot, they are the same bytes. A number that cannot be worked out is a row that says"
        " why. Groups are compared where the protocol declares a comparator and --arms tells who was in which. Prints"
        " the hash of what was analysed.\n\nRefused: a snapshot that was altered, of another trial or another version"
        " of its protocol, for safety, or with values that cannot be.",
        (
            "bedside analyse TRIAL --data cut --out results",
            "bedside analyse TRIAL --data cut.zip --out results --lang fr",
            "bedside analyse TRIAL --data cut --arms arms.csv --out results",
        ),
    ),
    "report": Told(
        "the analysis of a data cut, written as a statistical report",
        "Analyses the snapshot as `bedside analyse` does, and writes what was found: synopsis, who was analysed, each"
        " outcome with its estimand, sentences, tables and figures, limits, and how to have it again. The folder"
        " receives all files of the analysis, report.html (both languages), report.en.pdf and report.fr.pdf, all tables"
        " as tables.en.rtf and tables.fr.rtf, and a picture of each participant as profiles.html, a PDF a language and"
        " profiles.csv; run again on the same snapshot, they are the same bytes. Every"
        " number in a sentence is that of a row. Prints the hash of what was analysed.",
        (
            "bedside report TRIAL --data cut --out results",
            "bedside report TRIAL --data cut.zip --out results --lang fr",
        ),
    ),
    "dsmb": Told(
        "the report to the safety board, from a data cut",
        "Analyses the snapshot as `bedside analyse` does, and tells who takes part, deaths, events and infections, and"
        " what is measured. The primary outcome is in it only with --primary, as at a look that the protocol states."
        " A cut for safety is read too: of those who object to the use of their data it holds what must be reported,"
        " and no primary outcome is read from it. With --profiles it has a picture of each participant, without scores"
        " unless the primary outcome is in it."
        " The folder, another than that of the analysis, receives board.html (both languages), board.en.pdf and"
        " board.fr.pdf. Prints the hash of what was analysed.",
        ("bedside dsmb TRIAL --data cut --out board", "bedside dsmb TRIAL --data cut --out board --primary --profiles"),
    ),
    "study": Told(
        "make a study of a trial, for the web application",
        "A study is a folder: study.toml (its settings), secrets (its keys), and the database unless the settings name"
        " another. Each of these commands has a --help of its own.",
        ("bedside study create TRIAL --out study --site 01=Name --admin NAME",),
    ),
    "study create": Told(
        "make a study's folder, its database, its sites and its first administrator",
        "Loads the trial, keeps its protocol as approved data, opens the sites, and prints the first administrator's"
        " password, once. They choose their own and set up a second factor at the first log-in, then add everybody"
        " else. A new study does not recruit until its status says so.",
        (
            "bedside study create TRIAL --out study --site 01=Paris --site 02=Lyon --admin alice",
            "bedside study create TRIAL --version 1.0 --out study --admin alice --json",
        ),
    ),
    "study import-stay": Told(
        "begin the screening of a stay of a hospital source",
        "Brings in the records that the criteria read of one stay of a source that study.toml names, each with its"
        " origin, in the name and role of a user of the study who may screen at the site. Prints their new code.",
        ("bedside study import-stay 4711 --study study --source ward --site 01 --operator alice",),
    ),
    "study add-dictionary": Told(
        "code events, history and drugs by a dictionary of one's own",
        "Copies the files of a MedDRA distribution (llt.asc, pt.asc, hlt.asc, soc.asc, mdhier.asc) or of a WHODrug text"
        " file (whodrug.txt: code, name, preferred, atc) into the study's folder; the database keeps version and"
        " digest. From then on terms are coded by it, and those coded by another version are to be coded anew. Of"
        " CTCAE it takes the table that NCI publishes (ctcae.xlsx or ctcae.csv, with MedDRA Code, MedDRA SOC and CTCAE"
        " Term): its terms are offered on the form of adverse events, which says when a term is none of them. The"
        " files are no part of a backup: keep them, and add them again after a restore.",
        (
            "bedside study add-dictionary meddra MedAscii --version 27.1 --study study",
            "bedside study add-dictionary ctcae Downloads --version v5.0 --study study",
        ),
    ),
    "study amend": Told(
        "keep the versions that a trial's amendments make",
        "Loads the trial with its amendments and keeps each version that the study has not kept yet, with what its"
        " amendment says of renewed consent. Nothing changes for anybody until a version is put in force at a site, on"
        " its page, where what it changes for each participant is shown first. --dry-run prints the same before"
        " anything is kept.",
        ("bedside study amend TRIAL --study study --dry-run", "bedside study amend TRIAL --study study"),
    ),
    "study attach-results": Told(
        "put the results of the tests of bedside into a study's dossier",
        "The dossier for an inspection leads from each requirement to its tests; with this file it also says how each"
        " of them came out, when, and whether on the very files that run here. BEDSIDE_TEST_RESULTS=FILE make test"
        " writes it, in the source of the same version. The trail keeps its digest.",
        ("bedside study attach-results results.json --study study",),
    ),
    "study simulate": Told(
        "work a simulation of a study out, or go on with it",
        "What was begun on the page of simulations, by its number: the server does the same in a process of its own."
        " What a process that was stopped had finished is kept. One runs at a time in a study; it steps back behind"
        " whoever uses the machine.",
        ("bedside study simulate 1204 --study study",),
    ),
    "study migrate": Told(
        "bring a study's database up to date after bedside itself was",
        "Changes the tables to what this version of bedside needs and installs the triggers that protect the trail"
        " anew. Until that is done the study is not served. Make a backup first.",
        ("bedside study migrate --study study",),
    ),
    "serve": Told(
        "serve a study to browsers",
        "Starts the web application on a study's folder, on this machine only unless --host says otherwise. It does"
        " not start on a database that could lose writes, is out of date, or whose history could be rewritten.",
        ("bedside serve --study study", "bedside serve --study study --port 8080 --workers 4"),
    ),
    "verify": Told(
        "find out whether anybody rewrote a study's history",
        "Reads the whole trail against its seals, its anchor outside the database and every kept row, and says what was"
        " changed, put in, taken out, moved or cut off behind the application's back. It changes nothing.",
        ("bedside verify --study study",),
    ),
    "mail": Told(
        "send the mails of a study that wait",
        "Writes a reminder of each deadline of an event of which a quarter of the time is left, and one when it has"
        " passed. Then tries every mail that waits (an event was told, a deadline ends), as [mail] in study.toml says"
        " (host, from, to). Links begin with what address says there (https://trial.example.org). One that fails stays"
        " and is tried the next time; each try is in the trail. Let a timer run it every few minutes.",
        ("bedside mail --study study",),
    ),
    "backup": Told(
        "copy a study to one file, while it is in use",
        "The copy is of one moment, with a checksum of each part. The secret keys stay out unless asked for: keep them"
        " elsewhere, for without them nobody can verify what is restored.",
        ("bedside backup --study study --out study-2026-11-22.tar",),
    ),
    "restore": Told(
        "put a study back from a backup, into a new folder",
        "Checks every checksum first, never writes over anything, and verifies the trail afterwards (1 when it is not"
        " whole). From a backup without keys it restores, says that nothing was verified, and ends with 2: put secrets/"
        " there, then run bedside verify.",
        ("bedside restore study-2026-11-22.tar --study restored",),
    ),
    "archive": Told(
        "leave everything that an inspection may ask for after the system is switched off",
        "A folder with a backup and its keys, both kinds of data cut, the casebook of every participant and the forms"
        " as PDF in both languages, every version of the protocol, the versions of the software, and how to bring it"
        " all back. It opens the whole study to whoever holds it: keep it where the keys would be kept.",
        ("bedside archive --study study --out archive-2026-11-22",),
    ),
    "cut": Told(
        "take the data of a study at one moment, and see that nobody altered them",
        "A cut holds every table as Parquet, CSV and XLSX, their dictionary, and the canonical records that rules read."
        " Each of these commands has a --help of its own.",
        ("bedside cut take --study study --kind efficacy --reason 'interim analysis' --out cut",),
    ),
    "cut take": Told(
        "take a cut, while the study is in use",
        "Everything that the study holds when one event of its trail is the last, whole or not at all. The cut is kept"
        " in the study and named in its trail with its hash; a copy is written. Prints the hash.",
        (
            "bedside cut take --study study --reason 'interim analysis' --out cut",
            "bedside cut take --study study --kind safety --reason 'annual safety report' --out cut-safety",
        ),
    ),
    "cut verify": Told(
        "find any file of a cut that was altered, added or taken away",
        "Compares every file with the manifest, and tables and records with the hash. Compare the hash that it"
        " prints with the one in the study's audit trail. It changes nothing.",
        ("bedside cut verify cut",),
    ),
}
