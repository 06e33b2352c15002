"""What another package can add to brochure."""

from pathlib import Path

LOCALES = Path(__file__).parent / "locales"
LAGUNE = Path(__file__).parent / "themes" / "lagune.toml"
