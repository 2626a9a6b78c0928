"""Splits texts into words, for scoring and for alignment."""

import re
import unicodedata


class WordSplitter:
    """Splits texts into runs of word characters. A character of a spaceless script is a word."""

    def __init__(self, spaceless):
        """`spaceless`: the first and last code points of the spaceless scripts."""
        characters = "".join(f"{chr(first)}-{chr(last)}" for first, last in spaceless)
        self.word = re.compile(f"[{characters}]|[^\\W_{characters}]+")

    def split(self, text):
        """Returns the words in lower case."""
        return self.word.findall(unicodedata.normalize("NFKC", text).lower())

    def count(self, line):
        """Returns the number of words."""
        # Normalization does not change ASCII, and most lines are ASCII.
        text = line if line.isascii() else unicodedata.normalize("NFKC", line)
        return len(self.word.findall(text))
