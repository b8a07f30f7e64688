"""Session: what a panel holds: a draft, its controls, its simulations."""
