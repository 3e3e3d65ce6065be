"""Other systems, each in the usual way of its own documentation. They run in an environment of
their own (eval/bench/environment.py) and share with this project only the encoder's code."""
