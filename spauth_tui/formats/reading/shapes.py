"""The fallback: finds every credential in a text by its shape, whatever surrounds it, and spots placeholders."""

import re
from collections.abc import Iterator

from spauth_tui.domain.amazon.shapes import Shape

_NO_OTHER = r"(?!amzn1\.|Atz[ra]\|)"
"""Where another credential begins, run together with it, it ends."""
_BODY = rf"(?:{_NO_OTHER}[A-Za-z0-9_\-]){{8,}}+"
_LONGEST = 2_048
"""Characters of a credential: Amazon takes no longer ones."""
SHAPES = re.compile(
    rf"(?P<CLIENT_ID>amzn1\.application-oa2-client\.{_BODY})"
    rf"|(?P<CLIENT_SECRET>amzn1\.oa2-cs\.v1\.{_BODY})"
    rf"|(?P<REFRESH_TOKEN>Atzr(?:\||%7[Cc])(?:{_NO_OTHER}[A-Za-z0-9_\-+/=|]){{8,}}+)"
    rf"|(?P<ACCESS_TOKEN>Atza(?:\||%7[Cc])(?:{_NO_OTHER}[A-Za-z0-9_\-+/=|]){{8,}}+)"
)
_REFERENCES = (
    (r"(?:!vault\s+)?\$ANSIBLE_VAULT", "encrypted by ansible-vault: decrypt it first"),
    (r"vault:v\d+:", "encrypted by Vault: decrypt it first"),
    (r"ENC[\[(]|U2FsdGVkX1|-----BEGIN (?:PGP|AGE)|age-encryption", "encrypted: decrypt it first"),
    (r"op://", "a reference to 1Password: `op inject` or `op run` resolves it"),
    (r"(?:vault|bao):", "a reference to a vault: read the value there"),
    (r"arn:aws|aws-?sm:|ssm:|secretsmanager[:/]", "a reference to AWS: read the value there"),
    (r"(?:gcp-sm|keyvault|akv|sops|doppler|infisical|bw)[:/]", "a reference: read the value there"),
    (r"\$\{\{|\{\{|<%|!\w", "a reference that another program fills in"),
    (r"\$\(|`", "a command that a shell would run"),
    (r"\$\{?(?:env:)?[A-Za-z_]|%[A-Za-z_]\w+%\Z", "a variable that the file does not define"),
    (
        r"(?:process|import\.meta)\.env\b|os\.(?:environ|getenv)\b|(?:\w+\.)?getenv\(|ENV[\[.]|\$_(?:ENV|SERVER)\b",
        "a variable of the environment: its value is not in the file",
    ),
    (r"(?:/|~/|\./|[A-Z]:\\)[^|]*\Z", "a path"),
)
_PLACEHOLDER = re.compile(
    r"<.*>|\[.*\]|\.\.\.|…|.*x{4,}.*|(?:your|my|insert|enter|paste|replace|put|add|the)(?:[\s_.-].*|\Z)"
    r"|.*(?:change[\s_-]?me|placeholder|goes[\s_-]here|your[\s_-]).*|todo.*|tbd|none|null|undefined|dummy.*|example.*"
    r"|secret|password|(?:lwa[_-])?(?:client|app)[_-]?(?:id|secret)|refresh[_-]?token|(?:sample|fake)[\s_-].*",
    re.IGNORECASE | re.DOTALL,
)
_PLACEHOLDER_INSIDE = re.compile(r"x{6,}.*|.*(?:<.*>|your[_-]|\.\.\.|…).*", re.IGNORECASE | re.DOTALL)
"""After a real beginning; an opaque value may contain any letters."""
_MASK = re.compile(
    r".*?(?:\*{3,}|[•●█]{2,}).*|\(?\[?(?:redacted|hidden|masked|secret value|encrypted)\]?\)?",
    re.IGNORECASE | re.DOTALL,
)
_BEGINNINGS = re.compile(r"amzn1\.application-oa2-client\.|amzn1\.oa2-cs\.v1\.|Atz[ra]\|")


def scanned(text: str) -> Iterator[tuple[Shape, str, int]]:
    """Yield each credential in a text: its shape, itself, and its line."""
    line, at = 1, 0
    for match in SHAPES.finditer(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        yield Shape[match.lastgroup or ""], match.group(), line


def pretence(text: str) -> str:
    """Say why a text is not a value: empty, a mask, a placeholder, a reference, truncated. Empty if it may be one."""
    if not text:
        return "empty"
    if len(text) > _LONGEST:
        return "too long to be a value"
    if _MASK.fullmatch(text):
        return "masked: the program that wrote it never shows the value"
    if text.endswith(("...", "…")) and _BEGINNINGS.match(text):
        return "cut short"
    for pattern, words in _REFERENCES:
        if re.match(pattern, text, re.IGNORECASE) and not SHAPES.search(text):
            return words
    rest = _BEGINNINGS.sub("", text, count=1)
    placeholder = _PLACEHOLDER if rest == text else _PLACEHOLDER_INSIDE
    return "a placeholder" if placeholder.fullmatch(rest) or len(set(rest.casefold())) <= 2 else ""
