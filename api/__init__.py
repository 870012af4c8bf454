"""The edges: HTTP surface, tokens, event stream and the `assist` command line."""
