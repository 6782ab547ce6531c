"""Where a rule comes from stands last: told where something of the statement follows it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from evaluator.diagnostics.kinds import syntax as kinds
from evaluator.syntax.machine import States
from evaluator.syntax.rewording import lexed
from evaluator.syntax.scanner import Lexeme

if TYPE_CHECKING:
    from evaluator.syntax.run import Run

_REST = re.compile(r'(?:[^"#;{}\r\n]|"[^"\r\n]*"?)*')
_TEXT = re.compile(r'[ \t]*"[^"\r\n]*"')
_NAME = re.compile(r"[ \t]+\w+")


def reordered(run: Run, found: int) -> bool:
    """Read what stands behind the origin of a rule as if it stood before it."""
    before = run.before_under
    if before is not None:
        if not run.scanner.phrase(found, before.machine[0]):
            return False
        return _told(run, before.place, found, before.machine[0])
    end = _end_of_origin(run, found)
    return end is not None and _told(run, found, end, run.machine.states)


def _end_of_origin(run: Run, start: int) -> int | None:
    """Where `under "…"` or `under assumption …` ends."""
    scanner = run.scanner
    at = next(
        (end for p, end in scanner.words.at(scanner.text, start) if p.terminal == "_UNDER"), None
    )
    if at is None:
        return None
    if text := _TEXT.match(scanner.text, at):
        return text.end()
    behind = scanner.gap(at).end
    phrases = scanner.words.at(scanner.text, behind)
    assumption = next((end for p, end in phrases if p.terminal == "_ASSUMPTION"), None)
    name = None if assumption is None else _NAME.match(scanner.text, assumption)
    return None if name is None else name.end()


def _told(run: Run, origin: int, clause: int, states: States) -> bool:
    text = run.scanner.text
    rest = _REST.match(text, clause)
    written = text[clause : rest.end() if rest else clause].strip()
    under = text[origin:clause].strip()
    end = text.find(written, clause) + len(written)
    lexemes: tuple[Lexeme, ...] | None = None
    if written and "\n" not in under:
        lexemes = lexed(run.scanner, end, states, f"{written} {under}")
    if lexemes is None:
        return False
    at = run.span(origin, end)
    if run.before_under is not None:
        run.machine.restore(run.before_under.machine)
        taken = len(run.head) - run.before_under.words
        del run.tokens[len(run.tokens) - taken :]
        del run.head[run.before_under.words :]
    facts = {"clause": written, "under": under, "meant": f"{written} {under}"}
    if not run.muted:
        run.report(kinds.BEHIND_ORIGIN, at, facts)
    run.muted = True
    run.feed_all(lexemes, at)
    return True
