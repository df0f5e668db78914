"""Where a requirement comes from."""

from s2ss_core.programmes import HANDBOOK, PROTOCOLS, Citation, choice, find


def test_a_citation_reads_from_the_document_inwards() -> None:
    assert str(HANDBOOK.at("Funding agreements", "Payment terms")) == (
        "System Leader Handbook V7 (Exceed Academies Trust, September 2023) › Funding agreements › Payment terms"
    )
    assert str(Citation("A page")) == "A page"


def test_a_choice_says_that_no_document_asks_for_it_and_why_it_is_there() -> None:
    assert str(choice("two people")) == "No source; this library's choice › two people"


def test_the_shipped_programmes_are_of_the_documents_that_rules_cite() -> None:
    assert find("exceed-2023").document == HANDBOOK.title
    assert find("llf-2019").document == PROTOCOLS.title
