"""The engine: what a projection is, what it reads, and the values that every view is made of."""
