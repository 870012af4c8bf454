"""Input and output guards: guardrails-ai validators, ready ones where they fit and our own."""
