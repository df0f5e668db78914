"""The course a deployment sensibly takes, stage by stage: each stage knows the ones before it."""

from s2ss_core.testing.lifecycle.course.course import Course

__all__ = ["Course"]
