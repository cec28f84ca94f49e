"""Ship or Skip digest: feeds, reviews and votes in one log; one comparison email a week.

The corridor stands in :mod:`digest.pipeline`; the folders beside it are its stages.
"""

__version__ = "0.1.0"
