"""The set-based engine on Spark: the same relations, where one machine is not enough."""

from __future__ import annotations

from collections.abc import Iterator

from followthrough.procedures.engines.relational.spark import NoSpark, spark_session
from followthrough.replay.asking import CannotAsk
from followthrough.replay.population.question import Question
from followthrough.replay.population.relationally import pieces
from followthrough.replay.population.tables import Piece


def answers(question: Question) -> Iterator[Piece]:
    try:
        with spark_session() as session:
            yield from pieces(question, session)
    except NoSpark as reason:
        raise CannotAsk(str(reason)) from reason
