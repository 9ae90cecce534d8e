"""Regions, countries and environments in every way that files spell them."""

import re
from collections.abc import Mapping

from spauth_tui.domain.amazon.marketplace import MARKETPLACES, Marketplace, marketplace
from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.model.application import Kind

ENVIRONMENTS: Mapping[str, Environment] = {
    **dict.fromkeys(("sandbox", "sbx"), Environment.SANDBOX),
    **dict.fromkeys(("production", "prod", "live"), Environment.PRODUCTION),
}
REGIONS: Mapping[str, Region] = {
    **{region.name.casefold(): region for region in Region},
    **{region.value.casefold(): region for region in Region},
    **dict.fromkeys(("us", "usa"), Region.NA),
    "emea": Region.EU,
    "apac": Region.FE,
}
_SPELLINGS = {
    "US": "USA", "CA": "CAN", "MX": "MEX, México, Mexique", "BR": "BRA, Brasil",
    "UK": "GBR, Great Britain, England", "DE": "DEU, GER, Deutschland", "FR": "FRA", "IT": "ITA, Italia",
    "ES": "ESP, España, Espana", "NL": "NLD, Nederland, Holland", "BE": "BEL, België, Belgique, Belgien",
    "IE": "IRL", "SE": "SWE, Sverige", "PL": "POL, Polska", "ZA": "ZAF", "TR": "TUR, Turkey, Türkiye, Turkiye",
    "EG": "EGY", "SA": "SAU, KSA", "AE": "ARE, UAE, Emirates", "IN": "IND", "JP": "JPN, 日本", "AU": "AUS",
    "SG": "SGP",
}  # fmt: skip
COUNTRIES: Mapping[str, Marketplace] = {
    name.casefold(): each
    for each in MARKETPLACES
    for name in (each.name, *filter(None, _SPELLINGS[each.code].split(", ")))
}
_BY_HOST = {
    host.removeprefix("sellercentral.").removeprefix("vendorcentral."): each
    for each in MARKETPLACES
    for host in (each.vendor_host, each.seller_host)
    if not host.startswith("sellercentral-europe") and each.vendor_host != "vendorcentral.amazon.me"
} | {f"amazon.{code.casefold()}": marketplace(code) for code in ("AE", "IN", "EG", "SA", "SG")}
_AWS = re.compile(r"[a-z]{2}-[a-z]+-\d")
_AWS_REGIONS = (("eu-", Region.EU), ("us-west-2", Region.FE), ("us-", Region.NA), ("ca-", Region.NA),
                ("ap-northeast-", Region.FE), ("ap-southeast-", Region.FE))  # fmt: skip
_LOCALE = re.compile(r"[a-z]{2}[_-]([A-Z]{2})")
_OF_AMAZON = {"sp", "api", "spapi", "amazon", "amz", "selling", "partner", "seller", "region", "aws", "marketplace"}
_NO_COUNTRY = {"expires", "log", "logged", "sign", "signed", "plug", "built", "opt", "check"}
"""Words before `in` where it is not India."""


def words_of(name: str) -> list[str]:
    """Return the words of a name, parted by signs and by camelCase, in small letters."""
    parted = re.sub(r"(?<=[^\W\d_A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    return [each for each in re.split(r"[\W_]+", parted.casefold()) if each]


def region_of(text: str) -> Region | None:
    """Read a region by its name: NA, Europe, far_east, SellingRegion.FarEast, SPAPI_FE; None for anything else."""
    words = words_of(re.split(r"\.|:", text.strip())[-1])
    own = [each for each in words if each not in _OF_AMAZON]
    joined = " ".join(own).replace("fareast", "far east").replace("northamerica", "north america")
    return REGIONS.get(joined)


def is_aws(text: str) -> bool:
    """Whether a text is spelled like an AWS region."""
    return _AWS.fullmatch(text.strip().casefold()) is not None


def aws_region_of(text: str) -> Region | None:
    """Return the region of Amazon's that an AWS region is in; people put that of their own servers there, too."""
    held = text.strip().casefold()
    return next((region for begin, region in _AWS_REGIONS if held.startswith(begin)), None) if is_aws(held) else None


def endpoint_of(text: str) -> tuple[Region, Environment] | None:
    """Read an endpoint of SP-API; None for any other address."""
    held = text.strip().casefold()
    words = re.split(r"\W+|_", held) if re.fullmatch(r"[\w.:\\]+", held) else []
    for region in Region:
        if f"sellingpartnerapi-{region.name.casefold()}." in held or region.name.casefold() in words:
            return region, Environment.SANDBOX if "sandbox" in held else Environment.PRODUCTION
    return None


def marketplaces_in(text: str) -> tuple[Marketplace, ...]:
    """Read marketplaces: ids, codes, names, locales, constants of SDKs, addresses of stores; one or a list of them."""
    found = []
    for piece in [text] if text.strip().casefold() in COUNTRIES else re.split(r"[,;|\[\]\s\"']+", text):
        held = piece.strip()
        last = re.split(r"\.|::", held)[-1]
        host = re.sub(r"^(?:https?://)?(?:www\.)?(?:sellercentral\.|vendorcentral\.)?", "", held.casefold()).rstrip("/")
        locale = _LOCALE.fullmatch(held)
        each = (
            COUNTRIES.get(held.casefold())
            or _BY_HOST.get(host)
            or COUNTRIES.get(last.casefold())
            or COUNTRIES.get(" ".join(words_of(last)))
            or marketplace(locale[1] if locale else last)
        )
        if each is not None and each not in found:
            found.append(each)
    return tuple(found)


def kind_of(text: str) -> Kind | None:
    """Read `Seller` or `Vendor`; None for anything else."""
    return next((each for each in Kind if each.value == text.strip().casefold()), None)


def told_by_words(words: frozenset[str]) -> tuple[Region | None, Marketplace | None, Environment | None, Kind | None]:
    """Return what the words of a name say: a region, a country, an environment, seller or vendor."""
    sole = {each for each in words if each in {"na", "eu", "fe", "europe", "emea", "apac", "fareast"}}
    pairs = {each.value for each in (Region.NA, Region.FE) if {*each.value.casefold().split()} <= words}
    named = (
        COUNTRIES.get(each) or (marketplace(each) if len(each) == 2 else None)
        for each in sorted(words)
        if each != "in" or not words & _NO_COUNTRY
    )
    homes = [each for each in named if each is not None]
    regions = {region_of(each) for each in (*sole, *pairs)} | {each.region for each in homes}
    region = regions.pop() if len(regions) == 1 else None
    environments = {ENVIRONMENTS[each] for each in words if each in ENVIRONMENTS}
    environment = environments.pop() if len(environments) == 1 else None
    kind = next((each for each in Kind if each.value in words), None)
    return region, homes[0] if region and homes else None, environment, kind
