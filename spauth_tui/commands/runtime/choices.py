"""What the flags with a few fixed values accept, and what each value means."""

from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.model.application import Kind

KINDS = {kind.value: kind for kind in Kind}
REGIONS = {region.name.casefold(): region for region in Region}
ENVIRONMENTS = {environment.value: environment for environment in Environment}
