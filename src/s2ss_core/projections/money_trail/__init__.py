"""The money trail: from a payment to the visits and costs that it bought, and back."""

from s2ss_core.projections.money_trail.course import Course, course
from s2ss_core.projections.money_trail.releases import Basis
from s2ss_core.projections.money_trail.steps import Link, Step
from s2ss_core.projections.money_trail.trail import MONEY_TRAIL, MoneyTrail, money_trail_of

__all__ = ["MONEY_TRAIL", "Basis", "Course", "Link", "MoneyTrail", "Step", "course", "money_trail_of"]
