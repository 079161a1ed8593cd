package io.freshet.audit.delivery;

/** Sends messages. Never throws for what a receiver does: that is an outcome. Thread-safe; returns within 30 seconds. */
public interface MessageSender {
    SendOutcome send(Delivery delivery);
}
