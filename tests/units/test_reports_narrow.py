"""Tables on a narrow screen: rows whose columns have no room stand as cards."""

from __future__ import annotations

from evaluator.diagnostics.language import Language
from golden.explain.samples import quality
from units.reports_html import parsed


def test_every_cell_of_a_card_says_of_which_column_it_is() -> None:
    page = quality().page(Language.EN, "html")
    heads = parsed(page).values("data-head")
    # The levels of the door, side by side: a name and eight columns.
    eight = ["Claimed", "Proved", "Verified", "Final", "Counted", "State", "Weight", "Contribution"]
    place = heads.index("Claimed")
    assert heads[place : place + 8] == eight
    table = page.partition("Levels of each item: A Access</caption>")[2].partition("</table>")[0]
    assert table.count('role="cell"') == 2 * 8  # two indicators
    assert table.count('role="rowheader"') == 2


def test_few_columns_of_numbers_stay_beside_their_names() -> None:
    page = quality().page(Language.EN, "html")
    before, caption, after = page.partition("<caption>Weights, values and contributions</caption>")
    assert caption
    assert before.endswith("<table>\n")
    assert "data-head" not in after.partition("</table>")[0]
