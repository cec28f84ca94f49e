"""The built-in sample: the files that ``digest weekly --sample`` reads instead of the network."""
