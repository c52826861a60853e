"""Speech: what is said in quotation marks, and by whom."""

from extractors.speech.marks import Quoted, inside, quoted
from extractors.speech.quotes import quotes

__all__ = ["Quoted", "inside", "quoted", "quotes"]
