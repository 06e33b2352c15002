"""SVG vocabulary: what every renderer draws alike passes, all else is refused by its name."""

from __future__ import annotations

import pytest

from brochure.codes import encoder, svg_png, svg_vocabulary
from brochure.errors import CodeError

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 33 25">'


def test_a_code_of_brochure_passes_with_the_size_of_its_view_box() -> None:
    matrix = encoder.encode("https://exemple.org/")
    assert svg_vocabulary.check(svg_png.svg(matrix, "Un code")) == (matrix.total, matrix.total)
    assert svg_vocabulary.check(f"{HEAD}<rect width='3' height='4' fill='#000'/></svg>") == (33, 25)


def test_without_a_view_box_it_is_as_large_as_the_largest_code() -> None:
    size = svg_vocabulary.LARGEST_CODE
    assert svg_vocabulary.check('<svg xmlns="http://www.w3.org/2000/svg"/>') == (size, size)


@pytest.mark.parametrize(
    ("inside", "id_"),
    [
        ("<script>1</script>", "svg-element"),
        ("<text>A</text>", "svg-element"),
        ("<foreignObject/>", "svg-element"),
        ("<style>rect{fill:red}</style>", "svg-element"),
        ('<rect onclick="x()"/>', "svg-attribute"),
        ('<rect filter="url(#a)"/>', "svg-attribute"),
        ('<rect width="4000"/>', "svg-value"),
        ('<rect fill="url(#a)"/>', "svg-value"),
        ('<path d="M0 0A1 1 0 0 0 2 2"/>', "svg-value"),
        ('<g transform="matrix(1 0 0 1 0 0)"/>', "svg-value"),
        ('<rect style="mix-blend-mode:multiply"/>', "svg-style"),
        ('<image href="https://exemple.org/a.png"/>', "svg-picture"),
        ('<image href="data:image/png;base64,AAAA"/>', "svg-picture"),
        ("<g>" * 9 + "</g>" * 9, "svg-elements"),
        ("<g/>" * 21, "svg-elements"),
        ('<g transform="rotate(1) rotate(1) rotate(1)"/>', "svg-transforms"),
        ("<g>", "svg-malformed"),
    ],
)
def test_what_others_would_draw_in_another_way_is_refused(inside: str, id_: str) -> None:
    with pytest.raises(CodeError) as caught:
        svg_vocabulary.check(f"{HEAD}{inside}</svg>")
    assert [problem.id for problem in caught.value.problems] == [id_]


@pytest.mark.parametrize(
    ("svg", "id_"),
    [
        ('<!DOCTYPE svg [<!ENTITY a "b">]>' + HEAD + "</svg>", "svg-declaration"),
        ("<html/>", "svg-root"),
        (HEAD.replace(">", ' transform="rotate(1)">') + "</svg>", "svg-root-transform"),
        (HEAD.replace("33", "0") + "</svg>", "svg-empty"),
        ("a" * (svg_vocabulary.MOST_CHARACTERS + 1), "svg-long"),
    ],
    ids=lambda value: value if value.startswith("svg-") else "",
)
def test_what_is_no_plain_drawing_is_refused(svg: str, id_: str) -> None:
    with pytest.raises(CodeError) as caught:
        svg_vocabulary.check(svg)
    assert [problem.id for problem in caught.value.problems] == [id_]
