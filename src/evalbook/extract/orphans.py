"""Rows that go with a person whose only row in the register of persons was left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from evalbook.contract.account import Account
from evalbook.contract.schema import TABLES
from evalbook.extract.registers import Register
from evalbook.extract.row_lists import OF_A_PERSON
from evalbook.problems import Findings, Numbering


def without_orphans(registers: Mapping[str, Register], findings: Findings) -> dict[str, Register]:
    """The registers without the rows of participants (of some: comparators) whose only row was left out."""
    kept = dict(registers)
    for of, persons in registers.items():
        if of != TABLES[of].persons or not persons.left_out_persons:
            continue
        gone = persons.left_out_persons - {*persons.rows["person_id"].astype(str)}
        for name, register in registers.items():
            if "person_id" in register.rows and TABLES[name].persons == of:
                kept[name] = _without(register, gone, name, findings)
    return kept


def _without(register: Register, gone: frozenset[str], name: str, findings: Findings) -> Register:
    orphans = register.rows["person_id"].isin(gone).to_numpy()
    if not orphans.any():
        return register
    stay, numbering = ~orphans, findings.numbering[name]
    files = None if numbering.files is None else numbering.files[stay]
    accounts = _with_orphans(register.accounts, numbering, orphans)
    findings.numbering[name] = replace(numbering, numbers=numbering.numbers[stay], files=files)
    return replace(register, rows=register.rows[stay].reset_index(drop=True), accounts=accounts)


def _with_orphans(accounts: tuple[Account, ...], numbering: Numbering, orphans: np.ndarray) -> tuple[Account, ...]:
    """The accounts with the rows that went with a participant, each file's own."""
    if numbering.files is None:
        counts = [int(orphans.sum())]
    else:
        counts = [int((orphans & (numbering.files == account.name)).sum()) for account in accounts]
    return tuple(
        replace(account, left_out=dict(sorted({**account.left_out, OF_A_PERSON: count}.items()))) if count else account
        for account, count in zip(accounts, counts, strict=True)
    )
