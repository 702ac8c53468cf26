"""All ways in, to be served."""

from __future__ import annotations

from fairs.accounts import address, devices, doors, factors, invitations, my_data, second
from fairs.accounts.blueprint import blueprint

BLUEPRINTS = (blueprint,)
PAGES = (my_data, doors, devices, address, second, factors, invitations)
