"""The desk: where people take over conversations. docs/desk.md."""
