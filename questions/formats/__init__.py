"""Recognisers, one module per family of layouts; each looks at structure and words, never at names."""
