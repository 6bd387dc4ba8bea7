"""What people and files bring to a book, looked at in the finished book: as it was typed, and never markup."""

import json
from dataclasses import replace

import pandas as pd
import pytest
from lxml import html

from browser import visit
from evalbook.build import build
from evalbook.errors import EvalbookError
from evalbook.extract.extract import read_extract
from evalbook.gate.making import release_exact
from evalbook.release.reading import COLUMNS
from evalbook.release.release import read_release, write_release
from telling_book import write_named_extract, write_telling_book

pytestmark = pytest.mark.book

# Each would set `window.struck`, follow an address or make an element, if it were taken for markup.
PAYLOADS = (
    "<img src=x onerror=window.struck=1>",
    "<script>window.struck=1</script>",
    '"><svg onload=window.struck=1>',
    "'><details open ontoggle=window.struck=1>",
    "</td></tr></table><h1>x</h1>",
    "--></style><script>window.struck=1</script>",
    "]]><iframe src=javascript:window.struck=1></iframe>",
    "&lt;img src=x onerror=window.struck=1&gt;",
    "&#60;script&#62;window.struck=1&#60;/script&#62;",
    "[a](javascript:window.struck=1)",
    "<javascript:window.struck=1>",
    "![a](x 'onerror=window.struck=1')",
    "[a]: javascript:window.struck=1",
    "```{raw} html\n<script>window.struck=1</script>\n```",
    "{raw:html}`<script>window.struck=1</script>`",
    "{download}`../results.csv`",
    "{include}`/etc/passwd`",
    ":::{raw} html\n<script>window.struck=1</script>\n:::",
    "a\n\n:::::::{note}\nx\n:::::::",
    "a\n::::::\n# Kop",
    "(label)=\n# Kop",
    "$$\\href{javascript:window.struck=1}{x}$$",
    "{{ 7*7 }}{% raw %}{{ cycler.__init__.__globals__ }}",
    "a | b\n--|--\n| c |",
    "*a* __b__ ~~c~~ `d` ``e`` $f$ [^1] {#g .h}",
    "\\<img src=x onerror=window.struck=1\\>",
    "{0.__class__} {release} %s %(x)s",
)
# Elements that the book has not: with a handler, with an address that is a script, within a text that was typed, and a
# script or a frame of another's.
SCRIPT = 'script:not([src*="_static/"]):not([src$="search-texts.js"]):not([type="application/ld+json"])'
MARKUP = r"""() => [...document.querySelectorAll('*')].filter(each =>
  [...each.attributes].some(own => /^on/.test(own.name) || /^\s*javascript:/i.test(own.value))
  || each.parentElement?.closest('[data-key], .edition__title, .extra_footer')
  || each.matches('iframe, math, details[open], SCRIPT')
).map(each => each.outerHTML)""".replace("SCRIPT", SCRIPT)
PAGES = ("index.html", "search.html", "chapters/second.html", "en/index.html", "en/chapters/second.html")
TITLE = " ".join(each for each in PAYLOADS if not {*"<>\n"} & {*each})[:300].strip()


def forged(made):
    """A release, with sound hashes, in which every text that may be any is a payload."""
    facts = [
        dict.fromkeys(COLUMNS, "") | {"table": "participants", "file": payload, "what": what, "number": number}
        for payload in PAYLOADS
        for what, number in (("form", ""), ("in_file", "1"), ("rows", "1"), ("empty_rows", "0"), ("columns", "1"))
    ]
    own = {"table": "participants", "file": PAYLOADS[0], "number": "", "withheld": ""}
    facts += [{**own, "what": "passed_over", "column": each, "text": ""} for each in PAYLOADS]
    facts += [{**own, "what": "written", "column": "benefit", "text": each} for each in PAYLOADS]
    facts += [{**own, "what": "empty", "column": "sex", "text": each, "number": "1"} for each in PAYLOADS]
    facts += [{**own, "what": "left_out", "column": "", "text": each, "number": "1"} for each in PAYLOADS]
    warnings = [(each, each, each, 1) for each in PAYLOADS]
    return replace(
        made,
        edition=replace(made.edition, title=TITLE, title_en=TITLE[::-1]),
        reading=pd.DataFrame(facts)[list(COLUMNS)],
        warnings=pd.DataFrame(warnings, columns=list(made.warnings.columns)),
    )


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with the book of a forged release in `made`, and the release itself."""
    folder = tmp_path_factory.mktemp("told")
    extract = write_named_extract(folder / "extract", title="x")
    write_release(forged(release_exact(read_extract(extract))), folder / "release")
    build(folder / "release", folder / "made", book=write_telling_book(folder / "source"))
    return folder


@pytest.fixture(scope="module")
def made(place):
    return place / "made"


def test_every_payload_reads_as_it_was_typed(made):
    page = html.parse(made / "chapters" / "second.html").getroot()
    shown = {" ".join(each.text_content().split()) for each in page.xpath("//*[@data-key]")}
    assert {" ".join(each.split()) for each in PAYLOADS} <= shown


@pytest.mark.parametrize("name", PAGES)
def test_the_title_stands_on_every_page_as_it_was_typed(made, name):
    page = html.parse(made / name).getroot()
    title = TITLE[::-1] if name.startswith("en/") else TITLE
    (above,) = page.xpath("//*[@class='edition__title']")
    (below,) = page.xpath("//*[@class='extra_footer']")
    assert above.text_content() == title and " ".join(below.text_content().split()).startswith(f"{title}. ")


@pytest.mark.parametrize(("name", "title"), [("index.html", TITLE), ("en/index.html", TITLE[::-1])])
def test_the_title_stands_in_what_describes_the_data_as_it_was_typed(made, name, title):
    texts = html.parse(made / name).xpath("//script[@type='application/ld+json']/text()")
    assert len(texts) == 2 and "<" not in "".join(texts)
    assert json.loads(texts[1])["name"].endswith(f". {title}")


def test_the_title_stands_in_the_pdf_as_it_was_typed(made):
    import pikepdf

    with pikepdf.open(made / "evaluatie.pdf") as pdf:
        assert TITLE in str(pdf.docinfo["/Title"])


@pytest.mark.parametrize("name", [*PAGES, "search.html?q=%3Cimg src=x onerror=window.struck=1%3E"])
def test_nothing_that_was_brought_is_markup_in_a_browser(made, browser, name):
    with visit(browser) as page:
        struck = []
        page.on("dialog", lambda dialog: (struck.append(dialog.message), dialog.dismiss()))
        page.goto(f"{made.as_uri()}/{name}")
        page.wait_for_timeout(300)
        assert struck == [] and page.evaluate("window.struck === undefined")
        assert page.evaluate(MARKUP) == []
        assert [each for each in page.asked if not each.startswith("file:")] == []


def test_a_title_with_markup_is_refused_however_it_comes(place, tmp_path):
    made = read_release(place / "release")
    for title in PAYLOADS[:6]:
        write_release(replace(made, edition=replace(made.edition, title=title)), tmp_path / "forged")
        with pytest.raises(EvalbookError, match="release.yaml: edition.title"):
            build(tmp_path / "forged", tmp_path / "made", book=place / "source")


def test_what_an_analyst_calls_things_reaches_the_book_as_it_is(tmp_path):
    """A title, a folder, a file, a heading and a text with quotes, dashes, digits, accents and markup."""
    title = "Evaluatie \"fase 2\" -- 'IVA' & Wajong, 3e ronde... 50% van R&D #4 ë שלום 😀"
    file, heading, empty = "deel 2 'nieuw' -- <b>é.csv", 'Kolom 3 "x" <b>', "n.v.t. -- '9' <b>"
    extract = tmp_path / "data 2 (Zoë's)" / "uitvoer"
    write_named_extract(extract, title=title, title_en="Phase 2 -- it's", file=file, heading=heading, empty=empty)
    build(extract, tmp_path / "boek", book=write_telling_book(tmp_path / "source"), languages=("nl",))
    page = html.parse(tmp_path / "boek" / "chapters" / "second.html").getroot()
    shown = {each.text_content() for each in page.xpath("//*[@data-key]")}
    assert {title, file, heading, empty} <= shown
