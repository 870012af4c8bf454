"""The engine of an eval run: worlds to play in, the plan, worker processes, the journal, the report."""
