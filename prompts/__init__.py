"""Versioned prompts, fragments, worked examples and phrasings, with their loader."""
