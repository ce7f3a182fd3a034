"""Tools shared by the benchmarks: recordings, child processes, statistics, plots."""
