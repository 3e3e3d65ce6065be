"""Who may use the handbook where it is served to more than one person: accounts and their roles."""
