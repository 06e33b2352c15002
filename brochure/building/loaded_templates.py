"""Loading this module compiles the templates of all products.

The process that forks those that draw loads it before (`brochure.building.guarded`): they share what is
compiled, and it may write what they may not.
"""

from __future__ import annotations

from brochure import assets

for _name in assets.environment().list_templates(extensions=["j2"]):
    assets.environment().get_template(_name)
