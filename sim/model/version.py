"""The version of the model: which laws and numbers a figure comes from.

It grows by one whenever the same plan gives other figures than before, because a law, a number or a shipped case has
changed; tests/test_model_version.py notices. Version 1 is the model before the laws of decision 19.
"""

from sim.texts.words import say

__all__ = ["MODEL_VERSION", "version_told"]

MODEL_VERSION = 5


def version_told() -> str:
    """Return the version in words, to stand beside figures.

    >>> version_told()
    'Model version 5'
    """
    return say("model.version", number=MODEL_VERSION)
