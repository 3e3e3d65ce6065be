"""Records as HTML: small pure functions. Everything from documents and people is escaped."""
