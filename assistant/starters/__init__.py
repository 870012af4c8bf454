"""What a person may want to ask first, from how their accounts stand (starters.yaml)."""
