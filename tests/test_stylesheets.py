"""The site has one style sheet, without the rules that nothing on any page can meet."""

import pytest
from lxml import html

from evalbook.book.stylesheets import join_styles, rules_in, slimmed

KNOWN = {"html", "body", "p", "table", "result", "main-content"}


def slim(css, known=KNOWN):
    return slimmed(rules_in(css), known).strip()


@pytest.mark.parametrize(
    ("css", "left"),
    [
        (".result{color:red}", ".result{color:red}"),
        (".dropdown{color:red}", ""),
        ("p, .dropdown{color:red}", "p{color:red}"),
        ("table.result > caption{color:red}", ""),
        ("#main-content p:hover{color:red}", "#main-content p:hover{color:red}"),
        (":is(.dropdown, p) .result{color:red}", ":is(.dropdown, p) .result{color:red}"),
        ("p[class~=dropdown]::after{color:red!important}", "p[class~=dropdown]::after{color:red!important}"),
        ("@media print{.dropdown{color:red}}", ""),
        ("@media print{p{color:red}.dropdown{color:red}}", "@media print{p{color:red}}"),
        ("@font-face{font-family:Book}", "@font-face{font-family:Book}"),
        ('@font-face{font-family:"Font Awesome 6"}', ""),
        ("/* a remark */ @keyframes spin{from{top:0}}", ""),
    ],
)
def test_a_rule_stays_when_something_can_meet_it(css, left):
    assert slim(css) == left


def test_a_variable_goes_with_the_last_that_uses_it():
    css = "html{--ink:#000;--text:var(--ink);--old:#111;--older:var(--old)}p{color:var(--text)}"
    assert slim(css) == "html{--ink:#000;--text:var(--ink)}\np{color:var(--text)}"


def test_a_site_gets_one_sheet_with_imports_in_their_place(tmp_path):
    for name, css in {"basic": "p{top:1px}", "theme": '@import "basic.css";p{top:2px}', "book": "p{top:3px}"}.items():
        (tmp_path / "_static").mkdir(exist_ok=True)
        (tmp_path / "_static" / f"{name}.css").write_text(css)
    links = "".join(f"<link rel='stylesheet' href='../_static/{name}.css?v=1'>" for name in ("theme", "book"))
    page = html.document_fromstring(f"<html><head>{links}</head><body><p>x</body></html>")
    join_styles(tmp_path, {tmp_path / "chapters" / "page.html": page})
    assert page.xpath("//link/@href") == ["../_static/style.css"]
    assert (tmp_path / "_static" / "style.css").read_text() == "p{top:1px}\np{top:2px}\np{top:3px}\n"


def test_a_class_that_a_script_gives_is_known(tmp_path):
    (tmp_path / "_static").mkdir()
    (tmp_path / "_static" / "book.css").write_text(".scrolls{top:1px}.other{top:1px}")
    (tmp_path / "_static" / "book.js").write_text('region.classList.add("scrolls")')
    head = "<link rel='stylesheet' href='_static/book.css'><script src='_static/book.js'></script>"
    page = html.document_fromstring(f"<html><head>{head}</head><body></body></html>")
    join_styles(tmp_path, {tmp_path / "index.html": page})
    assert (tmp_path / "_static" / "style.css").read_text() == ".scrolls{top:1px}\n"
