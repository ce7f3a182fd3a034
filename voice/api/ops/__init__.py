"""Operations: health checks, metrics, documentation of the API."""
