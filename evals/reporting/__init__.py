"""What people and programs read of a run: terminal tables, one HTML page, JUnit XML, pull-request Markdown, JSONL.

Every text of a run is untrusted: each format escapes it in its own module.
"""
