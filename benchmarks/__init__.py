"""Benchmarks. Each compares two ways of doing the same thing in one run, and prints their ratio."""
