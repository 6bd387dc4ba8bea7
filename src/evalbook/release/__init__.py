"""A release: all that may leave the closed machine, kept as a folder and read as strictly as it was written; a number
of it, found by its key, or the reason why there is none.

It does not know how a release is made (`gate`).
"""

# What other rooms may import.
__all__ = ["leeway", "lookup", "reading", "release", "stand_in", "voices_file"]
