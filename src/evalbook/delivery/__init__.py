"""A delivery: the files that an agency hands over, and what stands in each of them as it was written.

Knows files, folders, archives, sheets, forms (CSV to SPSS), headings and rows. Does not know what a value means: types,
codes and what must hold of persons are the registers' and the checks'. Public: `files` (what lies there and which table
it is), `forms.read_place` (the rows of one file or sheet) and `written` (what those look like).
"""
