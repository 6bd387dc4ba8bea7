"""Files of statistics packages: SPSS (.sav, .zsav, .por) and SAS (.sas7bdat)."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
import pyreadstat

from evalbook.delivery.apart import apart
from evalbook.delivery.headings import without_empty, without_totals
from evalbook.delivery.written import HEADINGS, UnreadableFile, Written

MONTH = "MOYR"  # a format of months that the library leaves as seconds since EPOCH
EPOCH = datetime(1582, 10, 14)
READERS: Mapping[str, Callable] = {
    ".sav": pyreadstat.read_sav,
    ".zsav": pyreadstat.read_sav,
    ".por": pyreadstat.read_por,
    ".sas7bdat": pyreadstat.read_sas7bdat,
}


def read_statistics_file(content: bytes, suffix: str) -> Written:
    """The rows of a file of SPSS or SAS, codes as codes: labels and declared missing codes stand beside them.

    Raises UnreadableFile.
    """
    return apart(__name__, "open_statistics_file", content, suffix)


def open_statistics_file(content: bytes, suffix: str) -> Written:
    """The same in this very program, which a damaged file may end."""
    spss = suffix in (".sav", ".zsav")
    try:
        rows, about = READERS[suffix](io.BytesIO(content), **({"user_missing": True} if spss else {}))
    except BaseException as fault:  # on damaged files the library raises whatever it likes
        problem = "cannot be read: it is damaged, or not what its ending says"
        raise UnreadableFile(problem, "Write it again.") from fault
    if about.number_rows not in (None, -1, len(rows)):
        problem = f"says that it has {about.number_rows} rows, of which {len(rows)} can be read"
        raise UnreadableFile(problem, "Write it again, whole.")
    detected = {"format": "SAS" if suffix == ".sas7bdat" else "SPSS", "encoding": str(about.file_encoding or "")}
    labelled = ", ".join(sorted(about.variable_value_labels))
    detected |= {"value labels": labelled} if labelled else {}
    months = [name for name, kind in about.original_variable_types.items() if str(kind).startswith(MONTH)]
    written = Written(
        pd.DataFrame(rows).assign(**{name: rows[name].map(_day, na_action="ignore") for name in months}),
        np.arange(len(rows)) + HEADINGS + 1,
        {name: said for name, said in detected.items() if said},
        len(rows),
        labels=dict(about.variable_value_labels),
        missing={name: tuple((each["lo"], each["hi"]) for each in of) for name, of in about.missing_ranges.items()},
    )
    return without_totals(without_empty(written))


def _day(seconds: float) -> date:
    return (EPOCH + timedelta(seconds=float(seconds))).date()
