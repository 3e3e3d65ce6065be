"""Who may open which address: the gate before all pages, signing in, and how often one may ask."""
