"""The MCP server at `/mcp`: the caller's read tools and the policy documents, over streamable HTTP."""
