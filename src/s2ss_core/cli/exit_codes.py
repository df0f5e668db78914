"""What the program ends with."""

DONE, FINDINGS, CANNOT = 0, 1, 2
