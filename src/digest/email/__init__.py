"""A frozen issue -> MJML -> HTML, and a hand-written text part."""
