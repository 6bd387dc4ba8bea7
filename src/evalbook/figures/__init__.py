"""Figures of a release: what each draws, how it looks, its text for who cannot see it, and its numbers as a table.

It knows no extract and no page.
"""

# What other rooms may import.
__all__ = ["alt_texts", "brief_figures", "cards", "design_figures", "drawing", "figures", "small_figures"]
