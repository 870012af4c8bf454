"""What other systems hear of the books: the outbox, its relay to Kafka, and the schemas of what is published."""
