"""The published report beside the rebuilt one: its numbers, its claims, the questions of the evaluation, and where each
part of it stands in this book.

It knows released numbers only.
"""

# What other rooms may import.
__all__ = ["audit", "claim_texts", "claims", "concordance", "corrections", "published", "question_texts"]
