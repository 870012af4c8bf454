"""The red team: generated attacks, played against the whole assistant and judged by what they brought about."""
