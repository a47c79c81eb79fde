"""What the dialer carries: lists taken in, calls set up a second, whole campaigns of scripted follow-ups."""
