"""What a page shows of a release: tables, sentences, comparisons, formulas, what is said of the edition and changed.

It shows released numbers only, and knows no extract.
"""

# What other rooms may import.
__all__ = [
    "about",
    "brief",
    "changed",
    "changes",
    "colophon",
    "contradicted",
    "contrasts",
    "curves",
    "delivery",
    "dictionary",
    "directions",
    "exhibit",
    "figure_findings",
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
