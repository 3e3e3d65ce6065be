"""With a language model: the model points, the program prints.

It is shown numbered sentences and says by number which of them answer; every word that is shown as
guidance is cut from a stored page as ever. Whatever goes wrong leaves the answer that is made
without it.
"""
