"""The items of the report, counted: who takes part, in which months, and the cells of each table, figure and estimate,
with the keys of their persons. Closed machine.

It does not know what may be published, nor what is made of the cells (`numbers`).
"""

# What other rooms may import.
__all__ = ["comparison", "evaluation", "tabulating"]
