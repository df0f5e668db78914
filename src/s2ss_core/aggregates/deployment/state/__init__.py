"""What is true of a deployment, a stage a file: the state, and how each event changes it."""
