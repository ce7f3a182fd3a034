"""What an exam consists of: its bank, its plan, its steps and its record. Data only."""
