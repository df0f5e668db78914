"""Aggregates: the state of deployments, grants, leaders' years and claims, and the decisions about them."""
