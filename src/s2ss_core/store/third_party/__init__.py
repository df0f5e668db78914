"""Any other persistence module of eventsourcing's: it keeps four columns, and what it cannot keep lies beside it."""
