"""What a page shows of a release: tables, sentences, directions, formulas, what is said of the edition and its changes.

It shows released numbers only, and knows no extract.
"""

# What other rooms may import.
__all__ = [
    "about",
    "brief",
    "changes",
    "colophon",
    "contrasts",
    "curves",
    "delivery",
    "dictionary",
    "directions",
    "exhibit",
    "expressions",
    "formulas",
    "item_sheets",
    "markup",
    "preview",
    "privacy",
    "prose",
    "sentences",
    "tables",
    "terms",
    "timeline",
]
