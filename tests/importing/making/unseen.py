"""Documents that were written after the rules, to see how these do on what they were not made for.

python tests/importing/making/unseen.py FOLDER      # needs `soffice`
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
    box,
    cell,
    convert,
    h,
    i,
    items,
    note,
    p,
    picture,
    sub,
    sup,
    table,
    written,
)
from tests.importing.making.word import (
    BARE,
    BULLETS,
    FRENCH,
    NUMBERS,
    docx,
    drawing,
    field,
    level,
    li,
    link,
    notes,
    numbering,
    png,
    r,
    style,
    tbl,
    tc,
    text_box,
    tr,
)
from tests.importing.making.word import p as wp

NB = "\u00a0"
BOLD = "<w:b/>"

TEXTS = {
    "arrete": written(
        p("MAIRIE DE VALSERRE", "Centre")
        + p(b("Arrêté n° 2026-114 portant réglementation du stationnement"), "Centre")
        + p("Le maire de Valserre,")
        + p(
            "Vu le code général des collectivités territoriales, notamment ses articles L. 2213-1 et suivants ;"
        )
        + p("Considérant que les travaux de la rue Neuve exigent une place libre ;")
        + p(b("ARRÊTE"))
        + items(
            "Numeros",
            p("Le stationnement est interdit rue Neuve du 2 au 13 mars."),
            p("Les riverains gardent un accès à pied.") + sub(p("de jour"), p("et de nuit")),
            p("Le directeur des services est chargé de l’exécution."),
        )
        + table(
            2,
            [],
            [cell("Fait à Valserre,"), cell("Le maire,")],
            [cell("le 20 février 2026"), cell("Ève Roland")],
        ),
    ),
    "lettre-info": written(
        p("La lettre de l’Orbelle", "Title")
        + p("Numéro 12 – printemps 2026", "Subtitle")
        + h(1, "À la une")
        + p(picture("navy", "Des bénévoles sur la berge"))
        + p("Les bénévoles, le 7 mars. © Lettre de l’Orbelle", "Caption")
        + p(
            f"Quatre-vingts bénévoles ont ramassé {b(f'1,4{NB}tonne')} de déchets{note(1, 'Pesée du SIVOM.')}."
        )
        + h(1, "Agenda")
        + table(
            3,
            [cell("Quand"), cell("Quoi"), cell("Où")],
            [
                cell("4 avril"),
                cell(a("https://orbelle.example/bourse", "Bourse aux plantes")),
                cell("Salle B"),
            ],
            [cell("11 avril"), cell("Balade contée", "avec goûter"), cell("Pont-Vieux")],
            [cell("Mai", more='table:number-columns-spanned="3"'), COVERED, COVERED],
            [cell("2 mai"), cell("Nettoyage"), cell("Îlot")],
        )
        + h(2, "Et aussi")
        + items(
            "Puces",
            p(f"{a('https://orbelle.example/adherer', 'adhérer')} en ligne"),
            p("donner un coup de main") + sub(p("le mercredi"), p("le samedi") + sub(p("matin"))),
            p("nous suivre"),
        )
        + p(box(p(b("Nous écrire")), p(a("mailto:lettre@orbelle.example", "lettre@orbelle.example")))),
    ),
    "compte-rendu": written(
        p("Compte rendu du conseil de quartier", "Title")
        + p("Séance du 12 janvier 2026, maison des Forges. Vingt-trois présents.")
        + h(1, "1. Approbation du compte rendu précédent")
        + p(f"Adopté à l’unanimité{annotation('relire')}.")
        + h(1, "2. Voirie")
        + h(2, "2.1 Rue du Lavoir")
        + p("Décisions :")
        + p("• deux bancs seront posés ;")
        + p("• la haie sera taillée ;")
        + p("• un miroir est demandé.")
        + h(2, "2.2 Place Foch")
        + p("1. Le marquage est refait en mars.")
        + p("2. Le sens unique est maintenu.")
        + p("« Il faut que les enfants puissent traverser seuls. »", "Quotations")
        + h(1, "3. Questions diverses")
        + p(
            f"La prochaine séance a lieu le 9 mars à 18{NB}h{NB}30. {i('Ordre du jour')} : voir {a('https://forges.example/odj', 'le site')}."
        ),
    ),
    "einladung": written(
        p("Einladung zum Stadtfest", "Title")
        + p("Die Stadt Neuhausen lädt alle Bürgerinnen und Bürger herzlich ein.")
        + h(1, "Ablauf")
        + items("Numeros", p("Begrüßung"), p("Musik") + sub(p("Chor"), p("Kapelle")), p("Feuerwerk"))
        + h(1, "Preise")
        + table(
            2,
            [cell("Speise"), cell("Preis")],
            [cell("Bratwurst"), cell("3,50 €")],
            [cell("Suppe"), cell("4 €")],
        )
        + h(2, "Für Kinder")
        + items("Puces", p("Hüpfburg"), p("Schminken"))
        + p(f"Näheres unter {a('https://neuhausen.example/fest', 'neuhausen.example')}."),
        lang="de",
        country="DE",
    ),
    "report": written(
        p("Annual report of the library", "Title")
        + h(1, "Visitors")
        + p(
            f"We welcomed 48,000 visitors, 6{NB}% more than the year before, on the 1{sup('st')} floor."
        )
        + table(
            4,
            [cell(""), cell("2023"), cell("2024"), cell("2025")],
            [cell(b("Adults")), cell("21,000"), cell("22,500"), cell("24,000")],
            [cell(b("Children")), cell("19,000"), cell("22,700"), cell("24,000")],
        )
        + p("Table 1: Visitors by age", "Caption")
        + h(2, "Opening hours")
        + items("Puces", p("Weekdays, 10 to 19"), p("Saturdays"), p("Closed on Mondays"))
        + h(1, "Partners")
        + p(
            f"{a('https://school.example', 'The school')}, {a('https://club.example', 'the club')} and the town."
        ),
        lang="en",
        country="GB",
    ),
}

LETTERS = level(0, "lowerLetter", "%1)", 720)

WORDS = {
    "dossier-presse.docx": docx(
        wp(r("DOSSIER DE PRESSE", '<w:b/><w:sz w:val="20"/>'), ppr='<w:jc w:val="center"/>')
        + wp(
            r("La ville plante mille arbres", '<w:b/><w:sz w:val="44"/>'), ppr='<w:jc w:val="center"/>'
        )
        + wp(
            r(
                "D’ici 2030, chaque rue aura de l’ombre : le plan, les lieux et les essences que les habitants ont choisies ensemble.",
                BOLD,
            )
        )
        + wp("Où ?", style="Titre2")
        + li(1, 0, r("les cours d’école", BOLD))
        + li(1, 0, "les places")
        + li(1, 1, "Foch")
        + li(1, 1, "du Marché")
        + li(1, 0, "les parkings")
        + wp("Quoi ?", style="Titre2")
        + tbl(
            tr(tc(wp(r("Essence", BOLD))), tc(wp(r("Nombre", BOLD))), tc(wp(r("Lieu", BOLD)))),
            tr("Tilleul", "420", tc("Places", pr='<w:vMerge w:val="restart"/>')),
            tr("Érable", "380", tc(pr="<w:vMerge/>")),
            tr("Frêne", "200", "Écoles"),
        )
        + wp("Contact", style="Titre2")
        + wp(
            "Service nature, ",
            field(' HYPERLINK "mailto:nature@ville.example" ', "nature@ville.example"),
            ", ",
            link("rId5", "le plan complet"),
            ".",
        ),
        lists=numbering(BULLETS),
        links={"rId5": "https://ville.example/arbres.pdf"},
    ),
    "charte.docx": docx(
        wp("Charte des terrasses", style="Titre")
        + wp(r("Préambule", '<w:b/><w:u w:val="single"/>'))
        + wp("La charte fixe les règles communes à toutes les terrasses de la ville.")
        + wp(r("Les engagements", '<w:b/><w:u w:val="single"/>'))
        + li(1, 0, "laisser 1,40 m de passage", style="Normal")
        + li(1, 0, "ranger le soir", style="Normal")
        + wp("sauf en juillet et en août,", ppr='<w:ind w:left="720"/>')
        + li(1, 0, "payer la redevance", style="Normal")
        + wp(r("Les contrôles", '<w:b/><w:u w:val="single"/>'))
        + wp(
            "Ils ont lieu ",
            '<w:ins w:id="1" w:author="x">' + r("deux fois") + "</w:ins>",
            '<w:del w:id="2" w:author="x"><w:r><w:delText>une fois</w:delText></w:r></w:del>',
            " par an.",
        )
        + wp(text_box(wp("Renseignements : bureau 12"))),
        lists=numbering(LETTERS),
    ),
    "google-atelier.docx": docx(
        wp(r("Atelier compost", ""), style="Title")
        + wp(r("Pour les écoles", ""), style="Subtitle")
        + wp("Matériel", style="Heading2")
        + li(1, 0, "un seau", style="")
        + li(1, 0, "une fourche", style="")
        + wp("Déroulé", style="Heading2")
        + li(2, 0, "trier", style="")
        + li(2, 0, "brasser", style="")
        + li(2, 1, "à deux", style="")
        + li(2, 0, "arroser", style="")
        + wp(
            link(
                "rId4", r("Fiche", '<w:u w:val="single"/>'), r(" élève", '<w:b/><w:u w:val="single"/>')
            ),
            r(" à imprimer."),
        )
        + wp(drawing("image1", "Un seau à compost")),
        styles=BARE
        + style("Title", "Title", based="Normal")
        + style("Subtitle", "Subtitle", based="Normal")
        + "".join(style(f"Heading{n}", f"heading {n}", based="Normal") for n in (1, 2, 3)),
        lists=numbering(BULLETS, NUMBERS),
        links={"rId4": "https://compost.example/fiche"},
        parts={"word/media/image1.png": png("green")},
    ),
    "tableau-mise-en-page.docx": docx(
        tbl(
            tr(
                tc(wp(drawing("image1", "Blason"))),
                tc(wp(r("Ville de Valserre", BOLD)), wp("Direction des sports")),
            )
        )
        + wp("Le gymnase ferme pour travaux", style="Titre1")
        + wp("Le gymnase Pasteur est fermé du 6 au 24 avril, pour la réfection du sol.")
        + wp("Repli des clubs", style="Titre2")
        + tbl(
            tr("Club", "Salle", "Jour"),
            tr("Judo", "Foch", tc(wp("lundi"), wp("jeudi"))),
            tr("Danse", tc("à définir", pr='<w:gridSpan w:val="2"/>')),
        )
        + wp("Questions ?", style="Titre2")
        + wp("Écrire à ", link("rId1", "sports@valserre.example"), "."),
        links={"rId1": "mailto:sports@valserre.example"},
        parts={"word/media/image1.png": png("red")},
        styles=FRENCH,
    ),
}

# The second time: what is harder

TEXTS |= {
    "guide": written(
        p("Guide des aînés", "Title")
        + h(1, "Se déplacer")
        + table(
            2,
            [cell("Service"), cell("Pour qui")],
            [cell("Navette"), cell(items("Puces", p("plus de 70 ans"), p("carte d’invalidité")))],
            [
                cell(h(3, "Taxi social")),
                cell(p("sur dossier"), p(a("https://ccas.example/taxi", "en ligne"))),
            ],
        )
        + h(3, "Horaires de la navette")
        + items(
            "Numeros",
            p("matin") + items("Puces", p("8 h"), p("9 h")),
            p("soir") + p("sauf le dimanche"),
        )
        + p("Siège social :<text:line-break/>1, place Foch<text:line-break/>Montbrun")
        + h(1, f"Se {i('soigner')}")
        + p(
            f"Voir {a('https://sante.example/', b('la maison de santé'))} ou le {a('tel:3000', '3000')}."
        )
        + p("― Fin ―", "Centre"),
    ),
    "bilan": written(
        p('<text:span text:style-name="Grand">Bilan de la saison</text:span>')
        + p(
            "La saison s’achève avec vingt-deux concerts, dont neuf gratuits, et un public qui a doublé en trois ans grâce aux écoles."
        )
        + p('<text:span text:style-name="Grand">Les chiffres</text:span>')
        + table(
            3,
            [],
            [cell(b("Lieu")), cell(b("Dates")), cell(b("Public"))],
            [cell("Halle", more='table:number-rows-spanned="2"'), cell("mars"), cell("1 200")],
            [COVERED, cell("avril"), cell("1 450")],
            [cell("Parc"), cell("juin"), cell("3 000")],
        )
        + p('<text:span text:style-name="Grand">Les projets</text:span>')
        + p("– une scène ouverte")
        + p("– un festival")
        + p("– des ateliers")
        + p(f"{b('À noter')} : les abonnements ouvrent le 1{sup('er')} juin."),
    ),
}
WORDS |= {
    "convention.docx": docx(
        wp("CONVENTION DE PARTENARIAT", ppr='<w:jc w:val="center"/>')
        + wp("Entre la commune de Valserre et l’association Les Mains vertes,")
        + wp("Il est convenu ce qui suit :")
        + wp(r("Article 1 – Objet", BOLD))
        + wp(
            "La commune prête une parcelle de 800 m",
            r("2", '<w:vertAlign w:val="superscript"/>'),
            " pour un jardin partagé.",
        )
        + wp(r("Article 2 – Obligations", BOLD))
        + wp("L’association s’engage à :")
        + wp("o\tentretenir la parcelle ;")
        + wp("o\touvrir le jardin le samedi ;")
        + wp("o\trendre compte chaque année.")
        + wp(r("Article 3 – Durée", BOLD))
        + wp("Trois ans, renouvelables une fois, ", field(" IF 1 = 1 ", "sauf dénonciation"), ".")
        + tbl(
            tr(
                tc(wp("Pour la commune"), wp("Le maire")),
                tc(wp("Pour l’association"), wp("La présidente")),
            )
        ),
        styles=BARE,
    ),
    "rapport-numerote.docx": docx(
        wp("Rapport sur l’eau", style="Titre")
        + wp(field(' TOC \\o "1-2" ', "1. Ressource", "\t3"))
        + wp("Usages\t5", style="TM1")
        + wp(
            "Ressource",
            style="Titre1",
            ppr='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>',
        )
        + wp(
            "La nappe baisse de ",
            r("12 cm", "<w:b/><w:i/>"),
            " par an",
            '<w:r><w:footnoteReference w:id="2"/></w:r>',
            ".",
        )
        + wp(
            "Mesures", style="Titre2", ppr='<w:numPr><w:ilvl w:val="1"/><w:numId w:val="2"/></w:numPr>'
        )
        + tbl(
            tr(
                tc(pr='<w:vMerge w:val="restart"/>'),
                tc("Étiage", pr='<w:gridSpan w:val="2"/>'),
                pr="<w:tblHeader/>",
            ),
            tr(tc(pr="<w:vMerge/>"), "2024", "2025", pr="<w:tblHeader/>"),
            tr("Amont", "1,2", "0,9"),
            tr("Aval", tc(wp(link("rId3", "0,8")), wp("estimé")), "0,6"),
        )
        + wp("Tableau 1 : débits en m³/s", style="Lgende")
        + wp("Usages", style="Titre1", ppr='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>')
        + li(1, 0, "eau potable")
        + li(1, 0, "irrigation :")
        + li(1, 1, "maïs")
        + li(1, 2, "semence")
        + li(1, 1, "vergers")
        + li(1, 0, "industrie"),
        lists=numbering(BULLETS, NUMBERS),
        links={"rId3": "https://eau.example/aval"},
        parts={"word/footnotes.xml": notes("footnote", n2="Moyenne sur dix ans.")},
    ),
    "affiche.docx": docx(
        wp(r("Vide-grenier", '<w:sz w:val="96"/>'))
        + wp(r("Dimanche 14 juin, place Foch", '<w:sz w:val="48"/>'))
        + wp(r("Exposants", '<w:sz w:val="32"/><w:color w:val="C00000"/>'))
        + wp("Inscription avant le 31 mai : ", link("rId1", "formulaire"), "."),
        links={"rId1": "https://vg.example/inscription"},
        styles=BARE,
    ),
}

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    wanted = set(sys.argv[2:]) or {*WORDS, *TEXTS}
    for name, data in ((name, data) for name, data in WORDS.items() if name in wanted):
        (folder / name).write_bytes(data)
    for name, text in ((name, text) for name, text in TEXTS.items() if name in wanted):
        convert(name, text, folder, "odt", "docx")
