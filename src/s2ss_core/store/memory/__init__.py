"""The memory back end: everything is lost when the process ends."""
