"""How hard are words to read? The Flesch-Kincaid grade, with syllables guessed from groups of vowels."""

from __future__ import annotations

import re


def grade(text: str) -> float:
    sentences = [each for each in re.split(r"[.!?:;]+(?:\s|$)", text) if each.strip()]
    words = re.findall(r"[A-Za-z']+", text)
    if not words or not sentences:
        return 0.0
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    word = word.lower().strip("'")
    found = len(re.findall(r"[aeiouy]+", word))
    if word.endswith("e") and not word.endswith("le") and found > 1:
        found -= 1
    if word.endswith("ed") and not word.endswith(("ted", "ded")) and found > 1:
        found -= 1
    return max(found, 1)
