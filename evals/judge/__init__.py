"""A judge for what rules cannot grade: a pinned model with a pinned prompt, advisory until people's labels say more."""
