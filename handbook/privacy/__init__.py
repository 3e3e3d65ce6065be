"""What is held about people, for how long, and the papers that say so."""
