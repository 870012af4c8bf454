"""`pytest evals` works as it is; plain `pytest` collects tests/ alone."""

pytest_plugins = ["evals.plugin"]
