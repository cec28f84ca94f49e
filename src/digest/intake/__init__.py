"""PURE: an observed fact and what is known -> events."""
