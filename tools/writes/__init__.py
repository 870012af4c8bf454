"""Write tools: each makes a draft and changes nothing."""
