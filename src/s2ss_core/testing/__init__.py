"""What users test with; nothing is imported until it is asked for by its module.

`given` for tests that read as the trade talks, `conformance` for stores, with `broken` ones to show what it catches,
`chaos` for what fails, `strategies` for Hypothesis, `postgres` for a server of one's own. They import pytest and
Hypothesis: they are for tests and not for programs.
"""
