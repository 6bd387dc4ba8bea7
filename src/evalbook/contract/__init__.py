"""What goes in and what comes out, as data: the tables of an extract, an edition, the items of the report, their
results and the changes between them, the codebook, what is assumed about the future, the thresholds of the gate.

It computes nothing and knows no person. Sources: docs/contract.
"""

# What other rooms may import.
__all__ = [
    "account",
    "cases",
    "catalogue",
    "cells",
    "classes",
    "code_meanings",
    "codebook",
    "edition",
    "groups",
    "minimum_wages",
    "records",
    "results",
    "scenario",
    "schema",
    "sides",
    "thresholds",
]
