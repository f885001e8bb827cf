"""People who share, answer and take duties over HTTP, and never give up on a request until the site has answered.

What a person does who gets no answer: they send the same again. Nothing here knows that anything is killed.
"""

from __future__ import annotations

import itertools
import queue
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from proof.faults import history
from proof.faults.history import History
from proof.faults.visitor import Answer, NoAnswer, Unexpected, Visitor, complaint, offered

TEAMS = ("social-care/front-door", "hospital/safeguarding-team")
_PAUSE = 0.1
_AGAIN_EVERY = 5  # of the shares, one is sent once more when it was acknowledged
_STEPS = ("receive", "accept", "act")


@dataclass
class Crowd:
    """Everybody, in threads. `stop` lets each finish what they have begun."""

    notes: History
    stop: threading.Event = field(default_factory=threading.Event)
    troubles: Counter[str] = field(default_factory=Counter)  # requests without an answer, by reason
    wrong: list[str] = field(default_factory=list)  # answers that nobody could do anything with
    sent: queue.Queue[str] = field(default_factory=queue.Queue)  # references, to be answered
    threads: list[threading.Thread] = field(default_factory=list)

    def add(self, visitor: Visitor, act: Callable[[], None]) -> None:
        """`act` again and again, as `visitor`."""

        def on() -> None:
            while not self.stop.is_set():
                try:
                    act()
                except Unexpected as error:
                    self.wrong.append(str(error))
                    time.sleep(_PAUSE)
            visitor.close()

        self.threads.append(threading.Thread(target=on, daemon=True))
        self.threads[-1].start()

    def finish(self, patience: float = 120) -> None:
        self.stop.set()
        until = time.monotonic() + patience
        for thread in self.threads:
            thread.join(max(until - time.monotonic(), 0.1))
        if any(thread.is_alive() for thread in self.threads):
            self.wrong.append("somebody never got an answer")

    def until_answered(self, ask: Callable[[], Answer]) -> Answer:
        while True:
            try:
                return ask()
            except NoAnswer as error:
                self.troubles[str(error)] += 1
                time.sleep(_PAUSE)


class Sender:
    """Shares about one child after the other, by the three pages."""

    def __init__(self, crowd: Crowd, visitor: Visitor, children: list[str], asks: str = "action") -> None:
        self.crowd, self.visitor, self.asks = crowd, visitor, asks
        self._children, self._number = itertools.cycle(children), itertools.count(1)

    def share(self) -> None:
        child, number, ask = next(self._children), next(self._number), self.crowd.until_answered
        begun = ask(lambda: self.visitor.get(f"/shares/?child={child}"))
        key = _part(begun, r"^/shares/new/([^/]+)/$")
        words = f"He was alone again, says {key}, number {number}."
        self._write(key, words)
        self.crowd.notes.note(history.BEGUN, key=key)
        reference = self._send(key)
        self.crowd.notes.note(history.SENT, key=key, reference=reference, words=words, child=child, teams=list(TEAMS))
        if number % _AGAIN_EVERY == 0:
            again = self._send(key)
            self.crowd.notes.note(history.AGAIN, key=key, reference=reference, again=again)
        self.crowd.sent.put(reference)

    def _write(self, key: str, words: str) -> None:
        page = self.crowd.until_answered(lambda: self.visitor.get(f"/shares/new/{key}/"))
        suggested = [team for team in TEAMS if team in offered(page.text, "recipients")]
        today = re.findall(r'name="occurred_(day|month|year)"[^>]*value="(\d+)"', page.text)
        said: dict[str, str | list[str]] = {
            "asks": self.asks,
            "words": words,
            "kind": "concern.raised",
            "recipients": suggested,
            "others": [team for team in TEAMS if team not in suggested],
            "spoke_to": "The duty desk",
            "family_told": "yes",
            "lawful_basis": "safeguarding",
            **{f"occurred_{part}": value for part, value in today},
        }
        answer = self.crowd.until_answered(lambda: self.visitor.post(f"/shares/new/{key}/", said))
        if answer.status != 302:
            raise Unexpected(f"page 2 was not taken: {complaint(answer.text)}")

    def _send(self, key: str) -> str:
        """Sent, or found as sent before. A person who gets no answer opens page 3 again, and presses once more."""
        while True:
            page = self.crowd.until_answered(lambda: self.visitor.get(f"/shares/new/{key}/check/"))
            if page.status == 302:
                return _part(page, r"^/shares/([^/]+)/sent/$")
            seen = offered(page.text, "seen")
            if page.status != 200 or not seen:
                raise Unexpected(f"page 3 was {page.status}: {complaint(page.text)}")
            try:
                answer = self.visitor.post(f"/shares/new/{key}/check/", {"seen": seen[0]})
            except NoAnswer as error:
                self.crowd.troubles[str(error)] += 1
                time.sleep(_PAUSE)
                continue
            if answer.status == 302:
                return _part(answer, r"^/shares/([^/]+)/sent/$")
            raise Unexpected(f"sending was {answer.status}: {complaint(answer.text)}")


class Recipient:
    """Takes receipt of a share, accepts it and says what was done; and takes a duty now and then."""

    def __init__(self, crowd: Crowd, visitor: Visitor, practitioner: str) -> None:
        self.crowd, self.visitor, self.practitioner = crowd, visitor, practitioner
        self._number = itertools.count(1)

    def answer(self) -> None:
        try:
            reference = self.crowd.sent.get(timeout=0.2)
        except queue.Empty:
            return
        number = next(self._number)
        for step in _STEPS[: 1 + number % 3]:
            self._step(reference, step)
        if number % 4 == 0:
            self._take()

    def _step(self, reference: str, step: str) -> None:
        while True:
            page = self.crowd.until_answered(lambda: self.visitor.get(f"/shares/{reference}/"))
            found = re.search(rf'action="(/shares/{reference}/([^/"]+)/{step}/)"', page.text)
            if found is None:  # done before the line broke, if ever
                return
            place, leg = found.groups()
            prefix = f"{step}-{leg[:6]}"
            said: dict[str, str | list[str]] = {}
            if step == "act":
                said = {f"{prefix}-outcome": "acted", f"{prefix}-what": "We visited."}
            try:
                answer = self.visitor.post(place, said)
            except NoAnswer as error:
                self.crowd.troubles[str(error)] += 1
                time.sleep(_PAUSE)
                continue
            if answer.status == 302:
                self.crowd.notes.note(history.ANSWERED, leg=leg, step=step, by=self.practitioner, reference=reference)
                return
            raise Unexpected(f"{step} was {answer.status}: {complaint(answer.text)}")

    def _take(self) -> None:
        page = self.crowd.until_answered(lambda: self.visitor.get("/"))
        for duty in re.findall(r'action="/duties/([^/"]+)/take/"', page.text)[:1]:
            try:
                answer = self.visitor.post(f"/duties/{duty}/take/")
            except NoAnswer as error:
                self.crowd.troubles[str(error)] += 1
                return
            if answer.status == 302:
                self.crowd.notes.note(history.TOOK, duty=duty, by=self.practitioner)


def _part(answer: Answer, pattern: str) -> str:
    found = re.match(pattern, answer.place)
    if answer.status != 302 or found is None:
        raise Unexpected(f"led to {answer.place or answer.status}: {complaint(answer.text)}")
    return found.group(1)
