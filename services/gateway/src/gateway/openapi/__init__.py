"""The HTTP API as an OpenAPI 3.1 document: calls as data, shapes from the structs that are answered."""
