"""What may be decided about a deployment, a stage a file. Decisions read the state and change nothing."""
