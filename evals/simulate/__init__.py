"""Simulated users: scripted state machines, a borrower played by a model, and how one thing can be worded otherwise."""
