"""Amazon's own amzn-sp-api: a snippet of Python that makes an `SPAPIConfig`. It is read, never run."""

import ast
from collections.abc import Sequence

from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.errors.input import FileNotUnderstood, NotExportable
from spauth_tui.domain.model.secret import Secret
from spauth_tui.formats import values
from spauth_tui.formats.draft import Draft, FileFormat

_CALL, _SANDBOX = "SPAPIConfig", "SANDBOX"
_ORDER = ("client_id", "client_secret", "refresh_token", "region")


class _Snippet(FileFormat):
    key = "amzn-sp-api"
    title = "Amazon's amzn-sp-api (Python)"
    place = "a Python file"

    def fits(self, text: str) -> bool:
        """Say whether it is Python that makes an SPAPIConfig."""
        return bool(_calls(text))

    def read(self, text: str) -> tuple[Draft, ...]:
        """Read the arguments that stand there as texts."""
        calls = _calls(text)
        if not calls:
            raise values.missing(f"{_CALL}(...)", self.title)
        return tuple(_draft(each) for each in calls)

    def write(self, drafts: Sequence[Draft]) -> Secret:
        """Write a snippet for one account."""
        draft = values.only(drafts, self.title)
        sandbox = draft.environment is Environment.SANDBOX
        if sandbox and draft.region not in (None, Region.NA):
            raise NotExportable(f"{self.title} knows no sandbox but North America's.", "Choose another form.")
        lines = {
            "client_id": draft.client_id,
            "client_secret": values.needed(draft.client_secret, "client secret"),
            "refresh_token": values.needed(draft.refresh_token, "refresh token"),
            # It knows one sandbox, that of North America.
            "region": _SANDBOX if sandbox else (draft.region or Region.NA).name,
        }
        inner = "".join(f"    {name}={value!r},\n" for name, value in lines.items())
        return Secret(f"from spapi import {_CALL}\n\nconfig = {_CALL}(\n{inner})\n")


def _calls(text: str) -> list[ast.Call]:
    if _CALL not in text:
        return []
    try:
        tree = ast.parse(text.removeprefix("\ufeff"))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise FileNotUnderstood("This is not valid Python.", "Correct the file; nothing was imported.") from None
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node.func) == _CALL]


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _draft(call: ast.Call) -> Draft:
    given = dict(zip(_ORDER, call.args, strict=False))
    given.update({word.arg: word.value for word in call.keywords if word.arg})
    texts = {
        name: node.value
        for name, node in given.items()
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    if not texts.get("client_id", "").strip():
        raise FileNotUnderstood(
            f"The client_id of {_CALL} is no plain text.", "Write it there as a text; the file is read and never run."
        )
    # Without a region it takes the sandbox (its SPAPIConfig); one that is no plain text says nothing.
    place = texts.get("region", "" if "region" in given else _SANDBOX)
    sandbox = place.upper() == _SANDBOX
    return Draft(
        texts["client_id"].strip(),
        values.secret(texts.get("client_secret")),
        values.secret(texts.get("refresh_token")),
        region=Region.NA if sandbox else values.region(place),
        environment=Environment.SANDBOX if sandbox else Environment.PRODUCTION if place else None,
    )


FORMAT = _Snippet()
