"""`python -m s2ss_core.cli` is `s2ss`."""

import sys

from s2ss_core.cli import main

if __name__ == "__main__":
    sys.exit(main())
