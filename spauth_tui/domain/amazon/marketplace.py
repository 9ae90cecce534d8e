"""Amazon's marketplaces: ids, regions, portal hosts.

Ids: SP-API developer documentation, "Marketplace IDs". Hosts: "Seller Central URLs" and "Vendor Central URLs".
Sources differ about the hosts marked doubtful; the screens show the click path beside them.
"""

from dataclasses import dataclass

from spauth_tui.domain.amazon.region import Region


@dataclass(frozen=True, slots=True)
class Marketplace:
    """One marketplace; `code` is the country's two letters as Amazon's portals write them (UK, not GB)."""

    code: str
    name: str
    id: str
    region: Region
    seller_host: str
    vendor_host: str
    doubtful_host: bool = False


_NA, _EU, _FE = Region.NA, Region.EU, Region.FE
_EUROPE = "sellercentral-europe.amazon.com"

MARKETPLACES: tuple[Marketplace, ...] = (
    Marketplace("US", "United States", "ATVPDKIKX0DER", _NA, "sellercentral.amazon.com", "vendorcentral.amazon.com"),
    Marketplace("CA", "Canada", "A2EUQ1WTGCTBG2", _NA, "sellercentral.amazon.ca", "vendorcentral.amazon.ca"),
    Marketplace("MX", "Mexico", "A1AM78C64UM0Y8", _NA, "sellercentral.amazon.com.mx", "vendorcentral.amazon.com.mx"),
    Marketplace("BR", "Brazil", "A2Q3Y263D00KWC", _NA, "sellercentral.amazon.com.br", "vendorcentral.amazon.com.br"),
    Marketplace("UK", "United Kingdom", "A1F83G8C2ARO7P", _EU, _EUROPE, "vendorcentral.amazon.co.uk"),
    Marketplace("DE", "Germany", "A1PA6795UKMFR9", _EU, _EUROPE, "vendorcentral.amazon.de"),
    Marketplace("FR", "France", "A13V1IB3VIYZZH", _EU, _EUROPE, "vendorcentral.amazon.fr"),
    Marketplace("IT", "Italy", "APJ6JRA9NG5V4", _EU, _EUROPE, "vendorcentral.amazon.it"),
    Marketplace("ES", "Spain", "A1RKKUPIHCS9HS", _EU, _EUROPE, "vendorcentral.amazon.es"),
    Marketplace("NL", "Netherlands", "A1805IZSGTT6HS", _EU, "sellercentral.amazon.nl", "vendorcentral.amazon.nl"),
    Marketplace("BE", "Belgium", "AMEN7PMS3EDWL", _EU, "sellercentral.amazon.com.be", "vendorcentral.amazon.com.be"),
    Marketplace("IE", "Ireland", "A28R8C7NBKEWEA", _EU, "sellercentral.amazon.ie", "vendorcentral.amazon.ie", True),
    Marketplace("SE", "Sweden", "A2NODRKZP88ZB9", _EU, "sellercentral.amazon.se", "vendorcentral.amazon.se"),
    Marketplace("PL", "Poland", "A1C3SOZRARQ6R3", _EU, "sellercentral.amazon.pl", "vendorcentral.amazon.pl"),
    Marketplace(
        "ZA", "South Africa", "AE08WJ6YKNBMC", _EU, "sellercentral.amazon.co.za", "vendorcentral.amazon.co.za", True
    ),
    Marketplace("TR", "Türkiye", "A33AVAJ2PDY3EV", _EU, "sellercentral.amazon.com.tr", "vendorcentral.amazon.com.tr"),
    Marketplace("EG", "Egypt", "ARBP9OOSHTCHU", _EU, "sellercentral.amazon.eg", "vendorcentral.amazon.me"),
    Marketplace("SA", "Saudi Arabia", "A17E79C6D8DWNP", _EU, "sellercentral.amazon.sa", "vendorcentral.amazon.me"),
    Marketplace(
        "AE", "United Arab Emirates", "A2VIGQ35RCS4UG", _EU, "sellercentral.amazon.ae", "vendorcentral.amazon.me"
    ),
    Marketplace("IN", "India", "A21TJRUUN4KGV", _EU, "sellercentral.amazon.in", "www.vendorcentral.in", True),
    Marketplace("JP", "Japan", "A1VC38T7YXB528", _FE, "sellercentral.amazon.co.jp", "vendorcentral.amazon.co.jp"),
    Marketplace("AU", "Australia", "A39IBJ37TRP1C6", _FE, "sellercentral.amazon.com.au", "vendorcentral.amazon.com.au"),
    Marketplace("SG", "Singapore", "A19VAU5U5O7RUS", _FE, "sellercentral.amazon.sg", "vendorcentral.amazon.com.sg"),
)

_BY_CODE = {marketplace.code: marketplace for marketplace in MARKETPLACES}
_BY_ID = {marketplace.id: marketplace for marketplace in MARKETPLACES}


def marketplace(code_or_id: str) -> Marketplace | None:
    """Find a marketplace by its code (GB means UK) or its id; None if there is none."""
    code = code_or_id.strip().upper()
    return _BY_CODE.get("UK" if code == "GB" else code) or _BY_ID.get(code_or_id.strip())


def marketplaces_of(region: Region) -> tuple[Marketplace, ...]:
    """Return the marketplaces of a region, the most used first."""
    return tuple(each for each in MARKETPLACES if each.region is region)
