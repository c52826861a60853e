"""Identity across articles: who and what is the same, decided from what earlier articles said, with score and reasons."""
