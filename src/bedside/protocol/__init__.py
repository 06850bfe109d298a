"""A trial written once: model, loading, record, schedule, forms, amendments, telling."""
