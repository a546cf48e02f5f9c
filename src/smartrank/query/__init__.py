"""Questions to city profiles: pure functions, profiles in, flat records out."""
