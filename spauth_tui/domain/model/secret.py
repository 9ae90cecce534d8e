"""The only type that carries a token, key or passphrase."""

from typing import Never, SupportsIndex

MASK = "Secret(…)"
MAX_SECRET_LENGTH = 2048  # the most characters of a token (LWA documentation: 2,048 bytes)


class Secret:
    """A text that nothing prints by accident.

    Its repr, str and format are a fixed mask, it cannot be pickled or copied into JSON, and comparison takes constant
    time. Only `.reveal()` returns the text; a test lists the few files that may call it.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text."""
        return self._text

    def __len__(self) -> int:
        return len(self._text)

    def __bool__(self) -> bool:
        return bool(self._text)

    def __repr__(self) -> str:
        return MASK

    def __str__(self) -> str:
        return MASK

    def __format__(self, spec: str) -> str:
        return format(MASK, spec)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        # Imported at the first comparison: it loads OpenSSL's hashes, which no screen needs.
        import hmac

        return hmac.compare_digest(
            self._text.encode("utf-8", "surrogatepass"), other._text.encode("utf-8", "surrogatepass")
        )

    def __hash__(self) -> int:
        return hash((Secret, self._text))

    def __reduce_ex__(self, protocol: SupportsIndex) -> Never:
        msg = "a Secret cannot be pickled or copied"
        raise TypeError(msg)

    def __copy__(self) -> "Secret":
        return self

    def __deepcopy__(self, memo: object) -> "Secret":
        return self
