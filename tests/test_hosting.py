"""The headers that a careful administrator sets: the book passes them, and the page about hosting says the same."""

from pathlib import Path

import pytest

from browser import pages_of, served, visit
from evalbook.places import REPOSITORY

FILE = REPOSITORY / "assets" / "site" / "_headers"
GUIDE = (REPOSITORY / "docs" / "hosting.md").read_text(encoding="utf-8")
SERVERS = {"Apache": 'Header always set {} "{}"', "nginx": 'add_header {} "{}" always;'}


def headers(file: Path) -> dict[str, str]:
    lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines() if line.startswith(" ")]
    return dict(line.split(": ", 1) for line in lines)


def test_the_policy_allows_nothing_inline_and_no_other_host():
    policy = headers(FILE)["Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")
    assert not [word for word in ("unsafe", "*", "http", "//") if word in policy]


def test_every_page_passes_the_headers(browser, shipped_book):
    with served(shipped_book, headers(shipped_book / "_headers")) as address, visit(browser) as page:
        for name in pages_of(shipped_book):
            page.goto(f"{address}{name}")
        page.goto(f"{address}search.html?q=jobcoach")
        page.wait_for_selector("#found li a")
        assert page.faults == []


def test_a_page_with_something_inline_does_not_pass(browser, tmp_path):
    (tmp_path / "bad.html").write_text("<title>x</title><p style='color: red'>x<script>document.title = 'y'</script>")
    with served(tmp_path, headers(FILE)) as address, visit(browser) as page:
        page.goto(f"{address}bad.html")
        assert len([fault for fault in page.faults if "Content Security Policy" in fault]) == 2
        assert page.title() == "x"


@pytest.mark.parametrize("line", SERVERS.values(), ids=SERVERS)
def test_the_guide_sets_the_same_headers_on_every_server(line):
    told = [line.format(name, value) for name, value in headers(FILE).items()]
    assert [each for each in told if each not in GUIDE] == []
