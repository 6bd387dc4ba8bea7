"""A delivery: the files that an agency hands over, and what stands in each of them as it was written.

It does not know which tables and columns an extract has. Files are read here and nowhere else, up to the limits;
those that the program wrote itself too.
"""

# What other rooms may import.
__all__ = [
    "contents",
    "files",
    "forms",
    "headings",
    "odd_rows",
    "own_tables",
    "texts",
    "workbooks",
    "written",
    "yaml_tree",
]
