"""What the program says of Amazon has a source, and what could not be confirmed is nowhere stated as a fact."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from spauth_tui.domain.amazon.facts import FACTS, UNCONFIRMED, Confidence, Fact, said_of, sourced
from spauth_tui.domain.amazon.marketplace import MARKETPLACES
from spauth_tui.domain.text.glossary import GLOSSARY

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "spauth_tui"

OPEN = (
    r"\b(not|nor|never|nothing|no|none)\b[^.]*\b(known|documented|documents?|confirmed|say|says|way|expiry|found)\b"
    r"|\bno known\b|\bwhether\b|\bmay\b|\bmight\b|\bprobably\b|\bassume\b|\breport(s|ed)?\b|\bunclear\b|\bdiffer\b"
    r"|\bdoubtful\b|\bSuspect\b"
)
"""What says that a sentence is no statement of a fact."""

UNCONFIRMED_CLAIMS = {
    r"refresh tokens?\b[^.,;:]*\b(expires?|expired?|is valid for|lasts|lives? (for )?(a|\d))\b": (
        "A refresh token expires after 365 days.",
        "Refresh tokens never expire.",
    ),
    r"(second|another|further|one more) refresh token\b[^.]*\b(slot|authorization)\b|merged[^.]*\bslots?\b": (
        "A second refresh token uses another slot.",
        "Each region of a merged account takes a slot of its own.",
    ),
    r"\b(changing|changed|new) password\b|password (change|reset)|\bremov\w+ (a |the )?user\b": (
        "Changing the password ends all authorizations: a changed password revokes them.",
    ),
    r"Login with Amazon\b[^.]*\b(per|a) (second|minute)\b|Login with Amazon\b[^.]*\b429\b": (
        "Login with Amazon allows ten exchanges a second.",
        "Login with Amazon answers 429 when there are too many.",
    ),
    r"Login with Amazon\b[^.]*\b5\d\d\b": ("Login with Amazon answers 503 when it is down.",),
    r"revok\w+[^.]*\baccess tokens?\b[^.]*\b(end|die|stop|dies|ends|stops|invalid)\b": (
        "Revoking it ends: its access tokens die at once.",
    ),
    r"\bafter a rotation\b[^.]*\b(helps?|cures?|solves?|fixes)\b|\bcures? (the|this) refusal\b": (
        "After a rotation a fresh access token helps.",
    ),
    r"\broles?\b[^.]*\bauthoriz(e|ing)\b[^.]*\bagain\b|\bauthoriz(e|ing) again\b[^.]*\brole\b": (
        "Add the role, then authorize again.",
    ),
    r"authorize\?appId|\bdeep link\b": ("The address /authorize?appId= leads to Authorize app.",),
    r"Amazon('s| publishes an?| has an?)( official)? (Postman )?environment\b[^.]*": (
        "This is Amazon's Postman environment.",
    ),
    r"\bdesktop app\w*\b": ("Amazon forbids desktop applications.",),
    r"revok\w+ (one|a single|this|the) refresh token\b|\bend(s|ed)? one refresh token\b": (
        "Revoke the refresh token that leaked.",
    ),
    r"\b(another|other|wrong) region\b[^.]*\b(answers?|answered|refuses|403|list)\b": (
        "A token of another region is answered with 403.",
    ),
    r"Product Listing|Selling Partner Insights": ("The role Product Listing is needed.",),
}
"""How a claim about each of section 14's questions reads, with examples; the hosts have a test of their own."""


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text, each on one line."""
    yield from re.split(r"(?<=[.!?])\s+|\n\s*\n|\n- |\|", re.sub(r"[ \t]*\n[ \t]*(?![-\n])", " ", text))


def texts_of(source: str) -> Iterator[str]:
    """Yield the texts of a source, an f-string as one with … for what is filled in."""
    inner = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            inner |= {id(each) for each in node.values}
            yield "".join(str(each.value) if isinstance(each, ast.Constant) else "…" for each in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inner:
            yield node.value


@cache
def said() -> tuple[tuple[str, str], ...]:
    """Return every sentence of the program, its topics and documents, with where it is."""
    found: list[tuple[str, str]] = []
    for path in PACKAGE.rglob("*.py"):
        for text in texts_of(path.read_text(encoding="utf-8")):
            found += ((path.relative_to(ROOT).as_posix(), each) for each in sentences(text) if each not in UNCONFIRMED)
    for path in (*PACKAGE.rglob("topics/*.txt"), ROOT / "README.md", ROOT / ".github" / "SECURITY.md"):
        whole = path.read_text(encoding="utf-8")
        found += ((path.relative_to(ROOT).as_posix(), each) for each in sentences(whole))
    return tuple(found)


def claims(pattern: str, sentence: str) -> bool:
    """Return whether a sentence states as a fact what a pattern is about."""
    return re.search(pattern, sentence, re.IGNORECASE) is not None and not re.search(OPEN, sentence, re.IGNORECASE)


@pytest.mark.parametrize("pattern", UNCONFIRMED_CLAIMS)
def test_what_could_not_be_confirmed_is_nowhere_stated_as_a_fact(pattern: str) -> None:
    assert [each for each in said() if claims(pattern, each[1])] == []


@pytest.mark.parametrize(
    ("pattern", "claim"), [(pattern, each) for pattern, claimed in UNCONFIRMED_CLAIMS.items() for each in claimed]
)
def test_such_a_claim_would_be_found(pattern: str, claim: str) -> None:
    assert claims(pattern, claim)


def test_every_open_question_has_its_rule() -> None:
    assert len(UNCONFIRMED_CLAIMS) + 1 == len(UNCONFIRMED) == 15


def test_hosts_on_which_sources_differ_are_marked() -> None:
    assert {each.code for each in MARKETPLACES if each.doubtful_host} == {"IE", "ZA", "IN"}


@pytest.mark.parametrize("fact", FACTS.values(), ids=FACTS)
def test_each_fact_has_a_source_and_a_date(fact: Fact) -> None:
    assert len(fact.source) > 8
    assert sourced(fact).endswith(f"({fact.confidence.value}, {fact.on:%Y-%m-%d})")


@pytest.mark.parametrize("name", [name for name, fact in FACTS.items() if fact.confidence is not Confidence.OFFICIAL])
def test_what_amazon_does_not_document_is_worded_as_such(name: str) -> None:
    assert re.search(rf"{OPEN}|\bdevelopers\b", FACTS[name].text)


@pytest.mark.parametrize("name", FACTS)
def test_each_fact_is_about_words_that_are_explained(name: str) -> None:
    assert set(FACTS[name].words) <= set(GLOSSARY)


def test_the_facts_about_a_word_are_found() -> None:
    assert FACTS["orders-2026"] in said_of("restricted data token")
