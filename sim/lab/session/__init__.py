"""Session: the draft of a sandbox, its controls and its simulations."""
