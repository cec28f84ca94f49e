"""PURE: which pair, what the issue says, and what has moved since readers were told."""
