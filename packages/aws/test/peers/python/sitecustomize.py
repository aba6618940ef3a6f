"""Python reads this when it starts, before moto_server's own script.

For each event and rule moto builds the parser of JSON paths anew, eight times, which takes longer than everything else that a test
does. What a path parses to depends on its text alone, so it is parsed once.
"""

from functools import lru_cache

try:
    from jsonpath_ng import ext
except ImportError:
    pass
else:
    ext.parse = lru_cache(maxsize=None)(ext.parse)
