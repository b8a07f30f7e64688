"""The year: one season of one world, played turn by turn by somebody who sees only what the organisation could see."""
