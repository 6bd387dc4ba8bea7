"""The items of the report, computed: who is counted, in which months, and each table, figure and estimate as result
rows. Closed machine.

It does not know what may be published, nor how it looks.
"""

# What other rooms may import.
__all__ = ["cohort", "contributions", "evaluation"]
