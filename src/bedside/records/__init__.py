"""The canonical ICU records: what is in them (`variables.yaml`, `contract`), and one file per source that fills them."""
