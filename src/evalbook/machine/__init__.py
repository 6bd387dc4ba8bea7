"""The machine that a book is made on: its processes, its folders for work, what is kept from one build to the next, and
how what was made takes its place in one step.

It does not know what is made.
"""

# What other rooms may import.
__all__ = [
    "cache",
    "fresh",
    "ingredients",
    "making_place",
    "progress",
    "swap",
    "temporary",
    "watching",
    "workers",
]
