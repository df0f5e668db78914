"""The back end that forgets: everything is in the memory of this process."""
