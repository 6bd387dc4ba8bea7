"""Terms of the glossary where they stand: the first on a page, as it is written, opened without a script."""

import pytest
from lxml import html

from browser import NARROW, WIDE
from evalbook.book.explained import GLOSSARY_PAGE, explain_terms
from evalbook.book.typesetting import Interface

FACING = Interface("nl", "x", "x", "", "", {"glossary": "Begrippenlijst"}, appendices=(GLOSSARY_PAGE,))


def explained(body, where="chapters/werk.html", language="nl", appendices=(GLOSSARY_PAGE,)):
    page = html.document_fromstring(f"<html><body><article>{body}</article></body></html>")
    facing = Interface(**{**vars(FACING), "language": language, "appendices": appendices})
    explain_terms(page, where, facing)
    return page


def marked(*args, **kwargs):
    return explained(*args, **kwargs).xpath("//button/text()")


@pytest.mark.parametrize(
    ("language", "text", "terms"),
    [
        ("nl", "Een jobcoach en nog een jobcoach.", ["jobcoach"]),
        ("nl", "Veel jobcoaches.", ["jobcoaches"]),
        ("nl", "Loondispensatie en een Proefplaatsing", ["Loondispensatie", "Proefplaatsing"]),
        ("nl", "IVA of Wajong-DGA, en de iva", ["IVA", "Wajong-DGA"]),
        ("nl", "de jobcoachkosten", []),
        ("nl", "wie deelneemt aan het experiment", []),
        ("en", "Trial placements and a labour expert", ["Trial placements", "labour expert"]),
        ("en", "It goes towards work.", []),
    ],
)
def test_the_first_use_is_marked_with_its_ending(language, text, terms):
    assert marked(f"<p>{text}</p>", language=language) == terms


def test_the_text_stays_as_it_was():
    inside = "Eerst een <strong>jobcoach</strong>, dan loondispensatie of <a href='x'>IPS</a>, en IVA."
    page = explained(f"<p>{inside}</p><p>En een jobcoach.</p>")
    told = [each.text_content() for each in page.xpath("//article/p")]
    assert told == ["Eerst een jobcoach, dan loondispensatie of IPS, en IVA.", "En een jobcoach."]
    assert page.xpath("//button/text()") == ["jobcoach", "loondispensatie", "IVA"]


@pytest.mark.parametrize(
    "body",
    [
        "<h2>Jobcoach</h2>",
        "<p><a href='x'>jobcoach</a></p>",
        "<table><tr><td><p>jobcoach</p></td></tr></table>",
        "<figure><p>jobcoach</p></figure>",
        "<div class='result-notes'><p>jobcoach</p></div>",
    ],
)
def test_what_names_or_is_looked_up_is_not_marked(body):
    assert marked(body) == []


def test_a_button_opens_the_meaning_of_its_term_with_a_link_to_the_glossary():
    page = explained("<p>Een jobcoach.</p>")
    (note,) = page.xpath("//div[@popover]")
    assert page.xpath("//button/@popovertarget") == [note.get("id")] == ["about-jobcoach"]
    assert "Begeleider op de werkplek" in note.text_content() and "Bron: " in note.text_content()
    assert note.xpath(".//a/@href") == ["b9_glossary.html#term-jobcoach"]


@pytest.mark.parametrize(
    ("where", "appendices"), [(f"{GLOSSARY_PAGE}.html", (GLOSSARY_PAGE,)), ("chapters/werk.html", ())]
)
def test_the_glossary_itself_and_a_book_without_it_mark_nothing(where, appendices):
    assert marked("<p>Een jobcoach.</p>", where=where, appendices=appendices) == []


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("way", ["keyboard", "touch"])
def test_a_meaning_opens_and_closes_without_scripts(browser, shipped_book, way, width):
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 800}, has_touch=True)
    page = context.new_page()
    page.goto((shipped_book / "chapters" / "05_support_at_work.html").as_uri())
    button = page.locator("button.term").first
    note = page.locator(f"#{button.get_attribute('popovertarget')}")
    assert not note.is_visible()
    if way == "keyboard":
        button.focus()
        page.keyboard.press("Enter")
    else:
        button.tap()
    note.wait_for(state="visible")
    box = note.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= width and box["y"] >= 0 and box["y"] + box["height"] <= 800
    page.keyboard.press("Escape")
    note.wait_for(state="hidden")
    context.close()


@pytest.mark.parametrize("folder", ["", "en"])
def test_every_meaning_leads_to_its_place_in_the_glossary(shipped_book, folder):
    anchors = set(html.parse(shipped_book / folder / f"{GLOSSARY_PAGE}.html").xpath("//article//dt//@id"))
    paths = [shipped_book / folder / "index.html", *(shipped_book / folder / "chapters").glob("*.html")]
    led = {each.split("#")[1] for path in paths for each in html.parse(path).xpath("//div[@popover]//a/@href")}
    assert len(led) > 30 and led <= anchors
