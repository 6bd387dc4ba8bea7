"""An extract: how the files of a delivery become registers, typed as the contract says, checked, and told with all that
is wrong. Closed machine.

It does not know what is computed.
"""

# What other rooms may import.
__all__ = ["canonical", "drafting", "extract", "row_lists", "starter", "validation"]
