"""The pages: public ones for everybody, a few behind signed links, and the API."""
