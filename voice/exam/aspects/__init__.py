"""Speaking tests: which parts of a task were addressed."""
