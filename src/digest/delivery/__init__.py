"""Issue and audience -> messages -> the world."""
