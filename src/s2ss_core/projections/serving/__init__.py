"""How views are kept as documents in the store, brought up to date and rebuilt."""
