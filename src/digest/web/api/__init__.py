"""The JSON API: what the public pages say, for programs, and votes and reviews in."""
