"""Material that somebody sends to be checked: received, followed, shown, and thrown away."""
