"""PURE: counts -> labels, for the panel and for the readers."""
