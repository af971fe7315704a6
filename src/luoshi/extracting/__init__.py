"""From an outline to statements: one module a rule family."""
