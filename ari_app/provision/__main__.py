"""`python3 -m ari_app.provision`."""

from ari_app.provision.command import main

raise SystemExit(main())
