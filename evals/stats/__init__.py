"""Statistics of paired evaluations: exact where counts are small, measured where they are not."""
