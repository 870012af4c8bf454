"""The agent: graph, guards, threads, audit and the models behind one chat-model interface."""

import os

# LangChain sends every prompt and answer to LangSmith where the environment says so; nothing may leave this machine but
# to the configured provider, so what is set outside does not count.
for _name in ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2"):
    os.environ[_name] = "false"
