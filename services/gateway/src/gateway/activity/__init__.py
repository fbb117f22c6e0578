"""`GET /api/activity`: what goes on in a gateway, for operators."""
