"""Several tests at once. Source: Holm 1979, Scandinavian Journal of Statistics 6:65."""

from collections.abc import Sequence


def adjusted(p_values: Sequence[float]) -> list[float]:
    """Each p-value such that refusing those up to alpha errs anywhere with probability alpha at most."""
    ranked = sorted(range(len(p_values)), key=lambda at: p_values[at])
    found = [1.0] * len(p_values)
    least = 0.0
    for rank, at in enumerate(ranked):
        least = max(least, min(1.0, (len(p_values) - rank) * p_values[at]))
        found[at] = least
    return found
