"""Proposals: stored drafts that wait for a person, and what becomes of them."""
