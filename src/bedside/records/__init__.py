"""The canonical ICU records: what is in them (`variables.yaml`, `contract`), and how sources fill them."""
