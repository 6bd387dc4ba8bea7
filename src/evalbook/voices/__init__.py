"""What people say, as the book shows it: themes, perspectives, and rounds of interviews that were counted.

It does not count: see `interviews`.
"""

# What other rooms may import.
__all__ = ["opinions", "rounds", "themes"]
