"""Audio to and from a call: media port, playout, voice activity, endpointing, stereo recording."""
