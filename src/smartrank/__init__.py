"""A city's place in Bitkom's Smart City Index, queryable."""

__version__ = "0.1.0"
