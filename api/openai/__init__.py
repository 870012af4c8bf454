"""The OpenAI-compatible interface: `/v1/chat/completions` and `/v1/models`, for clients that speak that protocol."""
