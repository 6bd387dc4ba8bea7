"""The keys of `extract.yaml` that say how the registers' own names and ways are read; each fault with its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from posixpath import normpath

from evalbook.contract.schema import TABLES
from evalbook.delivery.yaml_tree import Tree
from evalbook.extract.days import Unusable, has_day
from evalbook.extract.mappings import EVERYWHERE, FILE, OF_A_COLUMN, WRITING, FileSaid, Mappings, Scope
from evalbook.problems import Findings
from evalbook.suggestions import nearest

SEE = "See docs/extract.md."


def read_mappings(tree: Tree, findings: Findings) -> Mappings:
    """The mappings of a tree; what is wrong in it is in `findings`, and the rest stands."""
    read = _Reader(tree, findings)
    return Mappings(
        dict(read.files()),
        dict(read.columns()),
        dict(read.categories()),
        dict(read.empties()),
        dict(read.writings()),
        tuple(read.ignored()),
        tuple(read.names("ignore_files")),
        tuple(read.names("leave_out")),
    )


class _Reader:
    """Reads each key, and puts what it cannot use in `findings`."""

    def __init__(self, tree: Tree, findings: Findings):
        self.tree, self.findings = tree, findings

    def fault(self, keys: tuple[str, ...], problem: str, remedy: str, **more: str) -> None:
        self.findings.add(FILE, ".".join(keys), problem, remedy, line=self.tree.line(*keys), **more)

    def map_of(self, *keys: str, expected: str) -> dict:
        value: object = self.tree.root
        for key in keys:
            value = value.get(key) if isinstance(value, dict) else None
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.fault(keys, "has another form", SEE, expected=expected)
            return {}
        return value

    def texts(self, keys: tuple[str, ...], value: object) -> list[str]:
        """A text, or a list of them."""
        values = value if isinstance(value, list) else [value]
        if all(each is None or isinstance(each, str) for each in values):
            return ["" if each is None else each for each in values]
        self.fault(keys, "has another form", SEE, expected="a text, or a list of texts")
        return []

    def table(self, keys: tuple[str, ...]) -> bool:
        """Whether the last key is a table; a fault where it is none."""
        if keys[-1] in TABLES:
            return True
        self.fault(keys, f"there is no table {keys[-1]!r}", "Mend its name." + nearest(keys[-1], tuple(TABLES)))
        return False

    def column(self, table: str, column: str, keys: tuple[str, ...]) -> bool:
        """Whether a table has a column; a fault where it has none."""
        names = tuple(each.name for each in TABLES[table].columns)
        if column in names:
            return True
        problem = f"the table {table} has no column {column!r}"
        self.fault(keys, problem, "Mend its name." + nearest(column, names))
        return False

    def scope(self, keys: tuple[str, ...]) -> Scope | None:
        """The table and column that a key such as `jobs` or `jobs.month` names; None, told, where it names none."""
        table, _, column = keys[-1].partition(".")
        if self.table((*keys[:-1], table)) and (not column or self.column(table, column, keys)):
            return table, column
        return None

    def files(self) -> Iterator[tuple[str, tuple[FileSaid, ...]]]:
        for table, value in self.map_of("files", expected="a map of tables to files").items():
            said = [self.file(table, each) for each in (value if isinstance(value, list) and value else [value])]
            if self.table(("files", table)) and all(said):
                yield table, tuple(said)

    def file(self, table: str, value: object) -> FileSaid | None:
        if isinstance(value, str) and value:
            return FileSaid(normpath(value))
        said = value if isinstance(value, dict) and set(value) <= {"file", "sheet"} else {}
        file, sheet = said.get("file"), said.get("sheet") or ""
        if file and isinstance(file, str) and isinstance(sheet, str):
            return FileSaid(normpath(file), sheet)
        expected = "a file, or a map {file: FILE, sheet: SHEET}, or a list of these"
        self.fault(("files", table), "has another form", SEE, expected=expected)
        return None

    def columns(self) -> Iterator[tuple[str, dict[str, str]]]:
        for table in self.map_of("columns", expected="a map of tables"):
            said = self.map_of("columns", table, expected="a map of the register's names to the contract's")
            if self.table(("columns", table)):
                yield table, {own: name for own, name in said.items() if self.target(table, own, name)}

    def target(self, table: str, own: str, name: object) -> bool:
        keys = ("columns", table, own)
        if isinstance(name, str):
            return self.column(table, name, keys)
        self.fault(keys, "has another form", SEE, expected="the name of a column")
        return False

    def categories(self) -> Iterator[tuple[Scope, dict[str, str]]]:
        for table in self.map_of("categories", expected="a map of tables"):
            of_table = self.map_of("categories", table, expected="a map of columns")
            if not self.table(("categories", table)):
                continue
            for column in of_table:
                keys = ("categories", table, column)
                codes = self.map_of(*keys, expected="a map of the register's codes to the contract's")
                if self.column(table, column, keys):
                    yield (table, column), dict(self.codes(keys, codes))

    def codes(self, keys: tuple[str, ...], codes: Mapping[str, object]) -> Iterator[tuple[str, str]]:
        allowed = TABLES[keys[1]].column(keys[2]).categories
        for own, code in codes.items():
            if code is not None and not isinstance(code, str):
                self.fault((*keys, own), "has another form", SEE, expected="a code, or '' for empty")
            elif code and allowed and code not in allowed:
                remedy = "Mend it." + nearest(code, allowed)
                expected = f"one of {', '.join(allowed)}, or '' for empty"
                self.fault((*keys, own), "is mapped to a code that there is not", remedy, expected=expected)
            elif own != own.strip() and own.strip() in codes:
                self.fault((*keys, own), "is there twice but for spaces", "Keep one of them.")
            else:
                yield own.strip(), code or ""

    def empties(self) -> Iterator[tuple[Scope, tuple[str, ...]]]:
        value = self.tree.root.get("empty")
        if not isinstance(value, dict):
            texts = tuple(text.strip() for text in self.texts(("empty",), value)) if value is not None else ()
            yield EVERYWHERE, texts
            return
        for key, each in value.items():
            scope = self.scope(("empty", key))
            if scope:
                yield scope, tuple(text.strip() for text in self.texts(("empty", key), each))

    def writings(self) -> Iterator[tuple[Scope, dict[str, str]]]:
        said = self.map_of("csv", expected="a map")
        everywhere = {key: value for key, value in said.items() if not isinstance(value, dict)}
        yield EVERYWHERE, self.consistent(("csv",), dict(self.writing(("csv",), everywhere)))
        for key, value in said.items():
            if not isinstance(value, dict):
                continue
            scope = self.scope(("csv", key))
            if scope:
                yield scope, self.consistent(("csv", key), dict(self.writing(("csv", key), value, column=scope[1])))
                self.check_form(scope, value)

    def consistent(self, keys: tuple[str, ...], said: dict[str, str]) -> dict[str, str]:
        if said.get("decimal") and said.get("decimal") == said.get("thousands"):
            self.fault((*keys, "thousands"), "is the decimal sign too", "Mend one of them.")
        return said

    def check_form(self, scope: Scope, said: Mapping[str, object]) -> None:
        """A form without a day, said of a column of days, is a slip."""
        form, (table, column) = said.get("date_format"), scope
        try:
            months = isinstance(form, str) and not has_day(form)
        except Unusable:
            return
        kinds = {each.kind for each in TABLES[table].columns if column in ("", each.name)}
        if months and "month" not in kinds:
            keys = ("csv", f"{table}.{column}" if column else table, "date_format")
            self.fault(
                keys, "names no day, and the column holds days", "Mend it.", expected="a form such as dd-mm-yyyy"
            )

    def writing(self, keys: tuple[str, ...], said: Mapping[str, object], column: str = "") -> Iterator[tuple[str, str]]:
        known = tuple(OF_A_COLUMN if column else WRITING)
        for key, value in said.items():
            if key not in known:
                self.fault((*keys, key), "the key is not known", "Remove it, or mend its name." + nearest(key, known))
                continue
            expected, convert = WRITING[key]
            try:
                if not isinstance(value, str):
                    raise Unusable
                yield key, convert(value)
            except Unusable:
                self.fault((*keys, key), "has another form", "Mend the value.", expected=expected)

    def ignored(self) -> Iterator[str]:
        value = self.tree.root.get("ignore_columns")
        for text in self.texts(("ignore_columns",), value) if value is not None else ():
            table, dot, column = text.partition(".")
            if not dot or not column:
                expected = "a list of table.column"
                self.fault(("ignore_columns",), "has another form", "Mend the list.", expected=expected)
            elif self.table(("ignore_columns", table)):
                yield text

    def names(self, key: str) -> Iterator[str]:
        """The files that are listed under a key, as places in the folder."""
        value = self.tree.root.get(key)
        for text in self.texts((key,), value) if value is not None else ():
            name = normpath(text.replace("\\", "/"))
            if not text or name.startswith(("/", "../")) or name in (".", ".."):
                self.fault((key,), "names no file in the folder", "Mend it.", expected="files of the folder")
            else:
                yield name
