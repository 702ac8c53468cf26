"""All ways in, to be served."""

from __future__ import annotations

from fairs.accounts import address, devices, doors, factors, invitations, second
from fairs.accounts.blueprint import blueprint

BLUEPRINTS = (blueprint,)
PAGES = (doors, devices, address, second, factors, invitations)
