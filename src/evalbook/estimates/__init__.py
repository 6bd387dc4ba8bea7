"""Statistics, each with its assumption and its source: intervals and tests of two moments, survival and hazards,
transitions, power, resampling.

It knows persons, months and events, not this report.
"""

# What other rooms may import.
__all__ = [
    "compared",
    "entropy_balancing",
    "grays_test",
    "intervals",
    "power",
    "resampling",
    "standardisation",
    "survival",
    "transitions",
    "trends",
    "trials",
]
