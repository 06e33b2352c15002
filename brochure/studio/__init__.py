"""The studio: a local page in the browser where pages are brought, corrected, seen and taken."""
