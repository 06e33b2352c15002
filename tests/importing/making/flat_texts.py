"""OpenDocument texts by hand, in one file each (.fodt): what LibreOffice writes only now and then.

python tests/importing/making/flat_texts.py FOLDER
"""

# ruff: noqa: E501  lines of XML

from __future__ import annotations

import sys
from pathlib import Path

from tests.importing.making.flat import (
    COVERED,
    a,
    annotation,
    b,
    cell,
    h,
    items,
    note,
    p,
    picture,
    sub,
    written,
)

XML_ID = "xml:id"


def item(inner: str, more: str = "") -> str:
    return f"<text:list-item {more}>{inner}</text:list-item>"


def listed(style: str, inner: str, more: str = "") -> str:
    return f'<text:list text:style-name="{style}" {more}>{inner}</text:list>'


TEXTS = {
    "suites": written(
        p("Mode d’emploi du compost", "Title")
        + h(1, "Préparer")
        + listed(
            "Numeros",
            "<text:list-header>"
            + p("Dans l’ordre :")
            + "</text:list-header>"
            + item(p("choisir un coin"))
            + item(p("poser le bac")),
            'xml:id="l1"',
        )
        + p("Puis, un mois plus tard :")
        + listed("Numeros", item(p("retourner")) + item(p("arroser")), 'text:continue-list="l1"')
        + p("Et en hiver :")
        + listed("Numeros", item(p("couvrir"), 'text:start-value="7"') + item(p("attendre")))
        + '<text:numbered-paragraph text:style-name="Numeros" text:level="1">'
        + p("seul")
        + "</text:numbered-paragraph>"
        + h(1, "Entretenir")
        + listed("Puces", item(h(2, "Un titre dans une liste")) + item(p("puis un point")))
    ),
    "grille": written(
        p("Occupation du gymnase", "Title")
        + '<table:table table:name="G"><table:table-column table:number-columns-repeated="4"/>'
        "<table:table-header-rows><table:table-row>"
        + cell("Heure")
        + cell("Lundi")
        + cell("Mardi")
        + cell("Jeudi")
        + "</table:table-row></table:table-header-rows><table:table-row>"
        + cell("9 h")
        + cell("école", more='table:number-columns-repeated="3"')
        + "</table:table-row><table:table-row>"
        + cell("10 h")
        + cell("club", more='table:number-columns-spanned="2" table:number-rows-spanned="2"')
        + COVERED
        + cell("")
        + "</table:table-row><table:table-row>"
        + cell("11 h")
        + '<table:covered-table-cell table:number-columns-repeated="2"/>'
        + cell("libre")
        + '</table:table-row><table:table-row table:number-rows-repeated="40">'
        + '<table:table-cell table:number-columns-repeated="4"/></table:table-row></table:table>'
        + p("Le gymnase ferme à 22 h.")
    ),
    "caches": written(
        p("Rentrée des associations", "Title")
        + '<text:section text:name="I" text:display="none">'
        + p("Interne.")
        + "</text:section>"
        + '<text:section text:name="P">'
        + h(1, "Le forum")
        + p('Il a lieu <text:s text:c="3"/>le 5 septembre,\n   place Foch.')
        + "</text:section>"
        + p('<text:hidden-paragraph text:is-hidden="true"/>Caché.')
        + p(
            f"Cent dix stands{annotation('compter')}, de 10 h <text:tab/>à 18 h<text:line-break/>sans interruption."
        )
        + p(
            '<text:placeholder text:placeholder-type="text">&lt;nom&gt;</text:placeholder>Entrée '
            '<text:conditional-text text:condition="x">libre</text:conditional-text>, page <text:page-number/>.'
        )
        + p(f"Le tri{note(1, 'Voir ' + a('https://tri.example/', 'le guide') + '.')} est obligatoire.")
    ),
    "dessins": written(
        p("Le mobilier de la place", "Title")
        + '<draw:frame text:anchor-type="page">'
        + "<draw:image>"
        + picture("navy")
        .split("<draw:image>")[1]
        .replace("</draw:frame>", "<svg:title>Un banc double</svg:title></draw:frame>")
        + p(
            '<draw:a xlink:href="https://place.example/"><draw:frame text:anchor-type="as-char"><draw:image>'
            + picture("teal", "Une fontaine").split("<draw:image>")[1]
            + "</draw:a>La fontaine marche."
        )
        + p("<draw:custom-shape><text:p>Flèche : entrée nord</text:p></draw:custom-shape>")
        + p('<draw:frame><draw:image xlink:href="../photos/loin.jpg"/></draw:frame>')
        + p(
            '<draw:frame><draw:object><math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math></draw:object></draw:frame>'
        )
        + p(b("Un gras") + " dans le texte, et la fin.")
        + items("Puces", p("banc") + sub(p("bois"), p("acier"))),
    ),
}

if __name__ == "__main__":
    for name, text in TEXTS.items():
        Path(sys.argv[1], f"{name}.fodt").write_text(text, encoding="utf-8")
