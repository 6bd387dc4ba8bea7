"""The gate: results in, results that may leave the closed machine out; a release made, and two editions compared.
Closed machine.

It does not know how numbers look.
"""

# What other rooms may import.
__all__ = ["compare", "making"]
