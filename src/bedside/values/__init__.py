"""What a bedside fact is made of: intervals, reasons for not knowing, quantities, variables, moments."""
