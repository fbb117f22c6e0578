"""What is rendered from deploy/ and how it is checked; the images as running containers."""
