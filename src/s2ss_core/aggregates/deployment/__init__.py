"""One deployment: its state, the decisions about it, the gates of a release, and what it appends to other streams."""
