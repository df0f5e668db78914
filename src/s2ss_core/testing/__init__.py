"""What users test with: a PostgreSQL server of their own, and what every store must do, as test classes.

The modules in here import pytest: they are for tests and not for programs.
"""
