"""What every room may use and what knows nothing of the report: errors and problems told to people, did-you-means,
limits, months, places, hashes.

It does not know what an extract, a result or a page is. It imports no other room.
"""

# What other rooms may import.
__all__ = ["errors", "hashes", "limits", "months", "places", "problems", "suggestions", "typed"]
