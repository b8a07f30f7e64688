"""The model: a case, a strategy, and the simulation of partners' trust over one season."""
