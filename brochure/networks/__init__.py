"""Networks: share links, captions, previews and accounts, a row for each network."""
