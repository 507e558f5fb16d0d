"""Answers by digest of what was asked, in one SQLite file: a run again costs nothing and says the same."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from dissensus.model.errors import LanguageModelError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS answers (
    digest TEXT PRIMARY KEY,
    model TEXT NOT NULL,
    prompt TEXT NOT NULL,
    answer TEXT NOT NULL,
    tokens_in INTEGER NOT NULL,
    tokens_out INTEGER NOT NULL
) WITHOUT ROWID
"""
_APPLICATION = 0x4453_4C4D
"""Marks the file as ours, so that no other program's file is written into."""
_WAIT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer as the model gave it.

    Attributes:
        text: its words.
        tokens_in: tokens that asking took when it was asked.
        tokens_out: tokens of the answer.
    """

    text: str
    tokens_in: int
    tokens_out: int


class AnswerCache:
    """Answers of language models by digest of what was asked; each is written at once or not at all.

    The file holds digests and answers (which quote the articles), no address and no key.
    """

    def __init__(self, path: Path | str) -> None:
        """Open or make the file; its folder is made.

        Raises:
            LanguageModelError: LLM008 it cannot be opened, or is a file of something else.
        """
        self._path = Path(path)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(self._path, timeout=_WAIT_SECONDS, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise self._unusable(error) from error
        try:
            self._prepare()
        except sqlite3.Error as error:
            self._connection.close()
            raise self._unusable(error) from error
        except LanguageModelError:
            self._connection.close()
            raise

    def _prepare(self) -> None:
        application = self._connection.execute("PRAGMA application_id").fetchone()[0]
        tables = self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if application != _APPLICATION and (application or tables):
            raise self._unusable("it is a file of another program")
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute(_SCHEMA)
        self._connection.execute(f"PRAGMA application_id = {_APPLICATION}")
        self._connection.execute("COMMIT")

    def get(self, digest: str) -> KeptAnswer | None:
        """The answer that was kept for what has this digest, or None.

        Raises:
            LanguageModelError: LLM008 the file is damaged.
        """
        statement = "SELECT answer, tokens_in, tokens_out FROM answers WHERE digest = ?"
        try:
            with closing(self._connection.execute(statement, (digest,))) as rows:
                row = rows.fetchone()
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        return None if row is None else KeptAnswer(str(row[0]), int(row[1]), int(row[2]))

    def put(self, digest: str, model: str, prompt: str, answer: KeptAnswer) -> None:
        """Keep an answer; one that is there is replaced.

        Raises:
            LanguageModelError: LLM008 it cannot be written.
        """
        row = (digest, model, prompt, answer.text, answer.tokens_in, answer.tokens_out)
        try:
            self._connection.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?)", row)
        except (sqlite3.Error, UnicodeEncodeError) as error:
            raise self._unusable(error) from error

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _unusable(self, why: object) -> LanguageModelError:
        return LanguageModelError(f"the file of answers {self._path} cannot be used: {why}", code="LLM008")
