"""Does the gate catch what harms, and only that? Planted and generated changes of the prompts, and A/A runs."""
