"""How well ``handbook check`` finds what is wrong with material, and leaves alone what is right."""
