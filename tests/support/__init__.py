"""What tests share: servers, readers, and the data beside the repository."""
