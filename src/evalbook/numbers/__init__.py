"""Every number of the report from the cells of its item: shares, curves, means, costs, what a look ahead says.

It knows cells, exact or released alike, and no person. What it makes of released cells needs no protection of its own.
"""

# What other rooms may import.
__all__ = ["evaluation", "shown"]
