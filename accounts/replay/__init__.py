"""Recomputing an account as if everything had always been known on its day."""
