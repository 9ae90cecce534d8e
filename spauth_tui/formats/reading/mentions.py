"""Regions and the sandbox wherever a text mentions them: what no account has got makes an assumption unsafe."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from spauth_tui.domain.amazon.marketplace import MARKETPLACES
from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.amazon.shapes import Shape
from spauth_tui.domain.model.secret import Secret
from spauth_tui.formats.reading.places import COUNTRIES, REGIONS
from spauth_tui.formats.reading.result import Found, Grouped
from spauth_tui.formats.reading.shapes import SHAPES, scanned

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_RUN = re.compile(r"[\w+/=\-]{32,}")
"""What is random has every two letters by chance."""
_BEGIN, _END = r"(?<![^\W_])", r"(?![^\W_])"
_SHORT = {"in", "it", "be", "se", "es", "sa", "ie", "na", "us", "ca", "de", "tr", "pl", "ae", "sg", "nl"}
"""Codes that are also words or endings of other names."""
_PAIRS = re.compile(r"(?:expires|log|logged|sign|signed|plug|built|opt|check)[_-]in", re.IGNORECASE)
_UNSAFE: Mapping[str, tuple[Region | Environment | None, ...]] = {
    "region": (Region.EU, Region.FE, None),
    "environment": (Environment.SANDBOX,),
}
"""What is not as would be assumed."""
_NOTHING = re.compile(r"""[:=]\s*(?:""|''|null|None)\s*,?\s*$|=\s*$""")
"""The end of a line that gives a name no value."""
_IDS = {each.id: each.region for each in MARKETPLACES}
_WORDS: Mapping[str, Region] = {
    **{name.replace(" ", ""): each.region for name, each in COUNTRIES.items() if len(name) > 3 or not name.isascii()},
    **{name.replace(" ", ""): region for name, region in REGIONS.items() if len(name) > 3 or name in {"eu", "fe"}},
}
_CODES = {each.code: each.region for each in MARKETPLACES} | {"GB": Region.EU}
_SAFE = sorted({*_CODES} - {each.upper() for each in _SHORT} | {"DE", "NL", "US", "CA"})
_NAMES = (*COUNTRIES, *REGIONS)
_ANY_WORD = "|".join(
    each.replace(" ", "[ _-]?") for each in sorted(_NAMES, key=len, reverse=True) if each.replace(" ", "") in _WORDS
)
_MENTION = re.compile(
    rf"(?P<aws>{_BEGIN}(?:eu|ap|me|af|il|sa|ca)-[a-z]+-\d)"
    rf"|{_BEGIN}(?:(?P<id>{'|'.join(_IDS)})"
    rf"|(?P<word>(?i:{_ANY_WORD})|NA)"
    rf"|(?P<code>{'|'.join(_SAFE)})"
    r"|(?P<sandbox>(?i:sandbox|sbx))"
    rf"|(?<=[_\-@/\"'`=,;|\t]){_BEGIN}(?P<ending>(?i:{'|'.join(sorted(_CODES))}|na))(?=[\"'`_\-/.\s:=,;|)\]]|\Z)"
    rf"){_END}"
    r"|(?<=amazon\.)(?<!api\.amazon\.)(?P<com>com)(?![.\w])"
    r"|(?<=amazon\.)(?P<store>co\.uk|co\.jp|co\.za|com\.(?:au|be|br|mx|tr)|(?:de|fr|it|es|nl|se|pl|ie|eg|sa|ae|in|ca|sg))\b"
)
_STORES = {"co.uk": "UK", "co.jp": "JP", "co.za": "ZA"}


@dataclass(frozen=True, slots=True)
class Mention:
    """A word for a region or for the sandbox, and its line."""

    line: int
    word: str
    what: Region | Environment | None
    """None for a region that is none of Amazon's."""


def mentions(text: str) -> Iterator[Mention]:
    """Yield each mention outside of credentials."""
    blank = SHAPES.sub(" ", re.sub(r"\\[nrt]", " ", text))
    for number, line in enumerate(blank.split("\n"), 1):
        held = _PAIRS.sub(" ", _CAMEL.sub("_", _RUN.sub(_unless_random, line)))
        for match in _MENTION.finditer(held):
            kind, word = match.lastgroup or "", match.group()
            if kind == "sandbox" and _NOTHING.search(line):
                continue
            yield Mention(number, word, Environment.SANDBOX if kind == "sandbox" else _region(kind, word))


def _unless_random(match: re.Match[str]) -> str:
    run = match.group()
    return " " if all(any(map(of, run)) for of in (str.isdigit, str.islower, str.isupper)) else run


def _region(kind: str, word: str) -> Region | None:
    if kind == "aws":
        return Region.EU if word.startswith("eu-") else Region.NA if word.startswith("ca-") else None
    if kind == "id":
        return _IDS[word]
    if kind == "store":
        return _CODES[_STORES.get(word) or word.rpartition(".")[2].upper()]
    return _WORDS.get(re.sub("[ _-]", "", word.casefold())) or _CODES.get(word.upper()) or Region.NA


def judged(text: str, result: Grouped) -> list[Found]:
    """Say of each account whose region or environment the file does not give why it cannot be assumed."""
    _by_own_lines(text, result.found)
    held = [each for each in result.found if each.draft.refresh_token]
    if all(each.draft.region and each.draft.environment for each in held):
        return result.found
    lines = text.split("\n")
    paragraphs = list(accumulate(not line.strip() for line in lines))
    unclear = [
        _first_of_none(
            [each for each in mentions(text) if each.line not in result.others and each.what in _UNSAFE[field]],
            {each: getattr(each.draft, field) for each in held},
            lines,
            paragraphs,
            result.other_names,
        )
        for field in ("region", "environment")
    ]
    return [_unclear(each, *unclear) if each.draft.refresh_token else each for each in result.found]


def _by_own_lines(text: str, found: list[Found]) -> None:
    """Give an account the only region that is in the line of its refresh token, where no other one is."""
    lines, tokens = text.split("\n"), defaultdict[Secret, set[int]](set)
    for shape, value, line in scanned(text):
        if shape is Shape.REFRESH_TOKEN:
            tokens[Secret(value)].add(line)
    held = Counter(line for among in tokens.values() for line in among)
    for at, each in enumerate(found):
        own = tokens.get(each.draft.refresh_token, set()) if each.draft.refresh_token else set()
        number = next(iter(own), 0)
        if len(own) != 1 or held[number] != 1 or each.draft.region or each.unclear_region:
            continue
        places = {said.what for said in mentions(lines[number - 1])} - {Environment.SANDBOX}
        region = places.pop() if len(places) == 1 else None
        if isinstance(region, Region):
            where = (*each.where, f"region {region.name}: by line {number}")
            found[at] = replace(each, draft=replace(each.draft, region=region), where=where)


def _first_of_none(
    said: list[Mention], values: Mapping[Found, object], lines: list[str], paragraphs: Sequence[int], names: set[str]
) -> str:
    """Name the first mention that is about none of the accounts whose value the file says."""
    known = {each: what for each, what in values.items() if what is not None}
    used = {line for each in known for line in each.lines}
    names = {name for each in known for name in each.names} | names
    unsure = {paragraphs[each.token[1] - 1] for each in values if each not in known}
    about = {(paragraphs[line - 1], what) for each, what in known.items() for line in each.lines}
    for each in said:
        at = paragraphs[each.line - 1]
        is_known = each.line in used or (at not in unsure and (at, each.what) in about)
        if not is_known and not any(name in lines[each.line - 1] for name in names):
            return f"line {each.line} says {each.word}, and it is not clear of which account"
    return ""


def _unclear(found: Found, region: str, environment: str) -> Found:
    return replace(
        found,
        unclear_region="" if found.draft.region else found.unclear_region or region,
        unclear_environment="" if found.draft.environment else environment,
    )
