"""Where answers come from: the local model, a provider's recorded answers, or a provider."""
