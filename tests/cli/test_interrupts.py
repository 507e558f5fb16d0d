"""Ctrl-C where a library swallows it."""

from __future__ import annotations

import signal
import sqlite3
import sys

import pytest

from dissensus.cli import _swallowed


def test_ctrl_c_in_a_callback_of_a_library_is_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[int] = []
    monkeypatch.setattr(signal, "raise_signal", sent.append)
    monkeypatch.setattr(sys, "unraisablehook", _swallowed)

    class Closing:
        def __del__(self) -> None:
            raise KeyboardInterrupt

    closing = Closing()
    del closing
    assert sent == [signal.SIGINT]


def test_other_faults_of_callbacks_stay_silent_unless_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "unraisablehook", _swallowed)
    monkeypatch.delenv("DISSENSUS_DEBUG", raising=False)

    class Closing:
        def __del__(self) -> None:
            raise sqlite3.Error

    closing = Closing()
    del closing
    assert capsys.readouterr().err == ""
