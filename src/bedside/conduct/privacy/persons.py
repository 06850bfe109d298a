"""Names without a title, found by where they stand: `Jean Dupont va mieux`, `his wife Mary`, `signed by John Smith`.

No list of first names: it would hold Rose, Claire, Still and May, and miss most names of the world. What tells a person
from a drug, an organism or an eponym is the sentence: who speaks, refuses, sleeps or was discharged; who is somebody's
wife; who signed. One capitalised word is taken for a first name only before what nobody but a person does, two (a first
name and a surname) also before what is done to a person, and after words that persons follow.
"""

from __future__ import annotations

import re

CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
SMALL = r"[a-zß-öø-ÿ]"
WORD = rf"{CAPITAL}(?:{SMALL}|['’-]){{1,}}(?:-{CAPITAL}{SMALL}+)?"

_PARTICLE = r"(?:d[eu]\s+|des\s+|d['’]|van\s+|von\s+|al[- ]|el[- ]|ben\s+)?"
_FULL = rf"{WORD}(?:\s+{_PARTICLE}{WORD}){{1,2}}"

_COMPOUND = rf"{CAPITAL}{SMALL}{{2,}}-{CAPITAL}{SMALL}{{2,}}\s+{_PARTICLE}{WORD}"
"""A compound first name and a surname, wherever they stand."""
_DOES = (
    r"(?:va\s+(?:mieux|bien|mal)|dit|répond|parle|pleure|sourit|dort|mange|boit|marche|souhaite|veut|accepte|refuse"
    r"|demande\s+(?:à|si|de\b)|se\s+(?:plaint|sent|lève|réveille|dit)|n['’]a\s+pas\s+(?:voulu|accepté|dit)|nie|pense|habite"
    r"|a\s+(?:dit|refusé|accepté|signé|pleuré|parlé|demandé|souhaité|mangé|dormi|téléphoné|appelé|répondu)"
    r"|said|feels|felt|refuses|refused|agrees|agreed|sleeps|slept|walks|walked|talks|talked"
    r"|smiles|cries|cried|lives\s+(?:in|with|at|alone)|eats|speaks|spoke|signed|phoned|complains|complained"
    r"|is\s+(?:awake|asleep|feeling|doing\s+(?:well|better)|walking|talking|eating))"
)
_HAPPENS = (
    r"(?:says|asks|asked|wants|wanted|answers|answered|denies"
    r"|est\s+(?:décédée?|mort|morte|sortie?|transférée?|réveillée?|consciente?|née?|partie?|rentrée?|hospitalisée?"
    r"|admise?|intubée?|extubée?|sédatée?|venue?|arrivée?|inconsciente?)"
    r"|a\s+été\s+(?:vue?|admise?|transférée?|hospitalisée?|intubée?|extubée?|examinée?|informée?|appelée?|prévenue?)"
    r"|(?:was|is|has\s+been)\s+(?:admitted|discharged|transferred|intubated|extubated|seen|informed|told|called|born)"
    r"|died|passed\s+away)"
)
_RELATION = (
    r"(?:épouse|époux|mari|femme|conjointe?|compagnon|compagne|fils|fille|frère|s(?:œ|oe)ur|mère|père|neveu|nièce|oncle"
    r"|tante|cousine?|grand-mère|grand-père|voisine?|wife|husband|partner|son|daughter|brother|sister|mother|father"
    r"|nephew|niece|uncle|aunt|cousin|neighbour|neighbor)"
)
_NAMED = r"(?:nommée?|prénommée?|s['’]appelle|named|whose\s+name\s+is)"
_LABEL = (
    r"(?:nom|prénom|nom\s+de\s+(?:famille|naissance|jeune\s+fille)|surname|(?:first|last|family|given)\s+name)"
    r"\s*[:=]\s*"
)
_BEFORE = (
    r"(?:patiente?|malade|monsieur|madame"
    r"|(?:signée?|vue?|validée?|confirmée?|prélevée?|saisie?|remplie?|examinée?|informée?|appelée?|prévenue?)s?\s+par"
    r"|(?:seen|signed|confirmed|reviewed|examined|taken|filled|entered|approved)\s+by|informed|phoned|spoke\s+(?:to|with)"
    r"|(?:avis|appel|famille|consentement|accord|signature|dossier|entourage|parents?)\s+de"
    r"|(?:opinion|call|family|consent|signature|file|relatives)\s+(?:of|from))"
)

_WHO, _WHOLE = rf"(?P<who>{WORD})", rf"(?P<who>{_FULL})"
NAMES = re.compile(
    "|".join(
        (
            rf"\b{_WHOLE}(?=,?\s+(?:{_DOES}|{_HAPPENS})(?!\w))",
            rf"\b{_WHO}(?=\s+{_DOES}(?!\w))".replace("who", "one"),
            rf"\b(?i:{_BEFORE})\s+{_WHOLE}(?![\w-])".replace("?P<who>", "?P<after>"),
            rf"\b(?i:{_RELATION}|{_NAMED}),?\s+(?P<of>{WORD}(?:\s+{_PARTICLE}{WORD})?)(?![\w-])",
            rf"\b(?i:{_LABEL})(?P<label>{WORD})",
            rf"\b(?P<compound>{_COMPOUND})(?![\w-])",
            rf"\b(?i:famille|family)\s+(?P<family>{WORD})(?![\w-])",
        )
    )
)
"""The name itself is the one group that holds something."""
ACTS = rf"(?:{_DOES}|{_HAPPENS})(?!\w)"
"""What a person does, or what happens to one, after their name."""

NOBODY = frozenset(
    """
    patient patiente patients malade famille epouse épouse époux epoux mari femme fils fille frère frere soeur sœur
    mère mere père pere parent parents proche proches entourage conjoint conjointe compagne compagnon personne
    tuteur curateur il elle ils elles on qui ça ca cela ceci lui ce cet cette le la les un une des du de je nous
    vous tout tous rien aucun aucune non oui ne se mais et ou si puis donc car ensuite alors actuellement toujours
    bien mieux infirmier infirmière infirmiere ide kiné kine médecin medecin interne réanimateur chirurgien
    chirurgienne anesthésiste radiologue hématologue hematologue cardiologue néphrologue pneumologue neurologue
    infectiologue dermatologue psychiatre biologiste pharmacien pharmacienne psychologue généraliste urgentiste
    aide-soignant aide-soignante équipe equipe staff investigateur investigatrice promoteur moniteur laboratoire
    pharmacie service centre comité hôpital hopital samu he she it they we you who which that this these those there
    what nobody everybody someone somebody everyone family wife husband son daughter mother father brother sister
    relative relatives partner guardian nurse physician doctor surgeon resident consultant radiologist haematologist
    hematologist pharmacist investigator sponsor monitor team center laboratory lab pharmacy hospital unit still
    then also but and not never always now currently often réanimation chirurgie médecine urgences cardiologie radio
    biochimie banque garde soins unité ward intensive care pt pat pts sujet participant participante infirmiers
    medicine surgery emergency rhésus rhesus glasgow hodgkin covid child pugh guillain barré epstein barr stevens
    johnson swan ganz kaplan meier cockcroft gault cheyne stokes karnofsky ranson will may can must should shall
    last with items its from save virus syndrome disease maladie score index anastomosis barre manoeuvre
    """.split()  # noqa: SIM905 - one word a line would hide the list
)
"""Words that a sentence may begin with before such a verb, or that follow such a word, and that are nobody's name."""


_ELIDED = re.compile(r"(?:[cjlmnst]|qu)['’]")
_SPECIALTY = re.compile(r"olog(?:ie|ue|y|ist|iste)s?$")


def is_person(name: str) -> bool:
    """Whether the last word of a name is not one of those that are nobody's, nor a specialty or who works in it."""
    last = re.findall(WORD, name)[-1].lower()
    return last not in NOBODY and not _SPECIALTY.search(last) and not _ELIDED.match(last)
