"""A protocol whose one route of consent is the patient's and their relatives': who is said to have signed decides."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.conduct.participants import actions, consent
from bedside.conduct.participants.consent import ConsentError, Continuation, Relative, Step, Taken
from bedside.conduct.participants.consent_words import SIGNATORIES
from bedside.conduct.participants.reading import consent_of
from bedside.protocol.loading import load
from bedside.values.moment import Moment, moment, now

GIVEN = {"route": "local_law", "document": "2", "given": frozenset({"consent_given"})}
TRIALS = {"adrenal": load("adrenal"), "jakahdi": load("jakahdi")}


@pytest.mark.proves("ground another-trial")
@pytest.mark.parametrize(
    ("signatory", "continuation", "relative"),
    [("patient", Continuation.NOT_ASKED, Relative.NOT_CONCERNED), ("parent", Continuation.SOUGHT, Relative.AGREED)],
)
def test_the_patient_who_signed_is_not_asked_again(signatory, continuation, relative, adrenal, actor):
    person = actions.screen(actor("nurse", "02"), "02")
    actions.record_consent(actor("investigator", "02"), person, Taken(Step.GIVE, now(), **GIVEN), signatory)
    state = consent_of(person)
    assert state.lawful and (state.continuation, state.relative) == (continuation, relative)
    assert state.seeking == (signatory != "patient")


def test_the_page_offers_the_patient_first_and_no_patient_where_they_have_a_route(adrenal, user, client_of, actor):
    offered = '<option value="">–</option><option value="patient">le patient</option>'
    for site, shown in (("02", True), ("01", False)):
        person, client = actions.screen(actor("nurse", site), site), client_of(user("nurse", site))
        client.cookies["django_language"] = "fr"
        page = client.get(f"/participants/{person.code}/consent/").content.decode()
        signing = "".join(re.findall(r'<select id="signatory-give-.*?</select>', page, re.DOTALL))
        assert (offered in signing) == shown and ('value="patient">le patient' in signing) == shown


def test_nobody_signs_as_the_patient_by_a_route_of_others(running, actor):
    person = actions.screen(actor("nurse"), "01")
    needs = next(each.needs for each in running.protocol.consent_routes if each.id == "relative")
    taken = Taken(Step.GIVE, now(), "relative", "1.0", frozenset(group[0] for group in needs))
    with pytest.raises(ConsentError, match="the patient does not sign here for somebody else"):
        actions.record_consent(actor(), person, taken, "patient")


@given(st.sampled_from(sorted(TRIALS)), st.sampled_from(["", *SIGNATORIES]), st.data())
def test_only_a_patient_with_no_route_of_their_own_counts_as_the_patient(trial, signatory, data):
    protocol = TRIALS[trial]
    route = data.draw(st.sampled_from(protocol.consent_routes))
    given_ = frozenset(group[0] for group in route.needs)
    at: Moment = moment("2026-03-01T08:00")
    taken = Taken(Step.GIVE, at, route.id, "1.0", given_, signatory=signatory)
    sought = consent.state_of(protocol, [taken]).continuation is Continuation.SOUGHT
    own = signatory == "patient" and consent.either_signs(protocol, route)
    assert sought == (route.continuation and not own)
    assert consent.either_signs(protocol, route) == (trial == "adrenal")
