"""What operations sees: counts of turns and what they add up to, conversations, audit records, releases."""
