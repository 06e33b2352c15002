"""Whole sites: what is asked of all pages, where each is published, and what is known of their kits."""
