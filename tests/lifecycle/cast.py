"""Who takes part, where and when: one small world, so that what goes wrong in it is never far from right."""

from datetime import date, timedelta

import attrs

from s2ss_core.values import AcademicYear, Days, Money, Organisation, Person, Term, Urn

BROKER = Organisation(id="exceed", kind="trust", member_of_broker=True)
FUNDER = Organisation(id="dfe", kind="department", member_of_broker=False)
SUPPLIER = Organisation(id="x-programme", kind="supplier", member_of_broker=False)
SCHOOL = Organisation(id="s-1", kind="school", member_of_broker=False, urn=Urn("100001"), trust="y-trust")
HOME = Organisation(id="s-7", kind="school", member_of_broker=False, urn=Urn("100007"), trust="x-trust")
TRUST = Organisation(id="x-trust", kind="trust", member_of_broker=False)
MEMBER = Organisation(id="s-8", kind="school", member_of_broker=True, urn=Urn("100008"), trust="exceed")
QA_FIRM = Organisation(id="qa-ltd", kind="other", member_of_broker=False)

LEAD, SECOND, STRANGER, QA_LEAD = "sl-1", "sl-2", "sl-9", "qa-3"
HEADTEACHER = Person(person="ht-1", role="headteacher", organisation="s-1")
SYSTEM_LEADER = Person(person=LEAD, role="system-leader", organisation="s-7")
ASSURER = Person(person=QA_LEAD, role="qa-lead", organisation="qa-ltd")

CLERK, WITNESS = "u-1", "u-2"
GRANT = "g-1"
FIRST_DAY = date(2023, 11, 6)

DAY_RATE = Money("400.00")
ITEM = Money("500.00")
DAYS_A_TERM = Days(2)

TERMS: dict[Term, tuple[date, date]] = {
    Term("2024-spring"): (date(2024, 1, 8), date(2024, 3, 22)),
    Term("2024-summer"): (date(2024, 4, 8), date(2024, 7, 19)),
    Term("2024-autumn"): (date(2024, 9, 2), date(2024, 12, 20)),
}
SPRING, SUMMER, AUTUMN = TERMS
PERIODS = ((SPRING,), (SPRING, SUMMER), (SUMMER, AUTUMN))


@attrs.frozen(kw_only=True)
class Setting:
    """What a sequence begins from: how many deployments share the leaders and the award, and on which terms."""

    deployments: tuple[str, ...] = ("d-1",)
    terms: tuple[Term, ...] = (SPRING,)
    paid_by_journal: bool = False
    judged_by_funder: bool = False
    allowance: int = 15

    @property
    def start(self) -> date:
        return TERMS[self.terms[0]][0]

    @property
    def end(self) -> date:
        return TERMS[self.terms[-1]][1]

    @property
    def cap_years(self) -> tuple[AcademicYear, ...]:
        return tuple(dict.fromkeys((AcademicYear.of(self.start), AcademicYear.of(self.end))))

    @property
    def home(self) -> Organisation:
        return MEMBER if self.paid_by_journal else HOME

    @property
    def payee(self) -> Organisation:
        return MEMBER if self.paid_by_journal else TRUST

    @property
    def a_terms_money(self) -> Money:
        return Money(DAY_RATE.times(DAYS_A_TERM) + ITEM)

    @property
    def plan_total(self) -> Money:
        return Money(self.a_terms_money * len(self.terms))


def weekday_from(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
