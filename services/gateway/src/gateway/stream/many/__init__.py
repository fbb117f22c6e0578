"""`GET /api/stream?job=ID~CURSOR~TOKEN&job=…`: several jobs on one connection. Browsers allow six to an origin."""
