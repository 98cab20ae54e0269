"""Recognisers, one module a family of layouts: by structure and words, never by file names."""
