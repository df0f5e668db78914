"""One deployment: its state, the decisions about it, the gates of a release, and its events in other streams."""
