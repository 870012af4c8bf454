"""What the agent may do: typed account reads and policy search behind one registry."""
