"""Benchmarks: a published mix of turns against the running service and a bare agent, and the policy search."""
