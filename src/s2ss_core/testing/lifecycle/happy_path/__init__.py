"""The happy path: the commands that a deployment needs, stage by stage. Each stage knows the ones before it."""

from s2ss_core.testing.lifecycle.happy_path.happy_path import HappyPath

__all__ = ["HappyPath"]
