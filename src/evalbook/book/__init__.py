"""The book: chapters executed, pages typeset as HTML and PDF in each language, files beside them, and the last look
through all of it.

It knows releases and notebooks; of persons it is given the ids that may stand nowhere.
"""

# What other rooms may import.
__all__ = [
    "downloads",
    "edition_site",
    "editions",
    "executed",
    "live_desk",
    "live_pages",
    "live_server",
    "own_words",
    "pages",
    "pdf_objects",
    "running",
    "scan",
    "site",
    "typesetting",
    "whereabouts",
]
