"""7,776 words that are easy to tell apart and to type, in words.txt.

The large word list of the Electronic Frontier Foundation, by Joseph Bonneau (2016, "Deep Dive: EFF's New Wordlists for
Random Passphrases"), unchanged and without the numbers of the dice; licensed as Creative Commons Attribution 3.0 US.
"""

from importlib.resources import files

WORDS = tuple(files(__package__).joinpath("words.txt").read_text(encoding="ascii").split())
