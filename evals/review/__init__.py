"""A static review of a prompt change: what behaviour cases with the local model cannot see, such as a weakened rule."""

from evals.review.finding import Finding
from evals.review.reviewing import review

__all__ = ["Finding", "review"]
