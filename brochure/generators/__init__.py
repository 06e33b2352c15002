"""Plug-ins for generators: what they know of pages goes to brochure, its kits go into their sites."""
