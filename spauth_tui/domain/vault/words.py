"""7,776 words, easy to tell apart and to type, in words.txt.

The large word list of the Electronic Frontier Foundation, by Joseph Bonneau (2016, "Deep Dive: EFF's New Wordlists for
Random Passphrases"), unchanged but without the dice numbers; licensed under Creative Commons Attribution 3.0 US.
"""

from importlib.resources import files

WORDS = tuple(files(__package__).joinpath("words.txt").read_text(encoding="ascii").split())
