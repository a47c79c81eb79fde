"""Words everyone uses: ids, clock, phone numbers, errors, the closed vocabulary. Pure."""
