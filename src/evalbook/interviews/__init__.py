"""Interviews of a new wave, counted from the project of a coding program. Closed machine.

What leaves it has no text, name or id.
"""

# What other rooms may import.
__all__ = ["counting", "refi_qda"]
