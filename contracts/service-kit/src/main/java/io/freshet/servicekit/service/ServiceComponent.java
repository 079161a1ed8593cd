package io.freshet.servicekit.service;

import io.freshet.servicekit.http.ServiceHealth;

/** The one bean of a service that does its work. Thread-safe. */
public interface ServiceComponent extends ServiceHealth {
    /** Begins to work, after HTTP answers; nothing for what begins with the context. Called once. */
    default void start() {}

    /** Whether it does its work now. */
    default boolean isReady() {
        return problems().isEmpty();
    }
}
