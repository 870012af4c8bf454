"""Beside the agent: what to reply, what to look out for, what can be done. Nothing here speaks to a borrower."""
