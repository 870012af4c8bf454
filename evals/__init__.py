"""The offline evaluation suite: cases, graders and reports."""
