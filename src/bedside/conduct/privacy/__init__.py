"""Free texts looked at for somebody's identity, by every room that keeps one."""
