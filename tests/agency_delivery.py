"""A delivery in an agency's manner: the content of the shipped extract under own names and codes, in many forms.

With what such deliveries bring: a title above the headings, a row of totals, 31-12-9999, cp1252, months as yyyymm,
codes of SPSS with labels and a declared missing one, a workbook of several sheets, an archive, parts of Parquet, lock
files, and rows that break rules.
"""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pandas as pd
import pyreadstat

from evalbook.places import SHIPPED_EXTRACT
from other_workbooks import write_ods

OPEN = "31-12-9999"
SETTINGS = """\
version: 1
id: 2025q2
title: Evaluatie dienstverlening
kind: {kind}
reference_date: 2025-05-31
self_employment_through: 2023
conversation_cost: 237
files:
  participants: DEELNEMERS_2025Q2.csv
  conversations: gesprekken.csv.gz
  trajectories: {{file: levering.xlsx, sheet: Trajecten}}
  provisions: {{file: levering.xlsx, sheet: Voorzieningen}}
  jobs: Dienstverbanden.sav
  ladder: tredes.ods
  self_employment: overig.zip/zelfstandigen.csv
  trial_placements: proefplaatsingen.parquet
  population: populatie.tsv
  respondents: respondenten.csv
ignore_files: [leesmij.txt, levering.xlsx/Toelichting]
ignore_columns: [participants.Opmerking]
columns:
  participants: {{BSN_PSEUDO: person_id, Regeling: benefit, Geslacht: sex, Geboortedatum: birth_date,
    Diagnosegroep: diagnosis, Start: service_start, Einde: service_end, Uitstroom: exit_date, Reden: exit_reason}}
  conversations: {{BSN_PSEUDO: person_id, Datum: date}}
  trajectories: {{BSN_PSEUDO: person_id, Soort: kind, Begin: start_date, Einde: end_date, Kosten: cost}}
  provisions: {{BSN_PSEUDO: person_id, Soort: kind, Begin: start_date, Einde: end_date, Kosten: cost}}
  jobs: {{PSEUDO: person_id, IKV: job_id, MAAND: month, UREN: hours, LOON: wage, CONTR: contract, UITZEND: agency,
    SECTOR: sector, GROOTTE: employer_size}}
  ladder: {{BSN_PSEUDO: person_id, Datum: date, Trede: rung}}
  self_employment: {{bsn_pseudo: person_id, jaar: year}}
  trial_placements: {{bsn_pseudo: person_id, begin: start_date, einde: end_date}}
categories:
  participants:
    sex: {{M: man, V: vrouw, O: onbekend}}
    diagnosis: {{01: onbekend, 02: hart, 03: botspier, 04: zenuw, 05: ontwikkeling, 06: psychisch, 07: overig}}
    exit_reason: {{geen: '', overlijden: overleden, pensioen: aow}}
  jobs:
    contract: {{1: bepaald, onbepaalde tijd: onbepaald}}
empty:
  ladder: ["NULL"]
  trial_placements.end_date: [nvt]
csv:
  conversations.date: {{date_format: dd-mm-yyyy}}
"""
DIRTY = {"another_kind": 1, "unknown_person": 1, "repeated": 1, "totals": 1}  # rows to leave out, by rule


def shipped(table: str) -> pd.DataFrame:
    return pd.read_csv(SHIPPED_EXTRACT / f"{table}.csv", dtype=str, keep_default_na=False)


def dutch_day(days: pd.Series) -> pd.Series:
    return days.str.replace(r"(....)-(..)-(..)", r"\3-\2-\1", regex=True)


def day(days: pd.Series) -> pd.Series:
    return pd.to_datetime(days.where(days != "", None))


def write_delivery(folder: Path, kind: str = "synthetic") -> Path:
    """The delivery, with its `extract.yaml`; the rows that break rules are still to be left out."""
    folder.mkdir(parents=True)
    (folder / "extract.yaml").write_text(SETTINGS.format(kind=kind), encoding="utf-8")
    _participants(folder / "DEELNEMERS_2025Q2.csv")
    _workbook(folder / "levering.xlsx")
    _spss(folder / "Dienstverbanden.sav")
    talks = shipped("conversations").set_axis(["BSN_PSEUDO", "Datum"], axis=1)
    talks["Datum"] = dutch_day(talks["Datum"]).str.replace(r"^0", "", regex=True) + " 0:00"
    wrong = pd.DataFrame({"BSN_PSEUDO": [talks["BSN_PSEUDO"][0]], "Datum": ["30-2-2024 0:00"]})
    text = pd.concat([talks, wrong]).to_csv(index=False, sep=";", lineterminator="\r\n")
    (folder / "gesprekken.csv.gz").write_bytes(gzip.compress(b"sep=;\r\n" + text.encode()))
    rungs = shipped("ladder")
    rows = [
        [who, when.date(), int(rung)]
        for who, when, rung in zip(rungs["person_id"], day(rungs["date"]), rungs["rung"], strict=True)
    ]
    write_ods(folder / "tredes.ods", Tredes=[["BSN_PSEUDO", "Datum", "Trede"], *rows])
    _others(folder)
    return folder


def _participants(path: Path) -> None:
    people = shipped("participants")
    codes = ["onbekend", "hart", "botspier", "zenuw", "ontwikkeling", "psychisch", "overig"]
    own = pd.DataFrame(
        {
            "BSN_PSEUDO": people["person_id"],
            "Regeling": people["benefit"],
            "Geslacht": people["sex"].map({"man": "M", "vrouw": "V", "onbekend": "O"}),
            "Geboortedatum": dutch_day(people["birth_date"]),
            "Diagnosegroep": people["diagnosis"].map({code: f"{at:02}" for at, code in enumerate(codes, 1)}),
            "Start": dutch_day(people["service_start"]),
            "Einde": dutch_day(people["service_end"]).replace("", OPEN),
            "Uitstroom": dutch_day(people["exit_date"]).replace("", OPEN),
            "Reden": people["exit_reason"].replace({"": "geen", "overleden": "overlijden", "aow": "pensioen"}),
            "Opmerking": 'in overleg met "de cliënt"',
        }
    )
    text = pd.concat([own, own.iloc[[5]]]).to_csv(index=False, sep=";", lineterminator="\r\n")
    total = f"Totaal;{len(own)};;;;;;;;\r\n;;;;;;;;;\r\n"
    path.write_bytes(("Levering deelnemers, éénmalig\r\n\r\n" + text + total).encode("cp1252"))


def _workbook(path: Path) -> None:
    with pd.ExcelWriter(path) as book:
        for sheet, table in (("Trajecten", "trajectories"), ("Voorzieningen", "provisions")):
            rows = shipped(table)
            rows = rows.assign(
                start_date=day(rows["start_date"]), end_date=day(rows["end_date"]), cost=rows["cost"].astype(float)
            )
            names = {
                "person_id": "BSN_PSEUDO",
                "kind": "Soort",
                "start_date": "Begin",
                "end_date": "Einde",
                "cost": "Kosten",
            }
            rows.rename(columns=names).to_excel(book, sheet_name=sheet, index=False)
        pd.DataFrame({"Toelichting": ["Zie de brief."]}).to_excel(book, sheet_name="Toelichting", index=False)


def _spss(path: Path) -> None:
    jobs = shipped("jobs")
    stranger = jobs.iloc[[0]].assign(person_id="ONBEKEND-1")
    jobs = pd.concat([jobs, stranger], ignore_index=True)
    rows = pd.DataFrame(
        {
            "PSEUDO": jobs["person_id"],
            "IKV": jobs["job_id"],
            "MAAND": jobs["month"].str.replace("-", "").str[:6].astype(float),
            "UREN": pd.to_numeric(jobs["hours"]).fillna(9999.0),
            "LOON": pd.to_numeric(jobs["wage"]),
            "CONTR": jobs["contract"].map({"bepaald": 1.0, "onbepaald": 2.0}),
            "UITZEND": (jobs["agency"] == "True").astype(float),
            "SECTOR": jobs["sector"],
            "GROOTTE": jobs["employer_size"],
        }
    )
    labels = {"CONTR": {1.0: "bepaalde tijd", 2.0: "onbepaalde tijd"}, "UITZEND": {0.0: "nee", 1.0: "ja"}}
    missing = {"UREN": [{"lo": 9999.0, "hi": 9999.0}]}
    pyreadstat.write_sav(rows, str(path), variable_value_labels=labels, missing_ranges=missing, compress=True)


def _others(folder: Path) -> None:
    years = shipped("self_employment").set_axis(["bsn_pseudo", "jaar"], axis=1)
    with zipfile.ZipFile(folder / "overig.zip", "w") as archive:
        archive.writestr("zelfstandigen.csv", years.to_csv(index=False, sep=";"))
        archive.writestr("__MACOSX/._zelfstandigen.csv", b"\0")
    trials = shipped("trial_placements").set_axis(["bsn_pseudo", "begin", "einde"], axis=1)
    trials["einde"] = trials["einde"].replace("", "nvt").astype("category")
    (folder / "proefplaatsingen.parquet").mkdir()
    half = len(trials) // 2
    for at, part in enumerate((trials[:half], trials[half:])):
        part.to_parquet(folder / "proefplaatsingen.parquet" / f"part-{at}.parquet")
    (folder / "proefplaatsingen.parquet" / "_SUCCESS").touch()
    shipped("population").to_csv(folder / "populatie.tsv", index=False, sep="\t")
    shipped("respondents").to_csv(folder / "respondenten.csv", index=False, sep=";", encoding="utf-16")
    for litter in ("~$levering.xlsx", ".DS_Store", "Thumbs.db", ".~lock.tredes.ods#", "._x.csv"):
        (folder / litter).write_bytes(b"\0\1")
    (folder / "leesmij.txt").write_text("Zie de brief.", encoding="utf-8")
