"""Keys of front matter that site generators know: some say the same as ours, others are theirs alone.

From the documentation of Hugo, Jekyll, MkDocs, Eleventy, Astro and Starlight, Docusaurus, Quarto, Zola,
VitePress, Hexo, Gatsby, Pelican and Obsidian, and of their most used themes.
"""

from __future__ import annotations

LANG = ("lang", "language", "locale")
LEAD = ("lead", "description", "summary", "excerpt", "abstract", "tagline")
PUBLISHED = (
    "published", "date", "pubDate", "pubdate", "pubDatetime", "publishDate", "publish_date",
    "publishedAt", "published_at", "publishedDate", "datePublished", "date_published", "created",
    "created_at", "createdAt", "date_created",
)  # fmt: skip
UPDATED = (
    "updated", "lastmod", "last_modified_at", "modified", "updatedDate", "updated_at", "updatedAt",
    "modDatetime", "dateModified", "date_modified", "date-modified", "last_modified", "lastUpdated",
    "last_updated", "last_update",
)  # fmt: skip
WHOLE_ADDRESS = ("canonical", "canonical_url", "canonicalURL", "canonicalUrl", "permalink")
"""Keys whose value is the page's address where it is a whole one."""

LICENCE = ("licence", "license")
PICTURES = (
    "image", "cover", "featured_image", "featuredImage", "feature_image", "heroImage", "hero_image",
    "images", "thumbnail", "header", "banner",
)  # fmt: skip
"""Keys that may name a photograph; it is ours where it can be found and somebody said what it shows."""

SAME = frozenset({
    *LANG, *LEAD, *PUBLISHED, *UPDATED, *WHOLE_ADDRESS, *LICENCE, "subtitle", "draft",
    "isDraft",
})  # fmt: skip
"""Keys that are read, beside our own."""

NO_DAYS = frozenset({
    "last modified", "created", "git last modified", "git created", "today", "now", "last-modified",
})  # fmt: skip
"""What generators take for a day and put one in its place (Eleventy, Quarto)."""

_THEIRS = """
    about about_links accent actions aliases aside audio author author_profile authors bg
    bibliography build cascade categories category citation citation-location class classes
    code-fold code-tools comments copyright cover-img coverAlt crossref csl css cssclass cssclasses
    custom_edit_url date-format dir disableHLJS disableShare display_categories displayed_sidebar
    doi downloads echo editLink editor editPost editUrl eleventyComputed
    eleventyExcludeFromCollections eleventyImport eleventyNavigation engine entries_layout
    excerpt_separator exclude execute expiry expiryDate extra featured features filters font footer
    format gallery generate_feeds gh-badge gh-repo grand_parent guid has_children has_toc head
    headless hero heroAlt heroImageAlt heroText hidden hide hide_table_of_contents hide_title
    hidemeta hideSummary home icon id image-alt image_alt imageAlt in_search_index include-in-header
    insert_anchor_links isCJKLanguage jsonld jupyter keywords kind language_tabs last_modified_by
    layout links linkTitle listing lof lot markup math mathjax mdx menu menus mermaid metadata
    metaDescription metaTitle monetization name nav nav_exclude nav_order navbar next
    number-sections og_description og_image og_title og_type ogImage order outline output outputs
    page-layout page_template pageClass pagefind paginate_by pagination pagination_label
    pagination_next pagination_prev params parent parse_number_prefixes path permalink_to pin pinned
    plugins post_id postSlug prev priority profile project projects publish rating read_time
    readtime redirect_from redirect_to related render render_with_liquid resources revision robots
    robotsNoIndex sass search search_exclude searchable searchHidden seo series share-description
    share-img share-title short_title show_date ShowBreadCrumbs ShowPostNavLinks ShowReadingTime
    ShowRssButtonInSectionTermList ShowToc ShowWordCount sidebar sidebar_class_name
    sidebar_custom_props sidebar_key sidebar_label sidebar_position sitemap social sort sort_by
    sponsor starred status styles table_of_contents tableOfContents tags target taxonomies teaser
    template templateEngineOverride templateKey testimonial themes thumbnail-img title-block-banner
    title-meta title_meta titleTemplate toc toc-title toc_max_heading_level toc_min_heading_level
    toc_sticky TocOpen top_img translationKey translations transparent truncate twitter type uid
    unlisted unpublishdate UseHugoToc uuid version video videos view visibility website weight wip
    words wrapperClassName
"""
SITE_ONLY = frozenset({*_THEIRS.split(), *PICTURES})
"""Keys that mean something to a generator or its theme alone: they are passed over."""
