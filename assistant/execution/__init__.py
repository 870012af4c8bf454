"""Durable execution of confirmed proposals."""
