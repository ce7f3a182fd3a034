"""From an exam's record to a report, and what people say of its marks."""
