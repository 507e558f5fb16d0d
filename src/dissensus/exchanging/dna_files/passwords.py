"""Passwords of coders as DNA keeps them: a salt of 16 bytes and a digest, in base64.

The digest is SHA-256 of salt and password, taken 100,000 times in all: the scheme of Jasypt's strong password
encryptor, which DNA uses.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import unicodedata

SALT_BYTES = 16
ITERATIONS = 100_000


def hashed_password(password: str, salt: bytes) -> str:
    """What DNA keeps of a password.

    Args:
        password: what the coder types.
        salt: 16 bytes.
    """
    digest = salt + unicodedata.normalize("NFC", password).encode()
    for _ in range(ITERATIONS):
        digest = hashlib.sha256(digest).digest()
    return base64.b64encode(salt + digest).decode()


def fits(password: str, kept: str) -> bool:
    """Whether a password is the one that DNA keeps."""
    try:
        raw = base64.b64decode(kept, validate=True)
    except ValueError:
        return False
    return hmac.compare_digest(hashed_password(password, raw[:SALT_BYTES]), kept) if len(raw) > SALT_BYTES else False


def salt_of(*parts: str) -> bytes:
    """A salt that depends on what is written alone, so that writing again gives the same file.

    It is no secret, as no salt is; but two files of the same project have the same salt for the same coder.
    """
    return hashlib.sha256("\x00".join(parts).encode()).digest()[:SALT_BYTES]
