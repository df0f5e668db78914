"""Side-by-side measurements: each prints the ratio of two ways of doing one thing, taken in one run."""
