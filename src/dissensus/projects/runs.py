"""Runs: who did what with which options and versions; one at a time, resumable."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Engine, RowMapping, insert, select, update

from dissensus.model.errors import ProjectError
from dissensus.projects._database import Store
from dissensus.projects._lock import RunLock
from dissensus.projects.records import RunRecord, RunStatus, canonical_json
from dissensus.projects.schema import runs


def now() -> str:
    """The present moment, ISO 8601 in UTC to the second."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


class Run:
    """A run under way. As a context manager it finishes itself: "finished", or "failed", or "interrupted" on Ctrl-C.

    Attributes:
        id: number of the run.
        command: what is run.
        resumed: an interrupted run with equal options and versions is taken up again.
    """

    def __init__(self, store: RunStore, run_id: int, command: str, *, resumed: bool) -> None:
        self._store = store
        self.id = run_id
        self.command = command
        self.resumed = resumed

    def finish(self, status: RunStatus = "finished") -> None:
        """Record how the run ended and let others write; without effect the second time."""
        self._store._end(self, status)  # noqa: SLF001  # two halves of one thing

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            self.finish()
        else:
            self.finish("failed" if issubclass(kind, Exception) else "interrupted")


class RunStore(Store):
    """The runs of a project."""

    def __init__(self, path: Path, engine: Engine) -> None:
        super().__init__(path, engine)
        self._lock = RunLock(path)
        self._run: Run | None = None

    def start_run(self, command: str, options: Mapping[str, Any], versions: Mapping[str, Any]) -> Run:
        """Begin a run, or take up the last interrupted one with equal command, options and versions under its old id.

        While it lasts no other process can run on the project; if the process dies, the lock dies with it.

        Args:
            command: what is run, such as "annotate".
            options: plain values (`as_dict` of an options object). Leave out what cannot change the result, such as
                the number of jobs, so that an interrupted run can go on with another one.
            versions: versions and digests of what takes part.

        Raises:
            ProjectError: PRO004, another run is under way.
        """
        if self._run is not None:
            raise ProjectError(f"the run {self._run.command!r} has not ended", code="PRO004")
        self._lock.acquire(command)
        try:
            self._run = self._begin(command, canonical_json(options), canonical_json(versions))
        except BaseException:
            self._lock.release()
            raise
        return self._run

    def _begin(self, command: str, options: str, versions: str) -> Run:
        unfinished = runs.c.status.in_(("running", "interrupted"))
        equal = (runs.c.command == command) & (runs.c.options == options) & (runs.c.versions == versions)
        with self._write() as connection:
            # Nobody else holds the lock, so whatever is called running died.
            connection.execute(
                update(runs).where(runs.c.status == "running").values(status="interrupted", finished=now())
            )
            last = connection.execute(
                select(runs.c.pk, runs.c.resumed).where(unfinished & equal).order_by(runs.c.pk.desc()).limit(1)
            ).first()
            if last is not None:
                connection.execute(
                    update(runs)
                    .where(runs.c.pk == last.pk)
                    .values(status="running", finished=None, resumed=last.resumed + 1)
                )
                return Run(self, last.pk, command, resumed=True)
            key = connection.execute(
                insert(runs).values(
                    command=command, options=options, versions=versions, status="running", started=now(), resumed=0
                )
            ).inserted_primary_key
            assert key is not None
            return Run(self, key[0], command, resumed=False)

    def _end(self, run: Run, status: RunStatus) -> None:
        if self._run is not run:
            return
        try:
            with self._write() as connection:
                connection.execute(update(runs).where(runs.c.pk == run.id).values(status=status, finished=now()))
        finally:
            self._run = None
            self._lock.release()

    def runs(self) -> tuple[RunRecord, ...]:
        """All runs, the oldest first."""
        with self._read() as connection:
            rows = connection.execute(select(runs).order_by(runs.c.pk)).mappings().all()
        return tuple(_record_of(row) for row in rows)


def _record_of(row: RowMapping) -> RunRecord:
    return RunRecord(
        row["pk"],
        row["command"],
        json.loads(row["options"]),
        json.loads(row["versions"]),
        row["status"],
        row["started"],
        row["finished"],
        row["resumed"],
    )
