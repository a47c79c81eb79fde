"""How many calls a worker carries: its loop's lag, the patients' waits and the processors' time, by calls at once."""
