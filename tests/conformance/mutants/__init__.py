"""Gateways that are broken on purpose: a suite that passes them would prove nothing."""
