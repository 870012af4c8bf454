"""The control checks: what must hold of a running stack, found out from its databases, files and sources."""
