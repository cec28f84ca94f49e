"""The built-in sample: one real week's shape, without a network."""
