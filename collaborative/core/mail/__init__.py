"""Mail: letters about one event (`send`), the SMTP conversation of the ledger (`transport`)."""
