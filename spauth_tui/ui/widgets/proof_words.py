"""How a proof is painted: where SP-API accepted the call, and the marketplaces it named."""

from textual.content import Content

from spauth_tui.domain.amazon.region import Region
from spauth_tui.domain.model.proof import Proof
from spauth_tui.services.testing.verifying import Verified


def proof_words(proof: Proof, foreign: tuple[Region, ...] = ()) -> Content:
    """Return the lines; `foreign` are regions that should not be there."""
    lines = [Content.styled(f"✓ SP-API accepted it at {proof.endpoint}", "$text-success")]
    for each in proof.participations:
        state = "takes part" if each.is_participating else "does not take part"
        suspended = ", listings suspended" if each.has_suspended_listings else ""
        store = Content(f"  {each.country_code}  {each.store_name}  ")
        lines.append(store + Content.styled(f"{state}{suspended}", "$foreground 60%"))
    for region in foreign:
        words = f"But these marketplaces belong to {region.value}: the account is kept in the wrong region."
        lines.append(Content.styled(words, "bold $text-warning"))
    return Content("\n").join(lines)


def told_words(verified: Verified) -> str:
    """Say which marketplaces SP-API told, and which are kept; nothing is replaced unasked."""
    kept = " ".join(verified.account.marketplaces)
    here = f"the account is kept with {kept}" if kept else "none are kept yet"
    return f"SP-API says {' '.join(verified.told)}; {here}."
