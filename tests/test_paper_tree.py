"""The tree of a page: what stands on paper, as data; what is for the screen left out, what is unknown refused."""

import pytest
from docutils import nodes
from docutils.utils import new_document

from evalbook.book.paper_tree import PaperTree
from evalbook.errors import EvalbookError

PAGE = "chapters/first"


def tree(*blocks, numbers=None):
    document = new_document("page")
    document.extend(blocks)
    return PaperTree(PAGE, numbers or {}).page(document)


def raw(text):
    return nodes.raw("", text, format="html")


def text(words):
    return nodes.paragraph("", "", nodes.Text(words))


def section(name, title, *below):
    return nodes.section("", nodes.title("", "", nodes.Text(title)), *below, ids=[name])


def table(*rows, ids=(), align="left"):
    def row(cells):
        return nodes.row("", *(nodes.entry("", *each, classes=[f"text-{align}"]) for each in cells))

    head, *body = map(row, rows)
    group = nodes.tgroup("", nodes.thead("", head), nodes.tbody("", *body), cols=len(rows[0]))
    return nodes.table("", nodes.title("", "", nodes.Text("Tabel 2.1")), group, ids=list(ids))


def figure(*, small=False):
    image = nodes.image(uri="figures/a.svg", alt="Een lijn", classes=["small"] if small else [])
    return nodes.figure("", image, nodes.caption("", "", nodes.Text("Figuur 2.1")))


def notes(said):
    return nodes.container("", text(said), classes=["result-notes"])


def test_sections_become_headings_one_after_another_with_their_numbers_and_names():
    made = tree(section("one", "Een", section("slot", "Slot", text("Klaar."))), numbers={"": "4", "slot": "4.1"})
    assert [(each["level"], each["number"], each["parts"], each["ids"]) for each in made[:2]] == [
        (1, "4", ["Een"], [f"{PAGE}#one"]),
        (2, "4.1", ["Slot"], [f"{PAGE}#slot"]),
    ]
    assert made[2] == {"kind": "paragraph", "parts": ["Klaar."]}


def test_notes_belong_to_the_table_or_figure_that_they_stand_under():
    made = tree(
        table([[text("A")]], [[text("1")]]),
        notes("Bron: x."),
        figure(),
        nodes.container("", notes("Bron: y."), classes=["computed"]),
        text("Slot."),
    )
    assert [each["kind"] for each in made] == ["table", "figure", "paragraph"]
    assert [each["notes"][0]["parts"] for each in made[:2]] == [["Bron: x."], ["Bron: y."]]


def test_small_figures_that_follow_each_other_stand_in_pairs():
    made = tree(*(figure(small=True) for _ in range(3)), text("x"), figure(small=True))
    assert [len(each.get("figures", ())) for each in made] == [2, 1, 0, 1]


def test_what_is_for_the_screen_is_left_out():
    folded = [raw("<details><summary>Cijfers</summary>\n"), table([[text("A")]]), raw("</details>\n")]
    shown = [nodes.container("", text("x"), classes=["on-screen"]), nodes.target(ids=["y"])]
    contents = nodes.compound("", text("x"), classes=["toctree-wrapper"])
    assert tree(*folded, *shown, contents, text("Blijft.")) == [{"kind": "paragraph", "parts": ["Blijft."]}]


def test_a_table_has_heads_rows_alignment_and_a_name():
    (made,) = tree(table([[text("A")], [text("B")]], [[text("a")], [text("1")]], ids=["table-1"], align="right"))
    shown = [[[cell["parts"] for cell in row] for row in made[part]] for part in ("heads", "rows")]
    assert shown == [[[["A"], ["B"]]], [[["a"], ["1"]]]]
    assert (made["align"], made["caption"], made["ids"]) == (["right"] * 2, ["Tabel 2.1"], [f"{PAGE}#table-1"])


def test_a_key_figure_is_the_number_its_line_begins_with():
    words = nodes.paragraph("", "", nodes.strong("", "", nodes.Text("4.018")), nodes.Text(" mensen"))
    figures = nodes.container("", nodes.bullet_list("", nodes.list_item("", words)), classes=["key-figures"])
    ((made,),) = (each["items"] for each in tree(figures))
    assert made == {"number": [{"kind": "strong", "parts": ["4.018"]}], "parts": ["mensen"]}


def test_where_a_key_figure_is_not_there_its_line_says_why_and_is_no_number():
    words = nodes.paragraph("", "", nodes.Text("Geen cijfer: "), nodes.strong("", "", nodes.Text("weinig mensen")))
    figures = nodes.container("", nodes.bullet_list("", nodes.list_item("", words)), classes=["key-figures"])
    ((made,),) = (each["items"] for each in tree(figures))
    assert made["number"] == [] and made["parts"][0] == "Geen cijfer: "


def test_a_figure_as_wide_as_the_text_says_so():
    image = nodes.image(uri="figures/a.svg", alt="Een lijn", classes=["result", "wide"])
    (made,) = tree(nodes.figure("", image, nodes.caption("", "", nodes.Text("Titel"))))
    assert (made["wide"], made["small"]) == (True, False)


def test_a_figure_that_says_nothing_is_refused():
    with pytest.raises(EvalbookError, match="The figure a.svg says nothing"):
        tree(nodes.figure("", nodes.image(uri="figures/a.svg", alt=" ")))


@pytest.mark.parametrize(
    ("block", "what"),
    [
        (nodes.sidebar(), "sidebar"),
        (nodes.paragraph("", "", nodes.footnote_reference()), "footnote_reference"),
        (nodes.paragraph("", "", raw("<video src='x'>")), "tag <video>"),
        (raw("<hr>"), "raw"),
    ],
)
def test_what_has_no_form_on_paper_is_refused(block, what):
    with pytest.raises(EvalbookError, match=f"{PAGE}: the PDF has no form for this: {what}"):
        tree(block)
