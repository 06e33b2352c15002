"""The texts that LibreOffice writes for the tests: what officers write, with invented towns and bodies."""

# ruff: noqa: E501  lines of XML

from __future__ import annotations

from tests.importing.making.flat import (
    COVERED,
    RUNNING,
    a,
    annotation,
    b,
    box,
    cell,
    change,
    changes,
    deletion,
    h,
    i,
    inserted,
    insertion,
    items,
    note,
    p,
    picture,
    sub,
    sup,
    table,
    written,
)

NB, NN = "\u00a0", "\u202f"

TEXTS = {
    "communique": written(
        p("Montbrun ouvre sa maison du climat", "Title")
        + p("Un lieu pour agir, au cœur du quartier des Forges", "Subtitle")
        + h(1, "Un chantier de deux ans")
        + p(
            f"La maire, M{sup('me')} Odile Garance, a inauguré le lieu le 1{sup('er')} mars. "
            f"Il a coûté {b(f'3,2{NB}M€')}, et réduit de {i('moitié')} ses émissions de CO"
            '<text:span text:style-name="Sub">2</text:span>.'
        )
        + p(
            f"Le programme est sur {a('https://montbrun.example/climat?lieu=forges&amp;an=2026', 'le site de la ville')}"
            f" ou par courriel{NB}: {a('mailto:climat@montbrun.example', 'climat@montbrun.example')}."
        )
        + h(2, "Ce qu’on y trouve")
        + items(
            "Puces",
            p("un atelier de réparation"),
            p(f"des conseils{NB}:") + sub(p("isolation"), p("chauffage")),
            p("une matériauthèque"),
        )
        + h(2, "Comment venir")
        + items(
            "Numeros", p("prendre le tram B"), p("descendre à « Forges »"), p("suivre la rue du Lavoir")
        )
        + h(1, "Les partenaires")
        + p(
            f"Le lieu est soutenu par la Région{note(1, 'Convention du 4 mai 2025.')} et par l’Agence de l’eau."
        ),
        title="Montbrun ouvre sa maison du climat",
    ),
    "tableaux": written(
        p("Tarifs de la piscine", "Title")
        + h(1, "Entrées")
        + table(
            3,
            [cell("Public"), cell("Résidents"), cell("Extérieurs")],
            [cell("Adultes"), cell(f"3,50{NB}€"), cell(f"5{NB}€")],
            [cell("Enfants", more='table:number-rows-spanned="2"'), cell(f"2{NB}€"), cell(f"3{NB}€")],
            [COVERED, cell("Gratuit le mercredi", more='table:number-columns-spanned="2"'), COVERED],
        )
        + p("Tableau 1 – Tarifs au 1er janvier", "Caption")
        + h(1, "Horaires")
        + table(
            2,
            [],
            [cell(b("Jour")), cell(b("Heures"))],
            [cell("Lundi"), cell("12 h – 14 h<text:line-break/>17 h – 20 h")],
            [cell("Mardi"), cell("12 h – 14 h", "17 h – 21 h")],
            [cell(f"{a('https://montbrun.example/agenda', 'Dimanche')}"), cell("fermé")],
        )
        + table(
            1,
            [],
            [cell(p("À savoir"), p("Le bonnet est obligatoire."), p("Les casiers prennent 1 €."))],
        )
        + p("Fin de la grille."),
    ),
    "images": written(
        p("La halle aux grains rouvre", "Title")
        + p("Après dix-huit mois de travaux, la halle rouvre ses portes le samedi 12 septembre.")
        + p(picture("navy", "La halle, vue de la place, un jour de marché"))
        + p("La halle en 2026", "Caption")
        + p("Photo : Service images / Ville de Montbrun")
        + h(1, "Avant et après")
        + p(
            box(
                p(
                    picture("teal", "Charpente en chêne") + "Illustration 1 : la charpente restaurée",
                    "Illustration",
                )
            )
        )
        + p(f"Le texte continue {picture('red', '')} autour d’une image.")
        + p(picture("green", "", 'loext:decorative="true"'))
        + p("Une dernière phrase."),
    ),
    "revisions": written(
        changes(
            deletion("ct1", p("vingt")),
            insertion("ct2"),
            deletion("ct3", p("Paragraphe supprimé.")),
            deletion("ct4", p("ancien ")),
        )
        + p("Conseil municipal du 14 mars", "Title")
        + p(
            f"La séance réunit {change('ct1')}{inserted('ct2', 'trente-trois')} élus{annotation('À vérifier')} à 18 h 30."
        )
        + change("ct3")
        + h(1, f"Le {change('ct4')}budget")
        + p(f"Le budget est voté{annotation('Par qui ?')} à l’unanimité."),
    ),
    "entetes": written(
        p("Rapport d’activité 2025", "Title")
        + '<text:table-of-content text:name="Sommaire"><text:table-of-content-source text:outline-level="3"/>'
        "<text:index-body>"
        + p("Les services<text:tab/>3")
        + p("Les finances<text:tab/>9")
        + "</text:index-body></text:table-of-content>"
        + h(1, "Les services")
        + p("Le service des sports a accueilli 12 000 personnes.")
        + p(
            f"{box(p(b('À retenir')), p('Douze clubs, un seul guichet.'))}La maison des sports regroupe tous les clubs."
        )
        + '<text:section text:name="Public">'
        + h(2, "Les bibliothèques")
        + p("Trois sites, une carte.")
        + "</text:section>"
        + h(1, "Les finances")
        + p(
            'Les dépenses ont baissé<text:span text:style-name="Barre"> fortement</text:span> de 2 %.'
            '<text:span text:style-name="Cache"> Brouillon.</text:span>'
        ),
        running=RUNNING,
    ),
    "citations": written(
        p("Ils font la rivière", "Title")
        + p("Ils sont douze à veiller sur l’Orbelle, et se retrouvent chaque semaine au bord de l’eau.")
        + p("« Une rivière ne se défend pas toute seule. »", "Quotations")
        + p("— Jeanne Aubry, garde-rivière", "Quotations")
        + h(1, "Le matériel")
        + p("Le capteur écrit une ligne par heure :")
        + p("2026-03-01T10:00 7.2 pH", "Preformatted_20_Text")
        + p("2026-03-01T11:00 7.1 pH", "Preformatted_20_Text")
        + p("", "Horizontal_20_Line")
        + p("Les relevés sont publics.")
        + p("« Chacun peut les lire. »", "Quotations"),
    ),
    "listes": written(
        p("Règlement du marché", "Title")
        + h(1, "Avant")
        + items("Numeros", p("s’inscrire") + p("Le formulaire est à l’accueil."), p("payer la place"))
        + p("La place est réservée dès le paiement.")
        + items(
            "Numeros",
            p("recevoir le badge"),
            p("s’installer") + sub(p("avant 7 h"), p("sans moteur")),
            more='text:continue-numbering="true"',
        )
        + h(1, "Pendant")
        + items(
            "Puces",
            p("tenir son étal") + sub(p("propre") + sub(p("sol compris")), p("sec")),
            p("afficher les prix"),
        )
        + p("Les marchands veillent à :")
        + p("- trier leurs déchets")
        + p("- rendre les cagettes")
        + p("- éteindre les groupes")
        + h(1, "Après")
        + items("Puces", p("laisser la place nette")),
    ),
    "gras": written(
        p(b("COMMUNIQUÉ DE PRESSE"))
        + p("Montbrun, le 3 avril 2026")
        + p('<text:span text:style-name="Grand">Le bus devient gratuit le samedi</text:span>', "Centre")
        + p(
            "Dès le 2 mai, les onze lignes de la ville seront gratuites chaque samedi, de 5 h à minuit. "
            "La mesure vaut pour tous, habitants et visiteurs, et ne demande aucun titre."
        )
        + p(b("Pourquoi le samedi"))
        + p("C’est le jour où l’on circule le plus en voiture au centre.")
        + p(b("Ce que cela coûte"))
        + p(f"La perte de recettes est de {b(f'420{NN}000{NB}€')} par an.")
        + p(b("Contact presse :"))
        + p("Léa Tournier, 05 55 00 00 00"),
    ),
    "notes": written(
        p("Histoire du pont", "Title")
        + p(
            f"Le pont date de 1432{note(1, 'Archives, série C, ' + i('liasse') + ' 12.')}. "
            f"Il fut reconstruit{note(2, 'Voir ' + a('https://archives.example/pont', 'le dossier') + '.')} deux fois."
        )
        + h(1, f"Le péage{note(3, 'Aboli en 1790.')}")
        + p(f"On payait un denier{note(4, 'Note de fin.', 'endnote')}."),
    ),
    "deutsch": written(
        p("Das Rathaus öffnet seine Türen", "Title")
        + p("Am 12. September zeigen wir, was hinter den Kulissen geschieht.", "Subtitle")
        + h(1, "Programm")
        + items("Puces", p("Führung durch den Keller"), p("Gespräch mit der Bürgermeisterin"))
        + h(1, "Anfahrt")
        + p(
            f"Mit der Linie 4 bis „Rathaus“. Mehr auf {a('https://neustadt.example/tag', 'neustadt.example')}."
        )
        + table(
            2,
            [cell("Uhrzeit"), cell("Ort")],
            [cell("10 Uhr"), cell("Foyer")],
            [cell("14 Uhr"), cell("Saal")],
        ),
        lang="de",
        country="DE",
    ),
    "espanol": written(
        p("La biblioteca abre los domingos", "Title")
        + h(1, "Horario")
        + table(
            3,
            [cell("Día"), cell("Mañana"), cell("Tarde")],
            [cell("Sábado"), cell("10–14"), cell("16–20")],
            [
                cell("Domingo"),
                cell("Cerrado por la mañana", more='table:number-columns-spanned="2"'),
                COVERED,
            ],
        )
        + h(1, "¿Qué se puede hacer?")
        + items(
            "Numeros",
            p("leer la prensa"),
            p("pedir libros") + sub(p("con carné"), p("sin carné")),
            p("estudiar"),
        )
        + p(f"Más información: {a('tel:+34900000000', '900 000 000')}."),
        lang="es",
        country="ES",
    ),
    "english": written(
        p("River watch: the first year", "Title")
        + p("Forty volunteers measured the water every week, and published all of it.", "Subtitle")
        + h(1, "What we measured")
        + p(
            f"Nitrate fell from 12 to 9{NB}mg/l. The data are {a('http://data.example/river', 'open')}."
        )
        + h(2, "How")
        + items("Numeros", p("take a sample"), p("read the strip"), p("send the figure"))
        + h(2, "Where")
        + items("Puces", p("the old mill"), p("the ford") + sub(p("left bank"), p("right bank")))
        + h(1, "What comes next")
        + p("A second year starts in May.")
        + p("“We go on.”", "Quotations"),
        lang="en",
        country="GB",
    ),
    "colonnes": written(
        p("Le journal du quartier", "Title")
        + p(
            "Les nouvelles des Forges, chaque saison, dans toutes les boîtes aux lettres du quartier et en ligne.",
            "Subtitle",
        )
        + '<text:section text:style-name="Colonnes" text:name="C">'
        + h(1, "La fête des voisins")
        + p(
            "La fête a réuni trois cents personnes autour de la fontaine, malgré une averse mémo\u00adrable qui "
            "a vidé la place pendant un quart d’heure. Les associa\u00adtions avaient dressé des tables, et chacun "
            "avait apporté un plat. Le rendez-vous est pris pour l’an prochain, au même endroit."
        )
        + p(
            "La musique a duré jusqu’à minuit, avec l’accord des riverains. Une collecte a permis de réunir "
            "de quoi planter deux tilleuls devant l’école, qui seront mis en terre à la Sainte-Cathe\u00adrine."
        )
        + h(1, "Le chantier du tram")
        + p(
            "Les rails arrivent rue du Lavoir en avril. La circulation se fera en sens unique pendant six "
            "semaines, et le marché se tiendra sur l’esplanade. Une permanence est ouverte chaque mardi à la "
            "maison du projet, où l’on peut voir la maquette et poser ses questions."
        )
        + p(
            "Les commer\u00adçants restent ouverts pendant les travaux. Des livreurs à vélo sont à leur "
            "disposition, et le stationnement est gratuit au parking du Canal. Les horaires sont affichés "
            "aux entrées du chantier, et mis à jour chaque semaine."
        )
        + "</text:section>",
        automatic='<style:style style:name="Colonnes" style:family="section"><style:section-properties><style:columns '
        'fo:column-count="2" fo:column-gap="1cm"><style:column style:rel-width="1*"/><style:column style:rel-width="1*"/>'
        "</style:columns></style:section-properties></style:style>",
        running=RUNNING,
    ),
}
