"""What the benchmarks share: recordings, child processes, statistics, pictures."""
