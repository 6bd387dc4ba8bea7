"""What must hold of comparators: nobody is a participant too, and it is known from when their work is.

Source: docs/contract/comparison.md, 'In'.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from evalbook.contract.edition import Edition
from evalbook.problems import Findings

SETTINGS = "extract.yaml"


def check_comparison(tables: Mapping[str, pd.DataFrame], edition: Edition | None, findings: Findings) -> None:
    """Adds an error for each rule that the tables of the comparison break."""
    if "comparator_jobs" in tables and "comparators" not in tables:
        remedy = "Add comparators, or take comparator_jobs out of the folder."
        findings.add("comparator_jobs", "", "is of the persons of a table that is not there", remedy)
    if "comparators" not in tables:
        return
    for needed in sorted({"comparator_jobs", "jobs"} - {*tables}):
        remedy = f"Add {needed}, or take comparators out of the folder."
        findings.add("comparators", "", f"are compared with nobody: {needed} is not there", remedy, severity="warning")
    if edition is not None:
        _check_edition(edition, findings)
    if "participants" in tables:
        own, participants = tables["comparators"]["person_id"], tables["participants"]["person_id"]
        twice = own.isin(participants[participants != ""].astype(str)).to_numpy()
        text, remedy = "persons who are in participants too", "Keep who got the service in participants only."
        findings.rows(twice, "comparators", "person_id", text, remedy, rule="in_both")


def _check_edition(edition: Edition, findings: Findings) -> None:
    if edition.history_from is None:
        remedy = "Add it: from which month on jobs and comparator_jobs hold every month in work of everybody in them."
        expected = "the first day of a month as yyyy-mm-01"
        findings.add(SETTINGS, "history_from", "is missing, and there are comparators", remedy, expected=expected)
    if edition.experiment_start.day != 1:
        problem = "is not the first day of a month, and there are comparators"
        remedy = "Take the first day of that month, or of the next: a month is of one period."
        findings.add(SETTINGS, "experiment_start", problem, remedy, expected="a date as yyyy-mm-01")
