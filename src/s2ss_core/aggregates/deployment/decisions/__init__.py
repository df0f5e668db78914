"""The decisions about a deployment, one file for each stage. They read the state and change nothing."""
