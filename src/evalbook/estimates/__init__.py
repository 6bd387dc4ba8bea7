"""Statistics, each with its assumption and its source: intervals, survival, transitions, hazards, homogeneity, power,
resampling.

It knows persons, months and events, not this report.
"""

# What other rooms may import.
__all__ = ["hazards", "homogeneity", "intervals", "power", "resampling", "survival", "transitions"]
