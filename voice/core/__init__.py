"""What every other room may use: sound, events, states, worker threads, measurements."""
