"""The words of the book in each language, how numbers and dates read in it, and how tables and figures are laid out.

It knows codes and items by name, and no number.
"""

# What other rooms may import.
__all__ = ["labels", "layouts", "vocabulary"]
