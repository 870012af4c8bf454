"""How the account system's books stand after a case: what changed, whose it was, and what should have changed."""
