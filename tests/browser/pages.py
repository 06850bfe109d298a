"""Every page of the application: the name of its address, and filled examples of it with who reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.browser.served import Served


@dataclass(frozen=True)
class Example:
    """A page as somebody opens it; `{whole}` and so forth stand for the codes of the participants of filled.py."""

    reader: str
    path: str
    status: int = 200
    language: str = ""
    """Of a page that has one of its own, whatever the reader's."""

    def address(self, served: Served) -> str:
        """Its path, filled."""
        persons = {name.replace(" ", "_"): code for name, code in served.told["persons"].items()}
        return self.path.format(**persons)


def of(reader: str, *paths: str) -> tuple[Example, ...]:
    """Pages of one reader."""
    return tuple(Example(reader, path) for path in paths)


FORM = "/participants/{whole}/forms"
PAGES: Mapping[str, tuple[Example, ...]] = {
    "account_login": of("", "/account/login/"),
    "account_inactive": of("", "/account/inactive/"),
    "account_logout": of("roche", "/account/logout/"),
    "account_reauthenticate": of("roche", "/account/reauthenticate/"),
    "account_change_password": of("roche", "/account/password/change/"),
    "mfa_index": of("roche", "/account/2fa/"),
    "mfa_authenticate": of("half", "/account/2fa/authenticate/"),
    "mfa_reauthenticate": of("roche", "/account/2fa/reauthenticate/"),
    "mfa_reauthenticate_webauthn": of("roche", "/account/2fa/webauthn/reauthenticate/"),
    "mfa_activate_totp": of("new", "/account/2fa/totp/activate/", "/account/2fa/"),
    "mfa_deactivate_totp": of("roche", "/account/2fa/totp/deactivate/"),
    "mfa_view_recovery_codes": of("roche", "/account/2fa/recovery-codes/"),
    "mfa_generate_recovery_codes": of("roche", "/account/2fa/recovery-codes/generate/"),
    "mfa_list_webauthn": of("roche", "/account/2fa/webauthn/"),
    "mfa_add_webauthn": of("roche", "/account/2fa/webauthn/add/"),
    "mfa_remove_webauthn": of("roche", "/account/2fa/webauthn/keys/{passkey}/remove/"),
    "mfa_edit_webauthn": of("roche", "/account/2fa/webauthn/keys/{passkey}/edit/"),
    "tokens": of("leroy", "/account/tokens/"),
    "tokens_make": of("leroy", "/account/tokens/make/"),
    "tokens_everybody": of("admin", "/people/tokens/"),
    "tokens_make_for": of("admin", "/people/tokens/of/leroy/make/"),
    "api_operations": of("leroy", "/api/"),
    "study": of("leroy", "/study/") + of("moreau", "/study/"),
    "versions": of("leroy", "/study/versions/") + of("moreau", "/study/versions/"),
    "version": of("leroy", "/study/versions/1.1/") + of("admin", "/study/versions/1.0/"),
    "site-alerts": of("moreau", "/sites/01/alerts/"),
    "dry-run": of("leroy", "/sites/01/versions/1.1/", "/sites/02/versions/1.1/?reconsent=no")
               + of("moreau", "/sites/01/versions/1.0/"),
    "study_settings": of("leroy", "/study/settings/"),
    "study_notices": of("leroy", "/study/notices/"),
    "study_dossier": of("leroy", "/study/dossier/"),
    "study_roles": of("moreau", "/study/roles"),
    "design": (Example("brunet", "/designs/"), Example("colin", "/designs/?p0=0.45&p1=0.65"),
               Example("colin", "/designs/?p0=a+third", 422)),
    "design_document": of("brunet", "/designs/document/"),
    "simulations": of("colin", "/designs/simulations/") + of("leroy", "/designs/simulations/"),
    "simulation": of("colin", "/designs/simulations/{simulated}/", "/designs/simulations/{begun}/"),
    "simulation_report": of("colin", "/designs/simulations/{simulated}/report/"),
    "cuts": of("leroy", "/cuts/"),
    "cuts_results": of("brunet", "/cuts/{cut}/results/"),
    "cuts_results_report": of("brunet", "/cuts/{cut}/results/report/"),
    "cuts_results_profiles": of("brunet", "/cuts/{cut}/results/profiles/"),
    "cuts_board": of("brunet", "/cuts/{cut}/board/"),
    "cuts_board_report": of("brunet", "/cuts/{cut}/board/report/"),
    "cuts_plan": of("petit", "/cuts/plan/"),
    "cuts_plan_document": of("petit", "/cuts/plan/document/"),
    "registers": of("leroy", "/study/registers/") + of("moreau", "/study/registers/"),
    "registers-site": of("moreau", "/sites/01/registers/") + of("leroy", "/sites/02/registers/"),
    "delegate": of("moreau", "/sites/01/registers/delegation/"),
    "delegation-accept": of("petit", "/sites/01/registers/delegation/{task}/accept/"),
    "deviation": of("leroy", "/sites/01/registers/deviations/{breach}/")
                 + of("moreau", "/sites/01/registers/deviations/{breach}/"),
    "coding": of("leroy", "/study/coding/"),
    "coding-one": of("leroy", "/study/coding/{term}/"),
    "people": of("admin", "/people/"),
    "people_one": of("admin", "/people/of/moreau/", "/people/of/leroy/"),
    "trail": of("leroy", "/trail/", "/trail/?participant={whole}&sort=actor"),
    "trail_review": of("leroy", "/trail/review"),
    "casebook-history": of("moreau", "/participants/{whole}/history/{sheet}/map/"),
    "trail-field": of("moreau", "/trail/field/{sheet}/map"),
    "trail-redact": of("leroy", "/trail/{sheet}/redact/"),
    "trail_of": of("moreau", "/trail/of/{whole}/DAILY%203%20/%20sofa_day%20/%20pao2"),
    "today": of("moreau", "/sites/01/") + of("faure", "/sites/02/"),
    "ward": of("moreau", "/sites/01/ward/") + of("faure", "/sites/02/ward/"),
    "ward-report": (Example("moreau", "/sites/01/ward/report/hospital/", language="en"),),
    "laboratory-ranges": of("moreau", "/sites/01/ranges/"),
    "imports": of("moreau", "/sites/01/imports/"),
    "imports-layouts": of("moreau", "/sites/01/imports/layouts/"),
    "screening": of("moreau", "/sites/01/screening/") + of("faure", "/sites/02/screening/"),
    "participants": of("moreau", "/sites/01/participants/") + of("faure", "/sites/02/participants/"),
    "consent": of("moreau", "/participants/{seeking}/consent/", "/participants/{screened}/consent/",
                  "/participants/{withdrawn}/consent/"),
    "person": of("moreau", "/participants/{screened}/", "/participants/{whole}/", "/participants/{left_out}/")
              + of("faure", "/participants/{elsewhere}/"),
    "timeline": of("moreau", "/participants/{whole}/timeline/", "/participants/{screened}/timeline/"),
    "preview": of("moreau", "/participants/{whole}/preview/"),
    "figures": of("moreau", "/participants/{whole}/figures/"),
    "dashboard": of("moreau", "/study/dashboard/"),
    "casebook": of("moreau", "/participants/{whole}/casebook/", "/participants/{screened}/casebook/"),
    "casebook-laboratory": of("moreau", "/participants/{whole}/laboratory/", "/participants/{screened}/laboratory/"),
    "queries": of("leroy", "/queries/", "/queries/?state=any&site=01") + of("petit", "/queries/"),
    "query": of("petit", "/participants/{whole}/queries/{query}/")
             + of("leroy", "/participants/{whole}/queries/{query}/"),
    "query-ask": of("marchand", "/participants/{whole}/queries/ask/?visit=D0&form=laboratory&item=ferritin"),
    "data-review": of("marchand", "/sites/01/data-review/") + of("faure", "/sites/02/data-review/"),
    "verification": of("marchand", "/participants/{whole}/verification/"),
    "verification-sheet": of("marchand", "/participants/{whole}/verification/{results}/",
                             "/participants/{whole}/verification/{results}/?all"),
    "verification-plan": of("leroy", "/study/verification-plan/") + of("marchand", "/study/verification-plan/"),
    "casebook-sheet": of("garnier", f"{FORM}/DAILY/3/sofa_day/")
                      + of("moreau", f"{FORM}/D0/laboratory/",
                           f"{FORM}/unscheduled/adverse_events/")
                      + of("marchand", f"{FORM}/DAILY/3/sofa_day/", f"{FORM}/D0/laboratory/"),
    "pharmacy": of("lambert", "/sites/01/pharmacy/") + of("moreau", "/sites/01/pharmacy/"),
    "pharmacy-lot": of("lambert", "/sites/01/pharmacy/lots/{lot}/") + of("leroy", "/sites/01/pharmacy/lots/{lot}/"),
    "pharmacy-participant": of("lambert", "/participants/{seeking}/pharmacy/", "/participants/{whole}/pharmacy/"),
    "pharmacy-study": of("leroy", "/pharmacy/"),
    "pharmacy-study-lot": of("leroy", "/pharmacy/lots/{lot}/") + of("lambert", "/pharmacy/lots/{lot}/"),
    "closing-study": of("leroy", "/study/closing/"),
    "closing-site": of("leroy", "/sites/01/closing/") + of("moreau", "/sites/01/closing/"),
    "closing-participant": of("leroy", "/participants/{whole}/closing/"),
    "closing-sign": of("moreau", "/participants/{whole}/sign/"),
    "closing-to-sign": of("moreau", "/sites/01/to-sign/"),
    "closing-review": of("moreau", "/sites/01/review/"),
    "completeness-study": of("leroy", "/study/completeness/"),
    "completeness-site": of("moreau", "/sites/01/completeness/"),
    "safety": of("moreau", "/safety/"),
    "safety-board": of("moreau", "/safety/board/"),
    "safety-annual": of("moreau", "/safety/annual/"),
    "safety-mails": of("moreau", "/safety/mails/"),
    "safety-event": (*of("moreau", "/participants/{seeking}/safety/{event}/"),
                     *of("leroy", "/participants/{seeking}/safety/{event}/"),
                     Example("moreau", "/participants/{whole}/safety/1/", 422)),
    "safety-participant": of("moreau", "/participants/{seeking}/safety/", "/participants/{whole}/safety/"),
    "samples-site": of("moreau", "/sites/01/samples/") + of("leroy", "/sites/01/samples/"),
    "samples-freezers": of("moreau", "/sites/01/samples/freezers/"),
    "samples-parcels": of("moreau", "/sites/01/samples/parcels/"),
    "samples-parcel": of("moreau", "/sites/01/samples/parcels/{parcel}/"),
    "samples-batches": of("moreau", "/sites/01/samples/assays/"),
    "samples-person": of("moreau", "/participants/{whole}/samples/", "/participants/{withdrawn}/samples/"),
    "samples-aliquot": of("moreau", "/participants/{whole}/samples/aliquots/{aliquot}/"),
}  # fmt: skip
"""Named pages; the readers `half` (has given the password, not the code yet) and `new` (has no second factor yet) are
made by the test."""

BESIDE: tuple[Example, ...] = (
    Example("moreau", "/nowhere/", 404),
    Example("moreau", "/people/", 403),
    Example("brunet", "/sites/01/identity-list.pdf", 403),
    Example("moreau", "/participants/{whole}/?at=soon", 422),
)
"""Pages that no address names: nothing there, not for this reader, not understood."""

NO_PAGE: Mapping[str, Example] = {
    "home": Example("moreau", "/"),
    "slip": Example("moreau", "/participants/{whole}/slip.pdf"),
    "cuts_blank": Example("moreau", "/cuts/forms/blank.pdf"),
    "design_files": Example("brunet", "/designs/design.zip"),
    "simulation_files": Example("brunet", "/designs/simulations/{simulated}/files.zip"),
    "cuts_plan_pdf": Example("petit", "/cuts/plan.pdf"),
    "cuts_annotated": Example("leroy", "/cuts/forms/annotated.pdf"),
    "cuts_casebook": Example("moreau", "/cuts/casebook/{whole}.pdf"),
    "trail_csv": Example("moreau", "/trail/export.csv"),
    "trail_json": Example("moreau", "/trail/export.json"),
    "study_roles_csv": Example("moreau", "/study/roles.csv"),
    "study_traceability": Example("leroy", "/study/dossier/traceability.csv"),
    "queries-export": Example("moreau", "/queries/queries.csv"),
    "identity-list": Example("moreau", "/sites/01/identity-list.pdf"),
    "registers-export": Example("moreau", "/sites/01/registers/delegation.csv"),
    "registers-deviations-csv": Example("moreau", "/study/registers/deviations.csv"),
    "coding-export": Example("leroy", "/study/coding/terms.csv"),
    "dashboard-file": Example("moreau", "/study/dashboard/recruitment.csv"),
    "figures-file": Example("moreau", "/participants/{whole}/figures/treatment.csv"),
    "safety-pdf": Example("moreau", "/participants/{seeking}/safety/{event}/1/report.pdf"),
    "safety-icsr": Example("moreau", "/participants/{seeking}/safety/{event}/1/icsr.xml"),
    "safety-board-csv": Example("moreau", "/safety/board.csv"),
    "safety-annual-csv": Example("moreau", "/safety/annual.csv"),
    "pharmacy-csv": Example("lambert", "/sites/01/pharmacy/log.csv"),
    "pharmacy-pdf": Example("lambert", "/sites/01/pharmacy/log.pdf"),
    "pharmacy-study-csv": Example("leroy", "/pharmacy/study-drug.csv"),
    "safety-board-pdf": Example("moreau", "/safety/board.pdf"),
    "safety-annual-pdf": Example("moreau", "/safety/annual.pdf"),
    "dry-run-csv": Example("leroy", "/sites/01/versions/1.1/impact.csv"),
    "laboratory-export": Example("moreau", "/sites/01/ranges/ranges.csv"),
    "samples-export": Example("moreau", "/sites/01/samples/tubes.csv"),
    "samples-labels": Example("moreau", "/participants/{whole}/samples/labels.pdf"),
    "samples-manifest": Example("moreau", "/sites/01/samples/parcels/{parcel}/manifest.pdf"),
    "mfa_download_recovery_codes": Example("roche", "/account/2fa/recovery-codes/download/"),
}
"""Named addresses that answer a GET with something else than a page: a file, or the way to a page."""
PARTS = {
    "flow": "the flow of the screening log, loaded after it",
    "newly": "the card of the day's board that is loaded after it",
    "found-ineligible": "the card of the day's board and of the data review that is loaded after them",
    "samples-card": "the same, of samples",
    "simulation_state": "how far a simulation is, on its page",
}
"""Parts of a page, which are seen where they belong."""
FOR_PROGRAMS = "api/v1/"
"""Where the addresses of programs begin."""
