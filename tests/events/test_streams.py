from s2ss_core.events import (
    claim_stream,
    deployment_stream,
    grant_stream,
    leader_year_stream,
    organisation_stream,
    programme_stream,
    system_leader_stream,
)
from s2ss_core.values import AcademicYear


def test_a_stream_is_named_for_what_it_is_about() -> None:
    assert deployment_stream("d-1") == "deployment:d-1"
    assert leader_year_stream("sl-014", AcademicYear("2023/24")) == "leader-year:sl-014:2023/24"
    assert grant_stream("g-1") == "grant:g-1"
    assert claim_stream("reading-programme", "RP-1") == "claim:reading-programme:rp-1"
    assert organisation_stream("Hill Side") == "organisation:hillside"
    assert system_leader_stream("SL-014") == "system-leader:sl-014"
    assert programme_stream("exceed-2023", "V7") == "programme:exceed-2023:V7"
