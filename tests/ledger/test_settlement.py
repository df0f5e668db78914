import pytest

from s2ss_core.events import InstalmentReleased, PaymentMade, PaymentReversed, Settled, cause_of
from s2ss_core.ledger import back_of, beyond_releases, instalment_of, settled_parts
from s2ss_core.ledger.settlement import Beyond
from s2ss_core.values import Cause, Money
from tests.aggregates.histories import HOME_SCHOOL, INSTALMENT_RELEASED, PAYMENT_MADE, changed, pounds

RELEASE = PAYMENT_MADE.settles[0].of


def test_a_payment_that_settles_all_of_itself_has_no_part_that_settles_nothing() -> None:
    assert list(settled_parts(PAYMENT_MADE, Money(0))) == [(RELEASE, pounds(6000))]


def test_what_is_left_settles_nothing_and_what_came_back_is_taken_from_it_first() -> None:
    cost = Cause("cost", ("c-1",))
    more = changed(PAYMENT_MADE, amount=pounds(6500), settles=(Settled(of=cost, amount=pounds(6000)),))

    assert list(settled_parts(more, pounds(200))) == [(cost, pounds(6000)), (None, pounds(300))]
    assert list(settled_parts(more, pounds(700))) == [(cost, pounds(5800))]


def test_what_a_payment_of_releases_alone_comes_to_beyond_them_went_out_for_the_last() -> None:
    more = changed(PAYMENT_MADE, amount=pounds(6500))

    assert list(settled_parts(more, Money(0))) == [(RELEASE, pounds(6500))]


def test_a_reversal_that_says_nothing_of_vat_brings_its_part_of_the_vat_back() -> None:
    paid = changed(PAYMENT_MADE, amount=pounds(336), vat=pounds(56), vat_recovered=pounds(56))
    back = PaymentReversed(payment="p-1", document="B-1", on=PAYMENT_MADE.on, amount=pounds(336))

    assert back_of(paid, [back]) == pounds(280)
    assert back_of(paid, [changed(back, amount=pounds(168))]) == pounds(140)
    assert back_of(paid, [changed(back, vat=pounds(56), vat_recovered=pounds(50))]) == pounds(286)
    assert back_of(changed(paid, vat_recovered=Money(0)), [back]) == pounds(336)


def test_a_payment_that_settles_nothing_has_one_part_even_if_all_of_it_came_back() -> None:
    alone = changed(PAYMENT_MADE, settles=())

    assert list(settled_parts(alone, pounds(6000))) == [(None, Money(0))]


@pytest.mark.parametrize(
    ("of", "instalment"),
    (
        (RELEASE, 1),
        (Cause("release", ("3", "instalment", "x-trust", "2")), 3),
        (Cause("release", ("last",)), None),
        (Cause("release", ("²",)), None),
        (Cause("release", ()), None),
        (Cause("invoice", ("3",)), None),
        (None, None),
    ),
)
def test_only_a_release_is_of_an_instalment(of: Cause | None, instalment: int | None) -> None:
    assert instalment_of(of) == instalment


# What went out beyond what was released

FIRST = changed(INSTALMENT_RELEASED, amount=pounds(5850))
SECOND = changed(INSTALMENT_RELEASED, instalment=2, amount=pounds(1530))


def paid(release: InstalmentReleased, net: Money, vat: Money = Money(0)) -> PaymentMade:
    """A payment that names a release, with VAT beside the net sum that nobody recovers."""
    return changed(
        PAYMENT_MADE,
        payment=f"p-{release.instalment}",
        amount=net + vat,
        vat=vat,
        settles=(Settled(of=cause_of(release), amount=net),),
    )


def beyond(
    *payments: PaymentMade,
    releases: tuple[InstalmentReleased, ...],
    back: dict[str, list[PaymentReversed]] | None = None,
) -> list[tuple[str, int, int]]:
    found = beyond_releases(
        {payment.payment: payment for payment in payments},
        back or {},
        {cause_of(release): release for release in releases},
    )
    return [(part.payment, part.amount, part.left) for part in found]


def test_a_second_payment_makes_up_for_what_the_first_was_too_much() -> None:
    """£5,950 and £1,430 are the £5,850 and £1,530 that were released."""
    too_much, made_up = paid(FIRST, pounds(5950)), paid(SECOND, pounds(1430))

    assert beyond(too_much, releases=(FIRST,)) == [("p-1", 5950_00, 5850_00)]
    assert beyond(too_much, made_up, releases=(FIRST, SECOND)) == []
    assert beyond(too_much, paid(SECOND, pounds(1530)), releases=(FIRST, SECOND)) == [
        ("p-2", 1530_00, 1430_00)
    ]


def test_a_payment_of_what_was_not_released_is_beyond_whatever_else_was() -> None:
    assert beyond(paid(SECOND, pounds(1530)), releases=(FIRST,)) == [("p-2", 1530_00, 0)]


@pytest.mark.parametrize("otherwise", ({"leg": "other"}, {"paid_to": HOME_SCHOOL}))
def test_what_is_released_on_another_leg_makes_nothing_up(otherwise: dict[str, object]) -> None:
    elsewhere = changed(SECOND, **otherwise)

    assert beyond(paid(FIRST, pounds(5950)), releases=(FIRST, elsewhere)) == [("p-1", 5950_00, 5850_00)]


def test_vat_that_nobody_recovers_takes_nothing_from_the_next_release() -> None:
    """Releases are net here: £7,020 and £1,836 went out for £5,850 and £1,530, with a fifth of VAT."""
    first, second = paid(FIRST, pounds(5850), pounds(1170)), paid(SECOND, pounds(1530), pounds(306))

    assert beyond(first, second, releases=(FIRST, SECOND)) == []
    one_penny_more = changed(second, amount=pounds(1836) + 1)
    assert beyond(first, one_penny_more, releases=(FIRST, SECOND)) == [("p-2", 1836_01, 1530_00)]


def test_what_is_beyond_names_the_release_whose_leg_it_overdraws() -> None:
    too_much = paid(FIRST, pounds(5950))

    [found] = beyond_releases({"p-1": too_much}, {}, {cause_of(FIRST): FIRST})

    assert found == Beyond("p-1", cause_of(FIRST), pounds(5950), pounds(5850))


def test_vat_that_is_recovered_makes_nothing_up() -> None:
    """£7,120 with £1,170 of VAT that is recovered is £5,950 of a release of £5,850."""
    recovered = changed(
        paid(FIRST, pounds(5950)), amount=pounds(7120), vat=pounds(1170), vat_recovered=pounds(1170)
    )

    assert beyond(recovered, releases=(FIRST,)) == [("p-1", 5950_00, 5850_00)]


def test_what_came_back_of_a_payment_is_not_beyond() -> None:
    too_much = paid(FIRST, pounds(5950))
    back = PaymentReversed(payment="p-1", document="B-1", on=too_much.on, amount=pounds(100))

    assert beyond(too_much, releases=(FIRST,), back={"p-1": [back]}) == []
    assert beyond(too_much, releases=(FIRST,), back={"p-1": [changed(back, amount=Money(99_99))]}) == [
        ("p-1", 5850_01, 5850_00)
    ]


def test_what_settles_anything_else_or_nothing_is_passed_over() -> None:
    invoice = Settled(of=Cause("invoice", ("i-1",)), amount=pounds(10))
    mixed = changed(
        paid(FIRST, pounds(5950)),
        amount=pounds(6000),
        settles=(invoice, Settled(of=cause_of(FIRST), amount=pounds(5950))),
    )
    rest = changed(mixed, payment="p-2", amount=pounds(30), settles=(invoice,))

    assert beyond(rest, mixed, releases=(FIRST,)) == [("p-1", 5950_00, 5850_00)]


def test_vat_within_a_release_takes_from_it_as_any_sum_does() -> None:
    """£4,680 and £936 of VAT, and £234 more, are the £5,850: not a penny is left for the next payment."""
    first = paid(FIRST, pounds(4680), pounds(936))
    rest, more = (
        changed(paid(FIRST, pounds(234)), payment="p-2"),
        changed(paid(FIRST, Money(1)), payment="p-3"),
    )

    assert beyond(first, rest, releases=(FIRST,)) == []
    assert beyond(first, rest, more, releases=(FIRST,)) == [("p-3", 1, 0)]


def test_vat_of_one_payment_is_borne_once_over_its_releases() -> None:
    """£8,856 are £5,850 and £1,530 with £1,476 of VAT: a penny more is beyond."""
    settles = (
        Settled(of=cause_of(FIRST), amount=pounds(7020)),
        Settled(of=cause_of(SECOND), amount=pounds(1836)),
    )
    both = changed(paid(FIRST, pounds(7380), pounds(1476)), settles=settles)

    assert beyond(both, releases=(FIRST, SECOND)) == []
    assert beyond(changed(both, amount=pounds(8856) + 1), releases=(FIRST, SECOND)) == [
        ("p-1", 1836_01, 1530_00)
    ]


def test_vat_alone_is_beyond_neither_a_release_that_was_paid_nor_one_that_was_not_made() -> None:
    vat = changed(paid(FIRST, Money(0), pounds(117)), payment="p-2")

    assert beyond(paid(FIRST, pounds(5850)), vat, releases=(FIRST,)) == []
    assert beyond(vat, releases=()) == []


def test_nothing_that_came_back_is_money() -> None:
    assert type(back_of(PAYMENT_MADE, ())) is Money
