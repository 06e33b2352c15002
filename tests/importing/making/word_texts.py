"""The Word documents that are made by hand: what only some programs write, and what people do in Word."""

# ruff: noqa: E501  lines of XML

from __future__ import annotations

import io
import zipfile

from tests.importing.making.word import (
    ARTICLES,
    BARE,
    BULLETS,
    NAMES,
    NUMBERS,
    RELATIONSHIPS,
    docx,
    drawing,
    field,
    li,
    link,
    notes,
    numbering,
    p,
    packed,
    png,
    r,
    style,
    tbl,
    tc,
    text_box,
    tr,
)

NB = "\u00a0"
BOLD, ITALIC = "<w:b/>", "<w:i/>"

DOCUMENTS = {
    "word-francais.docx": docx(
        p("Le théâtre change de peau", style="Titre")
        + p("Quatre ans de travaux, et une saison hors les murs", style="Sous-titre")
        + p("Ce qui change", style="Titre1")
        + p("La salle passe de 800 à ", r(f"1{NB}050 places", '<w:rStyle w:val="lev"/>'), ", et la scène ",
            r("s’ouvre", '<w:rStyle w:val="Accentuation"/>'), " sur la cour.")
        + p("Pour les voisins", style="Intertitremaison")
        + li(1, 0, "un passage couvert") + li(1, 1, "de jour") + li(1, 1, "et de nuit") + li(1, 0, "un jardin")
        + p("Le jardin se visite le dimanche.", style="Paragraphedeliste")
        + p("Calendrier", style="Titre1")
        + li(2, 0, "déménager") + li(2, 0, "démolir") + li(2, 1, "les loges") + li(2, 1, "le foyer") + li(2, 0, "bâtir")
        + p("« On garde la façade. »", style="Citation")
        + p("– Inès Caron, architecte", style="Citation")
        + p("Un deuxième avis :", style="Normal")
        + p("« Enfin. »", style="Citationintense")
        + p("Voir ", link("rId9", "le dossier"), " ou ", link("rId10", "écrire", more='w:anchor="haut"'), "."),
        lists=numbering(BULLETS, NUMBERS), title="Document1",
        links={"rId9": "https://theatre.example/dossier", "rId10": "https://theatre.example/contact"},
    ),
    "google-docs.docx": docx(
        p(r("Plan vélo", '<w:sz w:val="52"/>'), style="Title")
        + p("Axes", style="Heading1", ppr='<w:bidi w:val="0"/>')
        + li(1, 0, r("le canal", ""), style="") + li(1, 1, "rive droite", style="") + li(1, 2, "piste", style="")
        + li(1, 0, "la rocade", style="")
        + p("Budget", style="Heading2")
        + p(link("rId6", r("Consulter", '<w:color w:val="1155cc"/><w:u w:val="single"/>'), r(" le budget", '<w:u w:val="single"/>')))
        + tbl(tr(tc(p(r("Année", BOLD))), tc(p(r("M€", BOLD)))), tr("2026", "2,5"), tr("2027", "3"))
        + p(r("Fin", "")),
        styles=BARE + style("Title", "Title", based="Normal") + "".join(
            style(f"Heading{n}", f"heading {n}", based="Normal") for n in (1, 2, 3)),
        lists=numbering(BULLETS), links={"rId6": "https://ville.example/budget"},
    ),
    "pages.docx": docx(
        p("Fête de la musique", style="Titre")
        + p("Scènes", style="Intertitre")
        + p("Place Foch", style="Intertitre2")
        + p("De 18 h à minuit, entrée libre.", style="Corps")
        + li(1, 0, "fanfare", style="Corps") + li(1, 0, "chorale", style="Corps"),
        styles=style("Corps", "Corps", default=True) + style("Titre", "Titre", based="Corps")
        + style("Intertitre", "Intertitre", based="Corps") + style("Intertitre2", "Intertitre 2", based="Corps"),
        lists=numbering(BULLETS),
    ),
    "champs.docx": docx(
        p("Guide du tri", style="Titre")
        + '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>'
        + p("Sommaire") + p(field(' TOC \\o "1-3" ', field(" HYPERLINK \\l _Toc1 ", "Les bacs", "\t", field(" PAGEREF _Toc1 ", "2"))), style="TM1")
        + "</w:sdtContent></w:sdt>"
        + p('<w:bookmarkStart w:id="0" w:name="_Toc1"/>', "Les bacs", style="Titre1")
        + p("Le bac jaune : ", field(' HYPERLINK "https://tri.example/jaune" ', "emballages", r(" et papiers", BOLD)), ".")
        + p("Voir ", field(' HYPERLINK "https://tri.example/carte" \\l "verre" \\o "La carte" ', "la carte"), ", ",
            field(" REF _Toc1 \\h ", "Les bacs"), '<w:fldSimple w:instr=" DATE ">' + r(" au 3 mars 2026") + "</w:fldSimple>", ".")
        + p('<w:fldSimple w:instr=" SEQ Tableau ">' + r("Tableau 1") + "</w:fldSimple>", " – Collectes", style="Lgende")
        + tbl(tr(tc(p(r("Jour", BOLD))), tc(p(r("Bac", BOLD)))), tr("lundi", "jaune"), tr("jeudi", "vert"))
        + p('<w:hyperlink w:anchor="_Toc1">' + r("Retour") + "</w:hyperlink>", " en haut."),
    ),
    "suivi.docx": docx(
        p("Avis d’enquête publique", style="Titre")
        + p("L’enquête dure ", '<w:del w:id="1" w:author="A"><w:r><w:delText>vingt</w:delText></w:r></w:del>',
            f'<w:ins w:id="2" w:author="A">{r("trente")}</w:ins>', " jours, et se tient en mairie annexe.")
        + p('<w:del w:id="3" w:author="A"><w:r><w:delText>Phrase retirée.</w:delText></w:r></w:del>')
        + p("Le dossier ", ppr='<w:rPr><w:del w:id="4" w:author="A"/></w:rPr>') + p("est en ligne.")
        + p('<w:moveFrom w:id="5" w:author="A">' + r("Déplacé.") + "</w:moveFrom>", "Reste.")
        + p("Permanences", style="Titre1")
        + p('<w:moveTo w:id="6" w:author="A">' + r("Déplacé.") + "</w:moveTo>",
            "<w:commentRangeStart w:id=\"0\"/>", " Sur rendez-vous.", '<w:commentRangeEnd w:id="0"/>',
            '<w:r><w:commentReference w:id="0"/></w:r>')
        + tbl(tr("lundi", "9 h"), tr("mardi", "10 h", pr='<w:del w:id="7" w:author="A"/>'), tr("jeudi", "14 h")),
        parts={"word/comments.xml": f'<w:comments {NAMES}><w:comment w:id="0">{p("Vérifier")}</w:comment></w:comments>'},
    ),
    "zones.docx": docx(
        p("Une saison au muséum", style="Titre")
        + p("Le muséum reçoit cinq expositions.", text_box(p(r("À noter", BOLD)), p("Fermé le lundi.")))
        + p('<w:r><w:pict><v:shape><v:textpath string="Entrée libre"/></v:shape></w:pict></w:r>')
        + p('<w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"/>'
            "</a:graphic></wp:inline></w:drawing></w:r>")
        + p('<w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/diagram"/>'
            "</a:graphic></wp:inline></w:drawing></w:r>")
        + p("L’énergie vaut ", "<m:oMath><m:r><m:t>E=m</m:t></m:r><m:sSup><m:e><m:r><m:t>c</m:t></m:r></m:e><m:sup><m:r>"
            "<m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>", ".")
        + p('<w:r><w:pict><v:rect o:hr="t"/></w:pict></w:r>')
        + p("Après la ligne.")
        + p(ppr='<w:pBdr><w:bottom w:val="single"/></w:pBdr>')
        + p("À la fin.")
        + '<w:sectPr><w:headerReference r:id="header1"/><w:footerReference r:id="footer1"/></w:sectPr>',
        parts={"word/header1.xml": f"<w:hdr {NAMES}>{p('Muséum de Montbrun')}</w:hdr>",
               "word/footer1.xml": f"<w:ftr {NAMES}>{p('Page ', field(' PAGE ', '1'), ' / ', field(' NUMPAGES ', '3'))}</w:ftr>"},
    ),
    "fusions.docx": docx(
        p("Planning des salles", style="Titre")
        + tbl(
            tr(tc(pr='<w:gridSpan w:val="1"/>'), tc("Semaine", pr='<w:gridSpan w:val="2"/>'), pr="<w:tblHeader/>"),
            tr("Salle", "Paire", "Impaire", pr="<w:tblHeader/>"),
            tr(tc("Bleue", pr='<w:vMerge w:val="restart"/>'), "judo", "danse"),
            tr(tc(pr="<w:vMerge/>"), "échecs", tc("libre", "sur demande")),
            tr(tc("Verte"), tc("travaux", pr='<w:gridSpan w:val="2"/>')),
            tr("Rouge", "yoga", pr='<w:gridAfter w:val="1"/>'),
        )
        + p("Encadré :")
        + tbl(tr(tc(p("Réserver", style="Titre2"), p("Au guichet."))))
        + tbl(tr(tc(p(r("Adresse", BOLD)), p("1, rue Haute")), tc(p(r("Téléphone", BOLD)), p("05 55 00 00 00"))))
        + tbl(tr("a", tc(tbl(tr("b", "c"), tr("d", "e")), p(""))), tr("f", "g")),
    ),
    "strict.docx": docx(
        p("Norme stricte", style="Titre") + p("Un titre", style="Titre1")
        + li(1, 0, "un") + li(1, 0, "deux") + p("Fin : ", link("rId1", "lien"), "."),
        lists=numbering(NUMBERS), links={"rId1": "https://strict.example/"},
    ),
    "sans-styles.docx": docx(
        p(r("Ouverture de la crèche", '<w:b/><w:sz w:val="36"/>'))
        + p("La crèche ouvre le 1", r("er", '<w:vertAlign w:val="superscript"/>'), " septembre, rue des Lilas.")
        + p(r("Inscriptions", '<w:b/><w:sz w:val="28"/>')) + p("Les dossiers sont à retirer en mairie avant le 30 avril.")
        + p(r("Pièces à fournir", BOLD))
        + p("•\tun justificatif") + p("•\tle livret de famille") + p("•\tun certificat")
        + p(r("Tarifs", '<w:b/><w:sz w:val="28"/>')) + p("1) selon le quotient") + p("2) selon les heures")
        + p("Renseignements : www.creche.example/montbrun", ppr='<w:jc w:val="center"/>'),
        styles=None,
    ),
    "controles.docx": docx(
        p("Fiche projet", style="Titre")
        + '<w:sdt><w:sdtPr/><w:sdtContent>' + p("Objet", style="Titre1") + p("Rénover la halle.") + "</w:sdtContent></w:sdt>"
        + p("Responsable : ", "<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>" + r("Paul Vidal") + "</w:sdtContent></w:sdt>",
            ", ", "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + r("Cliquez ici") + "</w:sdtContent></w:sdt>",
            '<w:smartTag w:element="x">' + r("à Montbrun") + "</w:smartTag>", ".")
        + p("<w:sdt><w:sdtPr><w14:checkbox/></w:sdtPr><w:sdtContent>" + r("☒") + "</w:sdtContent></w:sdt>", " accord du maire")
        + p("Un mot com", "<w:r><w:softHyphen/></w:r>", "posé, un trait", "<w:r><w:noBreakHyphen/></w:r>", "d’union,",
            "<w:r><w:tab/></w:r>", "un signe ", '<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>', " la suite",
            "<w:r><w:br/></w:r>", "à la ligne.")
        + p("Le prix est de ", r("12 € ", "<w:strike/>"), "10 €", r(" (à confirmer)", "<w:vanish/>"), ".")
        + tbl(tr("<w:tc><w:tcPr/><w:sdt><w:sdtContent>" + p("clé") + "</w:sdtContent></w:sdt></w:tc>", "valeur"), tr("x", "y")),
    ),
    "reglement.docx": docx(
        p("Règlement intérieur", style="Titre")
        + p("Accès", style="Titre2") + p("L’accès est libre.")
        + p("Horaires", style="Titre2") + p("Voir l’article 1.")
        + p("Divers", ppr='<w:outlineLvl w:val="2"/>') + p("Rien à signaler.")
        + li(2, 0, "premier point") + p("Une phrase entre deux.") + li(2, 0, "deuxième point")
        + p("La suite repart à un.") + li(3, 0, "à nouveau un") + li(3, 0, "puis deux"),
        lists=numbering(ARTICLES, NUMBERS, more='<w:num w:numId="3"><w:abstractNumId w:val="2"/><w:lvlOverride w:ilvl="0">'
                        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>').replace(
                        '<w:num w:numId="3"><w:abstractNumId w:val="3"/></w:num>', ""),
    ),
    "appels.docx": docx(
        p("La source du Vernet", style="Titre")
        + p("La source débite 40 l/s", '<w:r><w:footnoteReference w:id="2"/></w:r>', " et n’a jamais tari",
            '<w:r><w:endnoteReference w:id="1"/></w:r>', ".")
        + p("Relevés", style="Titre1", ) + p("Ils sont publics", '<w:r><w:footnoteReference w:id="1"/></w:r>', "."),
        parts={"word/footnotes.xml": notes("footnote", n1="Loi de 2005.", n2=link("rId1", "Mesure 2025")),
               "word/endnotes.xml": notes("endnote", n1="Depuis 1890."),
               "word/_rels/footnotes.xml.rels": f'<Relationships xmlns="{RELATIONSHIPS}"><Relationship Id="rId1" Type="x/hyperlink" '
               'Target="https://eau.example/mesure" TargetMode="External"/></Relationships>'},
    ),
    "photos.docx": docx(
        p("Portraits d’artisans", style="Titre")
        + p(drawing("image1", "Une potière au tour, les mains dans la terre"))
        + p("La potière Lise Roux", style="Lgende") + p("© Atelier Roux")
        + p("Texte. ", drawing("image2", "Une image contenant intérieur. Description générée automatiquement"))
        + p(drawing("image3", "image3.png")) + p(drawing("image4")) + p(drawing("lien", "Au loin", attribute="r:link")),
        links={"lien": "file:///C:/Photos/loin.jpg"},
        parts={"word/media/image1.png": png("navy"), "word/media/image2.png": png("teal"),
               "word/media/image3.png": png("red"), "word/media/image4.emf": b"\1\0\0\0l\0\0\0 EMF"},
    ),
    "macros.docx": docx(
        p("Bulletin d’adhésion", style="Titre") + p("Nom :") + p("Prénom :"),
        parts={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"},
    ),
    "retraits.docx": docx(
        p("Consignes de l’été", style="Titre")
        + li(1, 0, "boire de l’eau") + p("Même sans soif.", ppr='<w:ind w:left="720"/>') + li(1, 0, "rester au frais")
        + p("Autre liste :")
        + li(2, 0, "fermer les volets") + li(1, 1, "dès 9 h") + li(1, 1, "côté sud") + li(2, 0, "aérer la nuit")
        + p("– une fois") + p("– deux fois"),
        lists=numbering(BULLETS, NUMBERS),
    ),
}  # fmt: skip


def _strict(data: bytes) -> bytes:
    """``data`` with the names of ISO/IEC 29500 Strict."""
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        files = {name: zipped.read(name) for name in zipped.namelist()}
    usual = (
        b"http://schemas.openxmlformats.org/officeDocument/2006/",
        b"http://purl.oclc.org/ooxml/officeDocument/",
    )
    main = (b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main")  # fmt: skip
    return packed({name: part.replace(*main).replace(*usual) for name, part in files.items()})


DOCUMENTS["strict.docx"] = _strict(DOCUMENTS["strict.docx"])
