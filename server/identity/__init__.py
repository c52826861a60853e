"""Identity across articles: who and what is the same, decided from what articles before said, scored, with reasons."""
