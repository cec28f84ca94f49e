"""The page behind an editor's link."""
