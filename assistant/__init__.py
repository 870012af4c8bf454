"""The agent: graph, guards, threads, audit and the models behind one chat-model interface."""
