"""Ids of persons in an extract."""

from __future__ import annotations

from evalbook.extract.extract import Extract

IDS = ("person_id", "respondent_id")


def person_ids(extract: Extract) -> frozenset[str]:
    """Every id of a person in an extract: participants and respondents."""
    ids = [rows[name].dropna().unique() for rows in extract.tables.values() for name in IDS if name in rows]
    return frozenset(str(each) for column in ids for each in column if each)
