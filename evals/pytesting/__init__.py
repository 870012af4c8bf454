"""Eval cases as pytest items; the plugin itself is evals/plugin.py."""
