"""The search on Milvus: where rows are compared when one machine is not enough."""
