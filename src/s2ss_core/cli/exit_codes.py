"""The exit codes of the program."""

DONE, FINDINGS, CANNOT = 0, 1, 2
