"""The happy path: the course that a deployment sensibly takes, stage by stage: each stage knows the ones before it."""

from s2ss_core.testing.lifecycle.happy_path.happy_path import HappyPath

__all__ = ["HappyPath"]
