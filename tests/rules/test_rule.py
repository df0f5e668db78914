"""What every rule has in common, and the codes that never change their meaning."""

import inspect
import json
import re
import string
from datetime import date
from importlib import import_module
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import attrs
import pytest

from s2ss_core import rules
from s2ss_core.errors import BadInput
from s2ss_core.programmes import choice
from s2ss_core.programmes.citation import CPD_HUBS, HANDBOOK, INSTITUTE, NPQEL, PROTOCOLS
from s2ss_core.rules import Broken, Despite, Refused, Rule, every_rule, rule
from s2ss_core.rules.leader_year import CAP
from s2ss_core.rules.rule import Case
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import Days, Money
from tests.golden.file import GOLDEN, GoldenFile

PLAIN: dict[Any, tuple[Any, ...]] = {
    str: ("a", "b"),
    bool: (True, False),
    int: (0, 1),
    date: (date(2024, 1, 8), date(2024, 1, 9)),
    Money: (Money(0), Money(1)),
    Days: (Days(0), Days(1)),
    type(None): (None,),
}
EVERY = pytest.mark.parametrize("the_rule", every_rule(), ids=lambda the_rule: the_rule.code)
TITLES = {document.title for document in (HANDBOOK, PROTOCOLS, CPD_HUBS, NPQEL, INSTITUTE)}
NO_SOURCE = choice("").document


def values_of(annotation: Any) -> tuple[Any, ...]:
    """A few plain values that an argument may take. Raises KeyError for one that is not plain."""
    if get_origin(annotation) in {Union, UnionType}:
        return tuple(value for part in get_args(annotation) for value in values_of(part))
    if get_origin(annotation) is tuple:
        first, second, *_ = values_of(get_args(annotation)[0])
        return ((), (first,), (first, second))
    return PLAIN[annotation]


def arguments(the_rule: Rule[...]) -> dict[str, Any]:
    hints = get_type_hints(the_rule.predicate)
    return {name: annotation for name, annotation in hints.items() if name != "return"}


def shortest(the_rule: Rule[...]) -> dict[str, Any]:
    return {name: values_of(annotation)[0] for name, annotation in arguments(the_rule).items()}


def names_by_code() -> dict[str, str]:
    return {rule.code: rule.name for rule in every_rule()}


CODES = GoldenFile(GOLDEN / "rules.json", lambda: json.dumps(names_by_code(), indent=1) + "\n")


def test_a_code_never_changes_its_meaning() -> None:
    assert names_by_code() == json.loads(CODES.kept()), CODES.advice


def test_codes_and_names_are_each_there_once() -> None:
    assert (
        len({rule.name for rule in every_rule()})
        == len({rule.code for rule in every_rule()})
        == len(every_rule())
    )


def test_every_file_of_rules_is_imported_by_the_room() -> None:
    files = {file.stem for file in Path(str(rules.__file__)).parent.glob("*.py")} - {
        "__init__",
        "facts",
        "refused",
        "rule",
    }

    assert {stage.__name__.rpartition(".")[2] for stage in rules.STAGES} == files
    assert {rule for stage in rules.STAGES for rule in vars(stage).values() if isinstance(rule, Rule)} == set(
        every_rule()
    )


@EVERY
def test_a_code_names_its_stage_and_a_number(the_rule: Rule[...]) -> None:
    stages = {
        "A": {"agreement", "offices"}, "B": {"brokering", "offices", "qa_lead"}, "C": {"claim"}, "E": {"certification", "ending"},
        "G": {"award_closure", "award_costs", "grant"},
        "L": {"system_leader"}, "N": {"renegotiation"}, "M": {"halts", "money"}, "O": {"organisation"},
        "P": {"accreditation", "offices", "briefing_paper", "plan_lines", "planning", "qa_days"}, "R": {"checklists", "feedback", "qa_days", "reporting", "reviews"},
        "S": {"accreditation", "activities", "feedback", "halts", "support"},
        "X": {"corrections"}, "Y": {"leader_year"},
    }  # fmt: skip
    written = re.fullmatch(r"S2SS-([A-Z])\d\d", the_rule.code)

    assert written
    assert the_rule.predicate.__module__.removeprefix("s2ss_core.rules.") in stages[written[1]]


@EVERY
def test_a_name_reads_as_a_sentence(the_rule: Rule[...]) -> None:
    words = the_rule.name.split("_")
    verbs = re.compile(
        r"is|are|was|were|has|have|had|says?|sums?|gives?|names?|covers?|runs?|ends?|comes?|comes|waits?|makes?|adds?"
        r"|stands?|quotes?|goes|works?|worked|ended|keeps?|stays?|fits?|takes?|took|varies|supersedes?|attended"
        r"|awaits|happened|belongs?|follow|releases|confirmed|agreed|declared|judged|employs|finalised|multiplies|rates"
        r"|falls|leaves|speaks|left|settles|acts|answers"
    )

    assert re.fullmatch(r"[a-z]+(_[a-z]+){2,}", the_rule.name)
    assert any(verbs.fullmatch(word) for word in words), "a sentence has a verb"
    assert "_" not in the_rule.sentence
    assert the_rule.sentence.isascii()


@EVERY
def test_a_title_is_the_name_with_capitals_commas_hyphens_and_apostrophes(the_rule: Rule[...]) -> None:
    plain = the_rule.sentence.lower().replace("-", " ").replace(",", "").replace("'", "")

    assert plain.replace(" ", "_") == the_rule.name
    assert the_rule.title != the_rule.name.replace("_", " "), "the name alone says the same"


@EVERY
def test_a_sentence_writes_roles_with_capitals(the_rule: Rule[...]) -> None:
    assert not re.search(r"qa lead|Qa|headteacher|system leader|\brag\b", the_rule.sentence)


@EVERY
def test_a_requirement_is_a_sentence_of_its_own(the_rule: Rule[...]) -> None:
    assert re.fullmatch(r"[A-Z].+[^.]\.", the_rule.requirement, re.DOTALL)
    assert the_rule.requirement.lower().rstrip(".") != the_rule.sentence
    assert the_rule.requirement.count("\n") == 0


def test_no_two_rules_ask_the_same_in_the_same_words() -> None:
    requirements = [rule.requirement for rule in every_rule()]

    assert len(set(requirements)) == len(requirements)


@EVERY
def test_how_to_meet_a_rule_is_a_sentence_that_names_only_the_facts_of_the_rule(the_rule: Rule[...]) -> None:
    for text in (the_rule.clears, *(case.clears for case in the_rule.cases)):
        named = {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}

        assert named <= arguments(the_rule).keys()
        assert text.endswith(".")
        assert text[0].isupper()
    assert Broken(the_rule, tuple((name, "…") for name in arguments(the_rule))).clears


@EVERY
def test_every_case_of_a_rule_comes_up_when_it_is_not_met(the_rule: Rule[...]) -> None:
    met = [
        next(case for case in the_rule.cases if case.applies(dict(broken.facts)))
        for facts in combinations(the_rule)
        for broken in the_rule.broken_by(**facts)
        if any(case.applies(dict(broken.facts)) for case in the_rule.cases)
    ]

    assert {case.fact for case in the_rule.cases} <= arguments(the_rule).keys()
    assert set(the_rule.cases) == set(met)


@EVERY
def test_a_citation_points_into_a_document_or_says_that_there_is_none(the_rule: Rule[...]) -> None:
    assert the_rule.source.document in TITLES | {NO_SOURCE}
    assert the_rule.source.place
    assert all(part.strip() for part in the_rule.source.place)


@EVERY
def test_a_predicate_takes_plain_values_by_keyword_and_answers_yes_or_no(the_rule: Rule[...]) -> None:
    parameters = inspect.signature(the_rule.predicate).parameters.values()

    assert all(parameter.kind is parameter.KEYWORD_ONLY for parameter in parameters)
    assert get_type_hints(the_rule.predicate)["return"] is bool
    for annotation in arguments(the_rule).values():
        assert values_of(annotation)


@EVERY
def test_a_predicate_is_pure(the_rule: Rule[...]) -> None:
    facts = shortest(the_rule)
    before = dict(facts)

    answers = {the_rule(**facts) for _ in range(3)}

    assert len(answers) == 1
    assert answers <= {True, False}
    assert facts == before
    assert not inspect.getclosurevars(inspect.unwrap(the_rule.predicate)).nonlocals


@EVERY
def test_a_predicate_reads_no_clock_and_no_file(the_rule: Rule[...]) -> None:
    used = set(the_rule.predicate.__code__.co_names)

    assert used.isdisjoint({"now", "today", "open", "environ", "print", "random", "time"})


@EVERY
def test_some_facts_keep_a_rule_and_some_break_it(the_rule: Rule[...]) -> None:
    tried = [the_rule(**facts) for facts in combinations(the_rule)]

    assert True in tried
    assert False in tried


def combinations(the_rule: Rule[...]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [{}]
    for name, annotation in arguments(the_rule).items():
        found = [{**facts, name: value} for facts in found for value in (*values_of(annotation), *more(name))]
    return found


def more(name: str) -> tuple[Any, ...]:
    """Values that a rule compares with a word or a number of its own."""
    return {
        "judgement": ("satisfactory",),
        "kind": ("cost",),
        "settled_by": ("journal",),
        "engaged_as": ("independent-professional",),
        "scheduled": (("0",),),
        "settled": (("0",),),
        "worked": (Days("1.6"),),
        "days": (Days("1.6"),),
        "committed": (("a a",),),
        "approver": ("anyone",),
        "holders": (("anyone",),),
        "by": ("visits", "costs"),
        "limit": (CAP,),
    }.get(name, ())


# What comes of a broken rule


@rule("TEST-01", HANDBOOK.at("A heading"), clears="Wait until {until}, {who}.")
def the_day_has_come(*, until: date, who: str, on: date) -> bool:
    """Nothing is done before its day."""
    return until <= on


# The room offers the decorator under the name of the file that holds it, so the file is looked up by its whole name.
RULE_FILE = import_module("s2ss_core.rules.rule")
del RULE_FILE._rules["TEST-01"]


WITHOUT_FACTS = attrs.evolve(the_day_has_come, clears="Wait.")
WITH_A_CASE = attrs.evolve(
    the_day_has_come, clears="At most {left}.", cases=(Case("left", "£0.00", "Nothing is left."),)
)


def broken(**otherwise: object) -> Broken:
    facts: dict[str, Any] = {"until": date(2024, 1, 9), "who": "sl-014", "on": date(2024, 1, 8), **otherwise}
    (found,) = the_day_has_come.broken_by(**facts)
    return found


def test_a_kept_rule_is_broken_by_nothing() -> None:
    assert the_day_has_come.broken_by(until=date(2024, 1, 8), who="sl-014", on=date(2024, 1, 8)) == ()


def test_a_misspelt_a_missing_and_a_mistyped_fact_are_errors_to_the_type_checkers() -> None:
    """An ignore that is not needed is an error itself (`warn_unused_ignores`), so the checkers prove these three."""
    with pytest.raises(TypeError, match="untill"):
        the_day_has_come.broken_by(untill=date(2024, 1, 8), who="sl-014", on=date(2024, 1, 8))  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="who"):
        the_day_has_come(until=date(2024, 1, 8), on=date(2024, 1, 8))  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="not supported between"):
        the_day_has_come(until="today", who="sl-014", on=date(2024, 1, 8))  # type: ignore[arg-type]


def test_a_broken_rule_says_everything_in_one_line() -> None:
    assert str(broken()) == (
        "[TEST-01] Rule: the day has come. Not met (until: 2024-01-09; who: sl-014; date: 2024-01-08)."
        " Wait until 2024-01-09, sl-014."
        " Source: System Leader Handbook V7 (Exceed Academies Trust, September 2023) › A heading."
    )


@pytest.mark.parametrize(
    ("value", "shown"),
    (
        (None, "none"),
        (True, "yes"),
        (False, "no"),
        ((), "none"),
        (("b", "a"), "a, b"),
        (frozenset({"b", "a"}), "a, b"),
        (Money("4,000.00"), "£4,000.00"),
        (Days("0.50"), "0.5"),
        (date(2024, 1, 8), "2024-01-08"),
        (0, "0"),
        ("{on}", "{on}"),
    ),
)
def test_a_fact_is_shown_as_people_write_it(value: object, shown: str) -> None:
    found = broken(who=value)

    assert dict(found.facts)["who"] == shown
    assert f"Wait until 2024-01-09, {shown}." in str(found)


def test_one_rule_is_not_met_and_two_rules_are_not_met() -> None:
    assert str(Refused("go", [broken()], despite=False)).startswith("Cannot go: 1 rule is not met.\n")
    assert str(Refused("go", [broken()] * 2, despite=False)).startswith("Cannot go: 2 rules are not met.\n")


def test_a_rule_whose_facts_only_say_that_it_is_not_met_shows_none() -> None:
    found = Broken(the_day_has_come, (("stands", "no"),))

    assert "Rule: the day has come. Not met. " in str(attrs.evolve(found, rule=WITHOUT_FACTS))


@pytest.mark.parametrize(
    ("left", "says"),
    (("£0.00", "Nothing is left."), ("-£0.01", "Nothing is left."), ("£0.01", "At most £0.01.")),
)
def test_a_sum_of_nothing_and_a_sum_below_it_are_one_case(left: str, says: str) -> None:
    assert Broken(WITH_A_CASE, (("left", left),)).clears == says


def test_a_code_is_given_once() -> None:
    taken = every_rule()[0]

    with pytest.raises(TypeError, match=f"{taken.code} is already {taken.name}"):
        rule(taken.code, choice("why"), clears=".")(lambda: True)


def test_a_rule_without_a_title_reads_as_its_name() -> None:
    def the_leader_is_there() -> bool:
        """There."""
        return True

    the_rule = Rule("TEST-02", choice("why"), "Nothing.", the_leader_is_there)

    assert the_rule.sentence == "the leader is there"
    assert the_rule.requirement == "There."
    assert the_rule() is True


def test_rules_are_read_in_order_of_code_and_never_changed() -> None:
    codes = [rule.code for rule in every_rule()]

    assert codes == sorted(codes)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        every_rule()[0].code = "S2SS-Z99"  # type: ignore[misc]


def test_a_rule_is_what_its_decorator_and_its_predicate_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RULE_FILE, "_rules", dict[str, Rule[...]]())
    source = choice("for this test")

    def it_is_so(*, so: bool) -> bool:
        """It is asked that it be so."""
        return so

    plain = rule("S2SS-T01", source, clears="Make it so.")(it_is_so)
    marked = rule("S2SS-T02", source, clears="Make it so.", advisory=True, absolute=True)(it_is_so)
    cases = (Case("so", "no", "Make it so today."),)
    titled = rule("S2SS-T03", source, clears=".", title="It is So", cases=cases, workload=True)(it_is_so)

    assert every_rule() == (plain, marked, titled)
    assert (plain.code, plain.source, plain.clears) == ("S2SS-T01", source, "Make it so.")
    assert (plain.predicate, plain.requirement) == (it_is_so, "It is asked that it be so.")
    assert (plain.advisory, plain.absolute, plain.workload) == (False, False, False)
    assert (marked.advisory, marked.absolute, marked.workload) == (True, True, False)
    assert (plain.title, plain.cases, titled.title, titled.cases) == (None, (), "It is So", cases)
    assert titled.workload is True


def test_a_predicate_without_words_asks_for_nothing_in_words() -> None:
    def it_is_so(*, so: bool) -> bool:
        return so

    assert Rule("S2SS-T03", choice("for this test"), "", it_is_so).requirement == ""


@pytest.mark.parametrize(
    ("reason", "accepted_by", "says"),
    (
        (
            " ",
            person("u-2"),
            "Despite.reason is empty: say why the fact is recorded although a rule is not met",
        ),
        (
            "Snow.",
            "u-2",
            (
                "Despite.accepted_by is not a Person with an id: give the id, the role and the organisation of the"
                " person who accepts it"
            ),
        ),
    ),
)
def test_a_despite_says_why_and_who(reason: str, accepted_by: Any, says: str) -> None:
    with pytest.raises(BadInput) as error:
        Despite(reason=reason, accepted_by=accepted_by)

    assert str(error.value) == says
