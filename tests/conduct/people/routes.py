"""Every address of the application, and who may open it: the whole list, so that a new one fails until it stands here.

A page names the action of the table of roles that opens it; where writing needs another than reading, `WRITING` names
that one. The rest is of one of three kinds.
"""

from __future__ import annotations

from collections.abc import Mapping

from bedside.conduct.people.roles import Action

ANYBODY = "needs no log-in"
OWN = "whoever is logged in, on their own account"
TOKEN = "a program, by its token"

LATER = "<int:day>/<str:form>/", "<int:day>/<str:form>/<int:number>/", "<str:form>/", "<str:form>/<int:number>/"
"""How an address of a sheet goes on after its visit."""
SITE, CODE = "sites/<str:site>", "participants/<str:code>"


def _sheet(what: str, action: Action) -> dict[str, Action]:
    return {f"{CODE}/{what}/<str:visit>/{rest}": action for rest in LATER}


PAGES: Mapping[str, Action] = {
    "study/": Action.SEE_STUDY,
    "study/status/": Action.SET_STATUS,
    "study/versions/": Action.APPROVE_VERSION,
    "study/settings/": Action.SEE_STUDY,
    "study/settings/choose/": Action.CHOOSE_SETTINGS,
    "study/dossier/": Action.SEE_DOSSIER,
    "study/dossier/traceability.csv": Action.SEE_DOSSIER,
    "study/roles": Action.SEE_STUDY,
    "study/roles.csv": Action.SEE_STUDY,
    "cuts/": Action.SEE_CUTS,
    "cuts/take/": Action.TAKE_CUT,
    "cuts/<int:number>/": Action.SEE_CUTS,
    "people/": Action.SEE_PEOPLE,
    "people/add/": Action.MANAGE_PEOPLE,
    "people/of/<str:username>/": Action.SEE_PEOPLE,
    "people/of/<str:username>/role/": Action.MANAGE_PEOPLE,
    "people/of/<str:username>/role/<int:grant>/end/": Action.MANAGE_PEOPLE,
    "people/of/<str:username>/shut-out/": Action.MANAGE_PEOPLE,
    "people/of/<str:username>/reopen/": Action.MANAGE_PEOPLE,
    "people/of/<str:username>/password/": Action.MANAGE_PEOPLE,
    "people/of/<str:username>/second-factor/": Action.MANAGE_PEOPLE,
    "people/tokens/": Action.SEE_PEOPLE,
    "people/tokens/of/<str:username>/make/": Action.MANAGE_PEOPLE,
    "people/tokens/<str:public>/end/": Action.MANAGE_PEOPLE,
    "account/tokens/": Action.MAKE_TOKENS,
    "account/tokens/make/": Action.MAKE_TOKENS,
    "account/tokens/<str:public>/end/": Action.MAKE_TOKENS,
    "api/": Action.SEE_STUDY,
    "trail/": Action.SEE_TRAIL,
    "trail/export.csv": Action.EXPORT_TRAIL,
    "trail/export.json": Action.EXPORT_TRAIL,
    "trail/review": Action.SEE_TRAIL,
    "trail/field/<int:sheet>/<str:item>": Action.SEE_TRAIL,
    "trail/of/<str:code>/<path:place>": Action.SEE_TRAIL,
    f"{SITE}/": Action.SEE_PARTICIPANTS,
    f"{SITE}/newly/": Action.SEE_IDENTITY_FREE_DATA,
    f"{SITE}/screening/": Action.SEE_PARTICIPANTS,
    f"{SITE}/screening/new/": Action.SCREEN,
    f"{SITE}/participants/": Action.SEE_PARTICIPANTS,
    f"{SITE}/ward/": Action.SEE_WARD,
    f"{SITE}/ward/report/<str:source>/": Action.SEE_WARD,
    f"{SITE}/ranges/": Action.SEE_IDENTITY_FREE_DATA,
    f"{SITE}/ranges/add/": Action.MANAGE_RANGES,
    f"{SITE}/ranges/<int:number>/end/": Action.MANAGE_RANGES,
    f"{SITE}/ranges/upload/": Action.MANAGE_RANGES,
    f"{SITE}/ranges/keep/": Action.MANAGE_RANGES,
    f"{SITE}/ranges/ranges.csv": Action.SEE_IDENTITY_FREE_DATA,
    f"{CODE}/": Action.SEE_PARTICIPANTS,
    f"{CODE}/consent/": Action.SEE_PARTICIPANTS,
    f"{CODE}/answers/": Action.SCREEN,
    f"{CODE}/suppose/": Action.SCREEN,
    f"{CODE}/enrol/": Action.ENROL,
    f"{CODE}/leave-out/": Action.SCREEN,
    f"{CODE}/ineligible/": Action.RECORD_DEVIATION,
    f"{CODE}/slip.pdf": Action.SEE_PARTICIPANTS,
    f"{CODE}/timeline/": Action.SEE_PARTICIPANTS,
    f"{CODE}/preview/": Action.SEE_IDENTITY_FREE_DATA,
    f"{CODE}/casebook/": Action.SEE_IDENTITY_FREE_DATA,
    f"{CODE}/laboratory/": Action.SEE_IDENTITY_FREE_DATA,
    f"{CODE}/laboratory/save/": Action.WRITE_DATA,
    **_sheet("forms", Action.SEE_IDENTITY_FREE_DATA),
    **{route: Action.WRITE_DATA for what in ("save", "draft", "discard", "comment")
       for route in _sheet(what, Action.WRITE_DATA)},
}  # fmt: skip
WRITING: Mapping[str, Action] = {f"{CODE}/consent/": Action.RECORD_CONSENT, f"{CODE}/timeline/": Action.WRITE_DATA}
"""Pages that are read by one action and written by another."""

OTHERS: Mapping[str, str] = {
    "": OWN,
    "language/setlang/": ANYBODY,
    "account/login/": ANYBODY,
    "account/logout/": ANYBODY,
    "account/inactive/": ANYBODY,
    "account/2fa/authenticate/": ANYBODY,
    "account/reauthenticate/": OWN,
    "account/password/change/": OWN,
    "account/2fa/": OWN,
    "account/2fa/reauthenticate/": OWN,
    "account/2fa/totp/activate/": OWN,
    "account/2fa/totp/deactivate/": OWN,
    "account/2fa/recovery-codes/": OWN,
    "account/2fa/recovery-codes/generate/": OWN,
    "account/2fa/recovery-codes/download/": OWN,
    "account/2fa/webauthn/": OWN,
    "account/2fa/webauthn/add/": OWN,
    "account/2fa/webauthn/reauthenticate/": OWN,
    "account/2fa/webauthn/keys/<int:pk>/remove/": OWN,
    "account/2fa/webauthn/keys/<int:pk>/edit/": OWN,
    "api/v1/": TOKEN,
    "api/v1/openapi.json": ANYBODY,
    "api/v1/<path:anything>": TOKEN,
    "api/v1/study": TOKEN,
    "api/v1/sites": TOKEN,
    "api/v1/protocol": TOKEN,
    "api/v1/protocol/<version>": TOKEN,
    "api/v1/participants": TOKEN,
    "api/v1/participants/<code>": TOKEN,
    "api/v1/participants/<code>/standing": TOKEN,
    "api/v1/participants/<code>/timeline": TOKEN,
    "api/v1/participants/<code>/outcomes": TOKEN,
    "api/v1/participants/<code>/records": TOKEN,
    "api/v1/participants/<code>/sheets": TOKEN,
    "api/v1/participants/<code>/sheets/<visit>/<form>": TOKEN,
    "api/v1/participants/<code>/sheets/<visit>/<form>/items": TOKEN,
    "api/v1/participants/<code>/sheets/<visit>/<form>/items/<item>": TOKEN,
    "api/v1/sites/<site>/screening-log": TOKEN,
    "api/v1/sites/<site>/flow": TOKEN,
    "api/v1/sites/<site>/stays": TOKEN,
    "api/v1/trail": TOKEN,
    "api/v1/trail/export": TOKEN,
    "api/v1/cuts": TOKEN,
    "api/v1/cuts/<number>/file": TOKEN,
}
"""Addresses whose view names no action of the table of roles, and who may open them."""
