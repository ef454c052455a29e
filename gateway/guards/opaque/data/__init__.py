"""What spelling costs: statistics made by `tests.corpus.spelling`, no text of anybody's."""
